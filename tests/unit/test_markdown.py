from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Enclosure, Line, SourceFile
from feedsvc.sources import _fields, parse


def read(text: str, chrome: frozenset[str] = frozenset()) -> Article:
    return parse(SourceFile("harbour.md", "text/markdown", text.encode(), "0" * 64), chrome)


def refusal(text: str) -> Rejected:
    with pytest.raises(Rejected) as caught:
        read(text)
    return caught.value


def test_keys_become_fields_and_the_body_html() -> None:
    article = read("---\ntitle: Harbour closed\ndate: 2002-07-29\ntags: [Ships]\n---\nThe *gates* are shut.\n")
    assert article == Article(
        body="<p>The <em>gates</em> are shut.</p>\n",
        body_type="text/html",
        title="Harbour closed",
        published="2002-07-29",
        topics=("Ships",),
        lines={"title": 2, "published": 3, "topics": 4},
        origins={
            "title": "front matter `title`",
            "published": "front matter `date`",
            "topics": "front matter `tags`",
            "encoding": "UTF-8",
        },
    )


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# Harbour\n\nShut.", "Harbour", "<p>Shut.</p>\n"),
        ("Harbour\n=======\n\nShut.", "Harbour", "<p>Shut.</p>\n"),
        ("# The *old* [harbour](x) &amp; `gates`\n", "The old harbour & gates", ""),
        ("## Harbour\n\nShut.", None, "<h2>Harbour</h2>\n<p>Shut.</p>\n"),
        ("Shut.\n\n# Harbour\n\n# Gates", "Harbour", "<p>Shut.</p>\n<h1>Gates</h1>\n"),
        ("<h1 class='x'>Harbour</h1>\n", "Harbour", ""),
        ("#\n\nShut.", None, "<p>Shut.</p>\n"),
        ("    # code\n", None, "<pre><code># code\n</code></pre>\n"),
        ("---\ntitle: Harbour\n---\n#  HARBOUR\n\nShut.", "Harbour", "<p>Shut.</p>\n"),
        ("---\ntitle: Harbour\n---\nShut.\n\n# Harbour", "Harbour", "<p>Shut.</p>\n<h1>Harbour</h1>\n"),
        ("---\ntitle: Harbour\n---\n# Gates\n", "Harbour", "<h1>Gates</h1>\n"),
    ],
)
def test_the_heading_that_says_the_title_is_taken_out(text: str, title: str | None, body: str) -> None:
    article = read(text)
    assert (article.title, article.body) == (title, body)


@pytest.mark.parametrize(
    ("line", "draft"),
    [
        ("draft: true", True), ("draft: yes", True), ("draft: 1", True), ("draft: ON", True), ("draft: false", False),
        ("draft: 0", False), ("draft:", False), ("status: draft", True), ("status: Private", True),
        ("status: hidden", True), ("status: withheld", True), ("status: published", False),
        ("status: evergreen", False), ("published: false", True), ("published: true", False), ("publish: no", True),
        ("published: 2002-07-29", False),
        ("draft: false\nstatus: private", True), ("draft: true\nstatus: published", True),
    ],
)  # fmt: skip
def test_what_is_not_for_publication_is_a_draft(line: str, draft: bool) -> None:
    article = read(f"---\n{line}\n---\nShut.\n")
    assert article.draft is draft
    assert article.published == ("2002-07-29" if "2002" in line else None)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("author: Mira Halden", [Author("Mira Halden")]),
        ("author: Halden, Mira", [Author("Halden, Mira")]),
        ("author: Mira Halden <mira@example.org>", [Author("Mira Halden", "mira@example.org")]),
        ("author: Mira <Halden", [Author("Mira <Halden")]),
        ("author: <mira@example.org>", [Author("<mira@example.org>")]),
        ("authors: [Mira Halden, Ole Brandt, Mira Halden]", [Author("Mira Halden"), Author("Ole Brandt")]),
        ("author: {name: Mira Halden, url: /mira}", [Author("Mira Halden", None, "/mira")]),
        ("author: Mira Halden\nauthors:\n- Ole Brandt\n-", [Author("Mira Halden"), Author("Ole Brandt")]),
        ("author: []", []),
    ],
)
def test_authors_are_read_however_they_are_given(line: str, authors: list[Author]) -> None:
    assert read(f"---\n{line}\n---\nShut.\n").authors == tuple(authors)


