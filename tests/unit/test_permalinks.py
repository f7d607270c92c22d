"""Links that are addresses of a site's pages: which article of the folder one names."""

from __future__ import annotations

import pytest

from feedsvc.model import SourceFile
from feedsvc.sources.permalinks import Permalinks, is_page, slug, suits
from feedsvc.sources.references import linked, may_refer, settle

KEYS = (
    "blog/first",
    "blog/second",
    "blog/third",
    "notes/third",
    "_posts/2024-03-01-gates",
    "_posts/2023-03-01-tides",
    "_posts/2024-03-01-tides",
    "2024/05/storm",
    "content/posts/calm sea",
    "harbour",
)


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("../second/", "blog/second"),
        ("../second", "blog/second"),
        ("second.html", "blog/second"),
        ("./second/index.html", "blog/second"),
        ("../third/", "blog/third"),
        ("../../notes/third/", "notes/third"),
        ("/blog/second/", "blog/second"),
        ("/BLOG/Second", "blog/second"),
        ("/second/", "blog/second"),
        ("/2024/03/01/gates.html", "_posts/2024-03-01-gates"),
        ("/2024/3/gates/", "_posts/2024-03-01-gates"),
        ("/blog/2024-03-01-gates/", "_posts/2024-03-01-gates"),
        ("/posts/gates/", "_posts/2024-03-01-gates"),
        ("/articles/gates.php", "_posts/2024-03-01-gates"),
        ("/2024/03/01/tides/", "_posts/2024-03-01-tides"),
        ("/2024/05/storm/", "2024/05/storm"),
        ("/posts/calm sea/", "content/posts/calm sea"),
        ("/2025/11/harbour/", "harbour"),
    ],
)
def test_an_address_names_the_one_article_that_may_have_it(target: str, key: str) -> None:
    assert Permalinks(KEYS).find(target, "blog/first.md") == key


@pytest.mark.parametrize(
    "target",
    [
        "/tags/harbour/",
        "/authors/second/",
        "/third/",
        "/tides/",
        "/2022/03/gates/",
        "/2024/04/gates/",
        "/about/",
        "/blog/",
        "/",
        "../",
        "/shop/second/",
    ],
)
def test_an_address_that_may_be_of_none_or_of_several_names_none(target: str) -> None:
    assert Permalinks(KEYS).find(target, "blog/first.md") is None


@pytest.mark.parametrize("target", ["../a/", "/a", "a.html", "/2024/03/a.b/", "x/index.php"])
def test_pages_are_told_by_their_addresses(target: str) -> None:
    assert is_page(target)


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/a/",
        "mailto:a@example.org",
        "//example.org/a",
        "#a",
        "?a",
        "",
        "/",
        "../",
        "a.pdf",
        "/x.png",
    ],
)
def test_other_addresses_are_no_pages(target: str) -> None:
    assert not is_page(target)


def test_an_article_of_another_name_may_be_meant_by_its_slug() -> None:
    assert slug("///blog/second-try/index.html") == "second-try"
    assert suits("///blog/second-try/", "blog/2024-02-03-other")
    assert not suits("///tags/second-try/", "blog/2024-02-03-other")


def test_a_page_that_is_an_article_gets_its_address_and_others_stay_as_they_are_written() -> None:
    body = '<p><a href="/blog/b/#top">b</a> <a href="../c/">c</a> <a href="/d/?page=2">d</a> <img src="/e" alt=""></p>'
    settled, attachments, references = settle(body, "blog/a.md")
    assert (settled, attachments, references) == (body, (), ("///blog/b/", "//../c/"))
    assert linked(body, {"///blog/b/": "https://n.example/entries/b"}) == body.replace(
        "/blog/b/#top", "https://n.example/entries/b#top"
    )


@pytest.mark.parametrize(
    ("media_type", "text"),
    [
        ("text/markdown", "See [it](../third/)."),
        ("text/markdown", "See [it](</blog/third>)."),
        ("text/markdown", "See [it].\n\n[it]: /2024/03/first.html\n"),
        ("text/markdown", 'See <a class="x" href="third.html#top">it</a>.'),
        ("text/x-rst", "See `it <../third/>`_."),
        ("text/html", "<p>See <a href=/blog/third>it</a>.</p>"),
    ],
)
def test_a_look_into_the_bytes_tells_that_a_page_may_be_meant(media_type: str, text: str) -> None:
    assert may_refer(SourceFile("a.md", media_type, text.encode(), "0" * 64))


@pytest.mark.parametrize(
    "text", ["See [it](https://example.org/a/).", "![It](it.png) and [that](#top)", "[it]: mailto:a@example.org"]
)
def test_and_that_none_is(text: str) -> None:
    assert not may_refer(SourceFile("a.md", "text/markdown", text.encode(), "0" * 64))
