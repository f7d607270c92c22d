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
from feedsvc.sources import MEDIA_TYPES, parse, split
from feedsvc.sources.dialects import AUTO, KINDS

CORPUS = Path(__file__).parent.parent / "corpus"
EXPECTED = ".expected.json"
INPUTS = sorted(path for path in CORPUS.glob("*/*") if path.suffix in MEDIA_TYPES and not path.name.endswith(EXPECTED))


def source(path: Path, place: str) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(place, MEDIA_TYPES[path.suffix], data, hashlib.sha256(data).hexdigest())


def as_cases_write_it(article: Article) -> dict[str, Any]:
    """The fields of an article: authors of whom only the name is known, and dropped lines, as text."""
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(article).items()}
    fields["authors"] = [author if author["email"] or author["uri"] else author["name"] for author in fields["authors"]]
    for kind in ("enclosures", "media"):
        fields[kind] = [{name: value for name, value in each.items() if value is not None} for each in fields[kind]]
    fields["attachments"] = [attachment["path"] for attachment in fields["attachments"]]
    fields["dropped"] = [f"{line.number}: {line.text}" for line in article.dropped]
    return fields


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_source_file_gives_what_its_case_expects(path: Path) -> None:
    expected = json.loads(path.with_suffix(EXPECTED).read_text(encoding="utf-8"))
    given = expected.pop("given", {})
    file, chrome = source(path, given.get("path", path.name)), frozenset(given.get("chrome", ()))
    kind = given.get("kind", path.parent.name if path.parent.name in KINDS else AUTO)
    if rejection := expected.get("rejected"):
        with pytest.raises(Rejected) as caught:
            for member in (split(file) or ()) if given.get("split") else [file]:
                parse(member, chrome, kind)
        assert caught.value.line == rejection["line"]
        assert rejection["problem"] in caught.value.problem
        assert caught.value.remedy
    elif "members" in expected:
        members = [parse(member, chrome, kind) for member in split(file) or ()]
        assert len(members) == len(expected["members"])
        for article, wanted in zip(members, expected["members"], strict=True):
            demand(article, wanted)
    else:
        demand(parse(file, chrome, kind), expected)


def demand(article: Article, expected: dict[str, Any]) -> None:
    """That an article says what is expected of it, of the fields that are named."""
    found = as_cases_write_it(article)
    found["origins"] = {name: found["origins"].get(name) for name in expected.get("origins", ())}
    assert expected, "a case that expects nothing cannot fail"
    assert {name: found.get(name, "no such field") for name in expected} == expected


def test_every_expectation_has_its_input() -> None:
    expectations = {(path.parent, path.name.removesuffix(EXPECTED)) for path in CORPUS.glob(f"*/*{EXPECTED}")}
    assert expectations == {(path.parent, path.stem) for path in INPUTS}


FEEDS = ["atom", "rss", "jsonfeed", "wxr"]
TEXTS = ["encodings", "scripts"]
NEWSWIRE = ["nitf", "newsml_g2", "ninjs", "iptc_7901", "anpa_1312", "mail"]


GENERATORS = [kind for kind in KINDS if kind != AUTO]


@pytest.mark.parametrize("folder", ["text", "markdown", "html", *NEWSWIRE, *FEEDS, *TEXTS, *GENERATORS])
def test_each_kind_of_source_has_a_corpus_worth_the_name(folder: str) -> None:
    assert sum(path.parent.name == folder for path in INPUTS) >= 15
