"""How many entries, and how much of each: `limit` and `brief`, and nothing else (standards.md, C11)."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import product

import feedparser
import pytest
from gazette import PRESSED, SITE, notes, numbered, printed, reader, titles
from lxml import etree, html
from werkzeug.test import Client, TestResponse

from feedsvc.model import Format

LIMIT = 5
LONG = "<p>" + "The ferries were held back by the storm. " * 20 + "<em>the end</em></p>"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    store = printed(tmp_path_factory.mktemp("parameters"))
    store.apply(notes(1, 20, "weather", content=LONG), PRESSED + timedelta(hours=1))
    return reader(store, limit=LIMIT)


def get(client: Client, query: str, suffix: str = "atom") -> TestResponse:
    return client.get(f"/feeds/weather.{suffix}?{query}")


def contents(document: TestResponse) -> list[str]:
    """Of each entry, as text."""
    if document.mimetype == Format.JSON.media_type:
        found = [item["content_html"] for item in json.loads(document.data)["items"]]
    else:
        entries = feedparser.parse(document.data).entries
        found = [entry.content[0].value if "content" in entry else entry.description for entry in entries]
    return [html.fromstring(f"<div>{each}</div>").text_content() for each in found]


@pytest.mark.parametrize("suffix", list(Format))
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("limit=1", 1),
        ("limit=3", 3),
        ("limit=12", 12),
        ("limit=1000", 20),
        ("limit=0003", 3),
        ("limit=9&limit=2", 2),
        ("%6cimit=2", 2),
        ("limit=%32", 2),
        ("utm_source=feed&limit=2&null", 2),
        ("", LIMIT),
        ("Limit=2", LIMIT),
        ("limit[]=2", LIMIT),
        ("limits=x&lim", LIMIT),
        ("=&&&=", LIMIT),
        ("%FF=%FE", LIMIT),
        ("points=100&comments=25&format=rss", LIMIT),
    ],
)
def test_limit_is_how_many_entries_and_what_is_unknown_is_nothing(
    client: Client, query: str, count: int, suffix: str
) -> None:
    """C11: fewer or more than usual; what is repeated counts last."""
    assert titles(get(client, query, suffix)) == numbered(20)[:count]


@pytest.mark.parametrize(
    ("query", "characters"), [("brief", 300), ("brief=true", 300), ("brief=100", 100), ("brief=700", 700)]
)
@pytest.mark.parametrize("suffix", list(Format))
def test_brief_is_how_much_of_each(client: Client, query: str, characters: int, suffix: str) -> None:
    """S2: the same entries, in text alone, cut at a word."""
    document = get(client, query, suffix)
    assert titles(document) == titles(get(client, "", suffix))
    for text in contents(document):
        assert characters * 0.9 < len(text) <= characters
    assert b"the end" not in document.data


@pytest.mark.parametrize("suffix", list(Format))
def test_brief_of_what_is_short_anyway_is_the_whole_text(client: Client, suffix: str) -> None:
    assert contents(get(client, "brief=10000", suffix)) == contents(get(client, "", suffix))


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_a_brief_document_is_as_valid_as_a_whole_one(client: Client, suffix: str) -> None:
    """X1, R8, A9."""
    document = feedparser.parse(get(client, "brief=100&limit=20", suffix).data)
    assert document.bozo is False
    assert len(document.entries) == 20
    assert all(entry.id and entry.title and entry.link and entry.summary for entry in document.entries)


@pytest.mark.parametrize("suffix", list(Format))
def test_the_document_calls_itself_by_the_canonical_form_of_what_was_asked(client: Client, suffix: str) -> None:
    """C11, C12, W2: without junk, in one order, in the header and in itself, and so do its sisters."""
    address = f"{SITE.base_url}/feeds/weather.{suffix}?brief=300&limit=2"
    for query in ("limit=2&brief", "utm_source=x&brief=true&limit=002", "brief=300&limit=9&limit=2"):
        document = get(client, query, suffix)
        assert document.headers["Link"].startswith(f'<{address}>; rel="self"')
        assert document.headers["Link"].count("?brief=300&limit=2>") == 3
        if suffix == Format.JSON:
            assert json.loads(document.data)["feed_url"] == address
        else:
            assert etree.fromstring(document.data).xpath("//*[local-name()='link'][@rel='self']/@href") == [address]


@pytest.mark.parametrize("suffix", list(Format))
def test_all_ways_to_ask_for_the_same_get_the_same(client: Client, suffix: str) -> None:
    """C11, X9: to the byte and to the tag."""
    first, *others = (
        get(client, query, suffix) for query in ("limit=2&brief", "brief=300&limit=2", "x&limit=2&brief=1")
    )
    for other in others:
        assert (other.data, other.headers) == (first.data, first.headers)


@pytest.mark.parametrize("name, least, most", [("limit", 1, 1000), ("brief", 100, 10_000)])
def test_a_known_parameter_with_a_value_that_cannot_be_is_refused_in_one_sentence(
    client: Client, name: str, least: int, most: int
) -> None:
    """C11: 400, kept by no cache, in every format; whatever stands there, its beginning is shown and nothing more."""
    wrong = [
        "0",
        "-1",
        "+5",
        "5.0",
        "1e2",
        " 5",
        "five",
        "٣",
        str(most + 1),
        str(least - 1),
        "9" * 30_000,
        "<b>",
        "%00",
        "0x10",
    ]
    if name == "limit":
        wrong += ["", "true"]
    for value, suffix in product(wrong, Format):
        answer = get(client, f"{name}={value}", suffix)
        assert answer.status_code == 400
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        beginning = f"The parameter {name} must be a whole number from {least} to {most}, and not "
        assert answer.text.startswith(beginning)
        assert answer.text.endswith(".\n")
        assert answer.text.count("\n") == 1
        assert len(answer.text) < 200


def test_what_is_refused_is_shown_to_people_as_text(client: Client) -> None:
    """S1."""
    answer = client.get("/feeds/weather.atom?limit=<script>x</script>", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize("path", ["/", "/feeds.opml", "/topics/weather", "/entries/new-ferry", "/healthz", "/feed"])
def test_parameters_mean_something_to_feeds_alone(client: Client, path: str) -> None:
    plain, asked = client.get(path), client.get(f"{path}?limit=x&brief=x")
    assert (asked.status_code, asked.data, asked.headers) == (plain.status_code, plain.data, plain.headers)
