"""What a file holds is shortened where a message tells of it, so that a log line is a line whatever was sent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, SourceFile
from feedsvc.normalize import normalize
from feedsvc.render.specimen import SITE
from feedsvc.shorten import excerpt, quoted
from feedsvc.sources import MEDIA_TYPES, parse, split

MOST = 300
"""Characters: a sentence of ours, and what is quoted in it."""

HUGE = "x" * 40_000
FILES = {
    "an alias": ("a.md", f"---\ntitle: *{HUGE}\n---\nText\n"),
    "a key that is given twice": ("a.md", f"---\n{HUGE}: 1\n{HUGE}: 2\n---\nText\n"),
    "a key that is no text": ("a.md", f"---\n? [{HUGE}]\n: 1\n---\nText\n"),
    "a tag": ("a.md", f"---\ntitle: !{HUGE} x\n---\nText\n"),
    "a key of TOML": ("a.md", f"+++\n{HUGE} = 1\n{HUGE} = 2\n+++\nText\n"),
    "a key of JSON": ("a.md", f'{{"{HUGE}": 1, "{HUGE}": 2}}\nText\n'),
    "a root": ("a.xml", f"<{HUGE}/>"),
    "an end tag": ("a.xml", f"<nitf><{HUGE}></b></nitf>"),
    "an entity": ("a.xml", f"<nitf>&{HUGE};</nitf>"),
    "a type": ("a.xml", f'<nitf><head><docdata management-status="{HUGE}"/></head><body/></nitf>'),
    "a status": ("a.json", f'{{"uri": "urn:x", "headline": "x", "pubstatus": "{HUGE}"}}'),
    "an address": ("a.html", f'<html><meta http-equiv="refresh" content="0;url=/{HUGE}"><p>Text'),
    "a field": ("a.eml", f"X-{HUGE}: {HUGE}\n\nText\n"),
    "a heading": ("a.rst", f"Title\n=====\n\n{HUGE}\n---\n\nText\n"),
}

ARTICLES = {
    "published": Article("Text", published=HUGE),
    "a day that there is not": Article("Text", published=f"2024-13-45{' ' * 30_000}"),
    "expires": Article("Text", published="2024-03-01", expires=f"2024-01-01{' ' * 30_000}"),
    "link": Article("Text", link=f"ftp://{HUGE}"),
    "image": Article("Text", image=f"ftp://{HUGE}"),
    "id": Article("Text", id=HUGE),
    "slug": Article("Text", slug="!" * 40_000),
    "title": Article("Text", title=HUGE),
    "base": Article('<a href="x">x</a>', "text/html", base=f"http://[{HUGE}"),
}


def source(path: str, text: str) -> SourceFile:
    return SourceFile(path, MEDIA_TYPES[path[path.rindex(".") :]], text.encode(), "0" * 64)


@pytest.mark.parametrize("what", FILES)
def test_a_file_is_rejected_in_a_sentence(what: str) -> None:
    file = source(*FILES[what])
    try:
        split(file)
        parse(file)
    except Rejected as rejected:
        told = (len(rejected.problem), len(rejected.remedy))  # not the texts, which a failure would show
        assert max(told) <= MOST


@pytest.mark.parametrize("field", ARTICLES)
def test_an_article_is_rejected_in_a_sentence(field: str) -> None:
    with pytest.raises(Rejected) as caught:
        normalize(ARTICLES[field], source("a.txt", "Text"), None, SITE, datetime(2024, 5, 1, tzinfo=UTC))
    assert len(caught.value.problem) <= MOST


def test_notes_are_sentences_too() -> None:
    article = Article("Text", language=HUGE, authors=(Author("A", HUGE, f"ftp://{HUGE}"),))
    entry = normalize(article, source("a.txt", "Text"), None, SITE, datetime(2024, 5, 1, tzinfo=UTC))
    assert len(entry.notes) >= 3
    assert all(len(note) <= MOST for note in entry.notes)


def test_an_excerpt_is_one_short_line() -> None:
    assert excerpt("  a\n b\t") == "a b"
    assert excerpt("word " * 100).endswith("word…")
    assert len(excerpt(HUGE)) == 90
    assert quoted("a\x07b") == "'a\\x07b'"
