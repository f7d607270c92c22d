"""Entries and files are explained as what they are in the store."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from newsroom import SEA, SHIPPING, Newsroom

from feedsvc import config, store
from feedsvc.model import SourceFile
from feedsvc.pipeline import Settings
from feedsvc.pipeline.account import Account, Fate
from feedsvc.pipeline.explainer import Explainer
from feedsvc.sources import MEDIA_TYPES
from feedsvc.sources.scan import Folder
from feedsvc.store.base import Store

ROOT = Path(__file__).parents[2]
TALKS = "The Ferry Is Late - 2026-02-28\n\nThe ferry left the harbour.\n"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    opened = store.connect(f"sqlite:///{tmp_path / 'explainer.db'}")
    yield opened
    opened.close()


@pytest.fixture
def room(tmp_path: Path, opened: Store) -> Newsroom:
    return Newsroom(tmp_path / "articles", opened)


def explainer(room: Newsroom) -> Explainer:
    return Explainer(
        room.store, lambda: Settings.of(room.site, room.chrome, room.topics), lambda: room.now + timedelta(days=1)
    )


def file_told(room: Newsroom, path: str) -> Account:
    data = (room.root / path).read_bytes()
    media_type = MEDIA_TYPES[f".{path.rpartition('.')[2]}"]
    source = SourceFile(path, media_type, data, hashlib.sha256(data).hexdigest())
    return explainer(room).article(source, Folder(room.root, ("**/*.txt", "**/*.md")))


def test_what_is_told_of_every_entry_is_what_is_published_of_it(tmp_path: Path, opened: Store) -> None:
    """The articles that come with feedsvc, by their own topics."""
    shutil.copytree(ROOT / "articles", tmp_path / "articles")
    said = config.load(ROOT / "config.toml", {}, {})
    room = Newsroom(tmp_path / "articles", opened, said.site, said.topics, tuple(said.articles.chrome))
    room.now = datetime(2027, 1, 1, tzinfo=UTC)
    assert len(room.scan().new) > 40
    for identity, _ in opened.originals():
        told, stored = explainer(room).entry(identity.slug), opened.entry(identity.slug)
        assert told is not None
        assert stored is not None
        assert (told.entry, told.assignments) == (stored.entry, stored.assignments)
        assert (told.verdict.fate, told.sorting) == (stored.state, None)


def test_a_file_is_explained_as_the_entry_that_it_is(room: Newsroom) -> None:
    room.write("talks.txt", TALKS)
    assert file_told(room, "talks.txt").verdict.why.startswith("it is new")
    room.scan()
    (identity,) = room.store.recall(["talks.txt"], [])
    assert file_told(room, "talks.txt") == explainer(room).entry(identity.slug)
    room.write("talks.txt", TALKS.replace("Late", "Early"))
    assert "has changed" in file_told(room, "talks.txt").verdict.why
    unchanged = explainer(room).entry(identity.slug)
    assert unchanged is not None
    assert unchanged.verdict.why == "it is in its feeds"


def test_a_renamed_file_is_known_again_and_keeps_its_id(room: Newsroom) -> None:
    room.write("talks.txt", TALKS)
    room.scan()
    (room.root / "talks.txt").rename(room.root / "ferry.txt")
    told = file_told(room, "ferry.txt")
    assert told.entry is not None
    assert told.entry.id.endswith("articles/talks.txt")


def test_a_file_whose_id_another_one_has_is_rejected_as_the_scan_rejects_it(room: Newsroom) -> None:
    """S5."""
    for name in ("a.md", "b.md"):
        room.write(name, f"---\nid: tag:example.org,2026:one\n---\nThe ferry {name}.\n")
    (rejection,) = room.scan().rejected
    assert file_told(room, "b.md").verdict.rejection == rejection
    assert file_told(room, "a.md").verdict.fate is Fate.PUBLISHED


def test_a_file_that_is_no_article_by_its_name_is_left_out(room: Newsroom) -> None:
    room.write(".talks.txt", TALKS)
    assert file_told(room, ".talks.txt").verdict.fate is Fate.LEFT_OUT


def test_an_entry_that_was_withdrawn_is_explained_as_it_was(room: Newsroom) -> None:
    room.write("talks.txt", TALKS)
    room.scan()
    (identity,) = room.store.recall(["talks.txt"], [])
    (room.root / "talks.txt").unlink()
    room.scan()
    told = explainer(room).entry(identity.slug)
    assert told is not None
    assert told.verdict.fate is Fate.WITHDRAWN
    assert [given.topic for given in told.topics] == [SHIPPING.slug, SEA.slug]


def test_there_is_no_account_of_what_is_not_there(room: Newsroom) -> None:
    assert explainer(room).entry("nothing") is None