@pytest.mark.parametrize(
    ("line", "topics"),
    [
        ("topics: Ships, Old gates,", ["Ships", "Old gates"]),
        ("tags: ['Ships, old', Gates]", ["Ships, old", "Gates"]),
        ("categories: [Gates]\ntopics: [Ships]\ntag: Gates", ["Ships", "Gates"]),
        ("Tags:\n- Ships\n- ''\n-", ["Ships"]),
    ],
)
def test_topics_of_all_keys_are_taken_once_each(line: str, topics: list[str]) -> None:
    assert read(f"---\n{line}\n---\nShut.\n").topics == tuple(topics)


@pytest.mark.parametrize(
    ("line", "enclosures"),
    [
        ("enclosure: https://example.org/a.mp3", [Enclosure("https://example.org/a.mp3", "audio/mpeg")]),
        ("enclosure: {href: /a.PDF, size: 12}", [Enclosure("/a.PDF", "application/pdf", 12)]),
        ("enclosures: [/a.mp4?x, {url: /b, type: a/b}]", [Enclosure("/a.mp4?x", "video/mp4"), Enclosure("/b", "a/b")]),
        ("enclosure:", []),
    ],
)  # fmt: skip
def test_enclosures_are_addresses_or_mappings(line: str, enclosures: list[Enclosure]) -> None:
    assert read(f"---\n{line}\n---\nShut.\n").enclosures == tuple(enclosures)


@pytest.mark.parametrize("value", ["/gate.jpg", "{src: /gate.jpg, alt: A gate}", "[/gate.jpg, /other.jpg]"])
def test_an_image_is_an_address_a_mapping_or_the_first_of_a_list(value: str) -> None:
    assert read(f"---\nimage: {value}\n---\nShut.\n").image == "/gate.jpg"


