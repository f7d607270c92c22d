"""Every piece of TOML on the pages is a configuration that is accepted as it stands."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from documentation import Block, blocks, name

from feedsvc import config
from feedsvc.topics import problems

PIECES = list(blocks("toml"))


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: f"{name(piece.page)}: {piece.text.splitlines()[0]}")
def test_a_piece_of_toml_can_be_pasted_into_config_toml(piece: Block, tmp_path: Path) -> None:
    assert tomllib.loads(piece.text)
    (tmp_path / "config.toml").write_text(piece.text, encoding="utf-8")
    config.load(tmp_path / "config.toml", {}, {}, problems)


def test_pieces_are_found_at_all() -> None:
    assert len(PIECES) > 10
