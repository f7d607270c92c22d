"""Every case of tests/corpus: a source file and what is expected of it. tests/corpus/README.md says how to add one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import Rejected
from feedsvc.model import Article, SourceFile
from feedsvc.sources import MEDIA_TYPES, parse

_CORPUS = Path(__file__).parent.parent / "corpus"
_EXPECTED = ".expected.json"
_INPUTS = sorted(path for path in _CORPUS.glob("*/*") if path.suffix in MEDIA_TYPES and path.parent != _CORPUS)


@pytest.mark.parametrize("path", _INPUTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_source_file_gives_what_its_case_expects(path: Path) -> None:
    expected = json.loads(path.with_suffix(_EXPECTED).read_text(encoding="utf-8"))
    given = expected.pop("given", {})
    assert expected, "a case that expects nothing cannot fail"
    found = _outcome(_source(path, given.get("path")), frozenset(given.get("chrome", ())))
    if "rejected" in expected and "rejected" in found:
        _shorten(found["rejected"], expected["rejected"])
    assert {name: found.get(name, "no such field") for name in expected} == expected


def test_every_expectation_has_its_input() -> None:
    expectations = {path.name.removesuffix(_EXPECTED) for path in _CORPUS.glob(f"*/*{_EXPECTED}")}
    assert expectations == {path.stem for path in _INPUTS}


@pytest.mark.parametrize("folder", ["text", "markdown"])
def test_each_kind_of_source_has_a_corpus_worth_the_name(folder: str) -> None:
    assert len([path for path in _INPUTS if path.parent.name == folder]) >= 15


def _source(path: Path, place: str | None) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(place or path.name, MEDIA_TYPES[path.suffix], data, hashlib.sha256(data).hexdigest())


def _outcome(source: SourceFile, chrome: frozenset[str]) -> dict[str, Any]:
    """What came of a file, in the words of the cases."""
    try:
        return _written(parse(source, chrome))
    except Rejected as rejected:
        return {"rejected": {"line": rejected.line, "problem": rejected.problem}}


def _written(article: Article) -> dict[str, Any]:
    """An article as the cases write it: authors of whom only the name is known, and dropped lines, as text."""
    fields = asdict(article)
    fields["authors"] = [author if author["email"] or author["uri"] else author["name"] for author in fields["authors"]]
    fields["dropped"] = [f"{line.number}: {line.text}" for line in article.dropped]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


def _shorten(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """A case may quote a part of the problem only."""
    if expected["problem"] in found["problem"]:
        found["problem"] = expected["problem"]