@pytest.mark.parametrize(
    ("line", "problem", "remedy"),
    [
        ("title: [a]", "title must be text", "Write, for example, `title: one or more words`"),
        ("Pub-Date: {a: b}", "Pub-Date must be a date", "Write, for example, `Pub-Date: 2002-07-29 14:05`"),
        ("tags: {a: b}", "tags must be a list of names", "Write, for example, `tags: [bridges, railways]`"),
        ("draft: perhaps", "draft must be true or false", "Write, for example, `draft: true`"),
        ("status: [draft]", "status must be one word", "Write, for example, `status: draft`"),
        ("embargoed: true", "embargoed must be a date, on which it ends", None),
        ("image: {alt: x}", "image must be an address, or a mapping with url", None),
        ("author: {email: x}", "author must be a name, or a mapping with name, email and url", None),
        ("author: [[a]]", "author must be a name, or a mapping with name, email and url", None),
        ("enclosure: {type: a/b}", "enclosure must be an address, or a mapping with url, type and length", None),
        (
            "enclosure: {url: /a, length: -1}",
            "enclosure must be an address, or a mapping with url, type and length",
            None,
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_key_and_line(
    line: str, problem: str, remedy: str | None
) -> None:
    """S5"""
    found = refusal(f"---\nmood: calm\n{line}\n---\nShut.\n")
    assert found.problem == problem
    assert found.line == 3
    assert found.remedy == remedy or (remedy is None and found.remedy.startswith("Write, for example, `"))


def test_of_several_names_of_a_field_the_first_in_the_table_counts() -> None:
    article = read("---\npubDate: 2002-07-30\ndate: 2002-07-29\n---\nShut.\n")
    assert (article.published, article.lines["published"]) == ("2002-07-29", 3)


@pytest.mark.parametrize(
    "key",
    ["embargo", "Embargoed", "embargo_until", "embargoUntil", "publish", "publish-at", "embargo_date"],
)
def test_an_embargo_goes_by_many_names(key: str) -> None:
    """R5"""
    article = read(f"---\n{key}: 2099-01-01\n---\nShut.\n")
    assert (article.embargo, article.published, article.draft) == ("2099-01-01", None, False)


@pytest.mark.parametrize(
    "key",
    [
        "expires",
        "expire",
        "expiry",
        "expiration",
        "expiryDate",
        "expires_at",
        "expired_at",
        "unpublish_at",
        "expiration_date",
    ],
)
def test_an_expiry_goes_by_many_names(key: str) -> None:
    assert read(f"---\n{key}: 2099-01-01\n---\nShut.\n").expires == "2099-01-01"


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("embargp", "embargo"), ("Embrago", "embargo"), ("embargo-dates", "embargo_date"), ("exprires", "expires"),
        ("embargo_untill", "embargo_until"), ("expirey", "expiry"), ("expiration_dat", "expiration_date"),
        ("publsh_at", "publish_at"),
        ("draftt", "draft"), ("darft", "draft"), ("Drafts", "draft"),
    ],
)  # fmt: skip
def test_a_key_that_all_but_keeps_the_article_in_is_refused_with_the_right_one(key: str, meant: str) -> None:
    """S5: silence would publish what must stay in."""
    found = refusal(f"---\nmood: calm\n{key}: 2099-01-01\n---\nShut.\n")
    assert found.line == 3
    assert found.problem == f"there is no key {key}, which is much like {meant}"
    assert found.remedy.startswith(f"Write {meant}, ")


@pytest.mark.parametrize(
    "key",
    ["mood", "layout", "weight", "publisher", "publication", "release", "release_date", "release_year", "related",
     "express", "experts", "craft", "toc", "x", "permalink", "cargo"],
)  # fmt: skip
def test_other_keys_are_for_other_programs(key: str) -> None:
    assert read(f"---\n{key}: 2099-01-01\n---\nShut.\n") == read("Shut.\n")


def test_the_words_that_misspelt_keys_are_held_against_are_all_keys() -> None:
    assert all(name.replace("_", "") in _fields._KNOWN for name in _fields._KEEPING_IN)
    assert not _fields._WORDS_OF_THEIR_OWN & _fields._KNOWN


def test_configured_chrome_goes_from_the_body_with_its_line() -> None:
    article = read("---\ntitle: Read on\n---\nShut.\n\nREAD ON\n", frozenset({"read on"}))
    assert (article.title, article.body, article.dropped) == ("Read on", "<p>Shut.</p>\n", (Line(6, "READ ON"),))


def test_neither_a_title_nor_text_is_refused() -> None:
    assert refusal("---\ndate: 2002-07-29\n---\n\n").problem == "the file holds neither a title nor text"


def test_a_title_of_any_length_is_passed_on() -> None:
    assert read("---\ntitle: " + "x" * 10_000 + "\n---\nShut.\n").title == "x" * 10_000


@pytest.mark.parametrize(
    "text",
    [">" * 100_000, "[" * 100_000, "<div>" * 100_000, "<h1>" * 100_000, "<h1>" + "<" * 100_000 + "</h1>",
     "- " * 100_000, "![](" * 100_000, "*a **b " * 50_000, "`" * 100_000, "|" * 100_000, "[^a]:" * 20_000,
     "---\nauthor: '" + "a " * 30_000 + "<'\n---\nx"],
    ids=["quotes", "brackets", "divs", "headings", "angles", "lists", "images", "stars", "ticks", "bars", "notes",
         "name"],
)  # fmt: skip
def test_no_markdown_costs_more_than_a_moment(text: str) -> None:
    began = time.process_time()
    article = read(text)
    assert article.body or article.title
    assert time.process_time() - began < 10  # what is quadratic takes minutes; a busy machine is no failure


PIECES = st.sampled_from(
    ["---\n", "title: ", "date: 2002\n", "tags: ", "draft: ", "enclosure: ", "image: ", "author: ", "[", "]",
     "{url: a}", "a", "\n", "# ", "<h1>", "</h1>", "- ", "\x07", "\ufeff", "é", "'", ","]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_markdown_is_read_or_refused(text: str) -> None:
    try:
        article = read("---\n" + text)
    except Rejected as rejected:
        assert rejected.problem
        assert rejected.remedy
    else:
        assert article.body_type == "text/html"
