"""Searches as feeds: what they find, are called and answer (standards.md, C11, S3)."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from gazette import PRESSED, SITE, Failing, notes, numbered, printed, publication, reader, titles
from lxml import etree
from werkzeug.test import Client, TestResponse

from feedsvc.errors import StoreError
from feedsvc.model import Author, Format
from feedsvc.store.base import Store
from feedsvc.store.changes import Withdraw

LATER = PRESSED + timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """New and old ferry in ferries; storm in weather by Bo Öst; note 1 to 8 in weather."""
    store = printed(tmp_path)
    store.apply(
        [
            publication("storm", "weather", content="<p>A ferry waits &amp; waits</p>", authors=(Author("Bo Öst"),)),
            *notes(1, 8, "weather", content="<p>Fog on the fjord</p>"),
        ],
        PRESSED,
    )
    return store


@pytest.fixture
def client(store: Store) -> Client:
    return reader(store, limit=5)


def link(document: TestResponse, rel: str) -> str:
    """The feed's own link of this relation."""
    if document.mimetype == Format.JSON.media_type:
        return str(json.loads(document.data)[{"self": "feed_url", "alternate": "home_page_url"}[rel]])
    feed = feedparser.parse(document.data).feed
    html = {"self": document.mimetype, "alternate": "text/html"}[rel]
    return next(each.href for each in feed.links if each.rel == rel and each.get("type", "text/html") == html)


@pytest.mark.parametrize("suffix", list(Format))
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ferry", {"New ferry", "Old ferry", "Storm"}),
        ("q=FERRY+-waits", {"New ferry", "Old ferry"}),
        ("q=title:storm+OR+old", {"Old ferry", "Storm"}),
        ("q=author:ost", {"Storm"}),
        ("q=topic:harbour-politics", {"New ferry"}),
        ("q=ferry&filter_author=%C3%96st", {"Storm"}),
        ("q=ferry&filterout=waits", {"New ferry", "Old ferry"}),
        ("filter_title=^(Old|Storm)", {"Old ferry", "Storm"}),
        ("filter_category=politics$", {"New ferry"}),
        ("q=ferry&filter=OLD&filter_case_sensitive=false", {"Old ferry"}),
        ("q=ferry&search_attrs=title", {"New ferry", "Old ferry"}),
        ("author=Ada", {"New ferry"}),
        ("q=alarm+OR+secret", set()),
        ("q=nowhere", set()),
        ("q=ferry&filter_time=1", set()),
    ],
)
def test_a_search_is_a_feed_of_what_it_finds(client: Client, query: str, found: set[str], suffix: str) -> None:
    """S2, S3: held and withdrawn entries are not there; what finds nothing is a valid empty feed."""
    document = client.get(f"/feeds/search.{suffix}?{query}")
    assert document.status_code == 200
    assert set(titles(document)) == found
    assert len(titles(document)) == len(found)
    if suffix != Format.JSON:
        assert feedparser.parse(document.data).bozo is False


def test_the_same_parameters_search_within_a_selection(client: Client) -> None:
    assert titles(client.get("/feeds/weather.atom?q=ferry")) == ["Storm"]
    assert set(titles(client.get("/feeds/ferries.rss?q=ferry"))) == {"New ferry", "Old ferry"}
    assert titles(client.get("/feeds/ferries+harbour-politics.json?q=ferry")) == ["New ferry"]
    assert titles(client.get("/feeds/ferries-harbour-politics.atom?filter_title=ferry")) == ["Old ferry"]


def test_limit_and_brief_are_as_in_every_feed(client: Client) -> None:
    assert titles(client.get("/feeds/search.atom?q=fog")) == numbered(8)[:5]
    assert titles(client.get("/feeds/search.rss?q=fog&limit=7")) == numbered(8)[:7]
    [entry] = feedparser.parse(client.get("/feeds/search.atom?q=title:storm&brief=100").data).entries
    assert entry.content[0].value == "A ferry waits &amp; waits"


def test_relevance_puts_what_says_it_most_before_what_is_newer(store: Store, client: Client) -> None:
    store.apply(
        [
            *notes(
                20, 20, "weather", title="Fog", content="<p>Fog, fog, fog</p>", published=PRESSED - timedelta(days=800)
            )
        ],
        LATER,
    )
    assert titles(client.get("/feeds/search.atom?q=fog&limit=2")) == numbered(8)[:2]
    assert titles(client.get("/feeds/search.atom?q=fog&limit=2&order=relevance"))[0] == "Fog"


@pytest.mark.parametrize("suffix", list(Format))
def test_a_search_calls_itself_by_its_canonical_address(client: Client, suffix: str) -> None:
    """C11, C12, W2: junk and ways to write it never change that; the header and the document agree."""
    address = f"{SITE.base_url}/feeds/search.{suffix}?limit=2&q=new%20AND%20ferry"
    first = client.get(f"/feeds/search.{suffix}?q=new+ferry&limit=2")
    for query in (
        "utm_source=x&limit=2&q=new+AND+ferry",
        "q=%28new%29%20%20ferry&count=002",
        "q=x&q=new+ferry&limit=2&null",
    ):
        document = client.get(f"/feeds/search.{suffix}?{query}")
        assert document.headers["Link"].startswith(f'<{address}>; rel="self"')
        assert link(document, "self") == address
        assert (document.data, document.headers) == (first.data, first.headers)


@pytest.mark.parametrize("suffix", list(Format))
def test_its_page_shows_the_same_search(client: Client, suffix: str) -> None:
    """L4."""
    assert link(client.get(f"/feeds/search.{suffix}?q=ferry&limit=1"), "alternate") == f"{SITE.base_url}/search?q=ferry"
    within = link(client.get(f"/feeds/weather.{suffix}?q=ferry"), "alternate")
    assert within == f"{SITE.base_url}/search?q=ferry%20AND%20topic:weather"
    page = client.get(within.removeprefix(SITE.base_url))
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert page.text.count('<article class="result"') == 1


def test_a_search_has_an_id_and_a_title_of_its_own(client: Client) -> None:
    """A3: one for every format and length, another one for another search."""

    def known(path: str) -> tuple[str, str]:
        feed = feedparser.parse(client.get(path).data).feed
        return feed.id, feed.title

    assert known("/feeds/search.atom?q=fog+ferry") == (
        "tag:example.org,2026:feeds/search?q=fog%20AND%20ferry",
        "fog AND ferry · The Harbour Gazette",
    )
    assert known("/feeds/search.atom?q=fog+ferry&limit=1&brief") == known("/feeds/search.atom?q=fog+ferry")
    assert known("/feeds/weather.atom?q=fog&filterout=ice") == (
        "tag:example.org,2026:feeds/weather?filterout=ice&q=fog",
        "fog, filterout: ice · Weather · The Harbour Gazette",
    )


def test_a_search_has_no_archive_no_tombstones_and_tells_nobody_what_was_missed(store: Store, client: Client) -> None:
    """P4, P5: though the feed that it searches has them all."""
    first = client.get("/feeds/weather.atom?q=fog&limit=2")
    store.apply([*notes(9, 16, "weather", content="<p>Fog</p>"), Withdraw(notes(1, 1)[0].entry.id, "gone")], LATER)
    again = client.get("/feeds/weather.atom?q=fog&limit=2", headers={"If-None-Match": first.headers["ETag"]})
    assert titles(again) == numbered(16)[:2]
    assert again.status_code == 200
    root = etree.fromstring(again.data)
    foreign = root.xpath("//*[namespace-uri() != 'http://www.w3.org/2005/Atom']")
    assert [etree.QName(element).localname for element in foreign] == ["a", "updatePeriod", "updateFrequency"]
    assert not {"prev-archive", "current", "next", "previous"} & set(root.xpath("//@rel"))


@pytest.mark.parametrize("suffix", list(Format))
def test_a_search_is_answered_304_while_nothing_in_it_changes(store: Store, client: Client, suffix: str) -> None:
    """C2, C3, C4, C8, C13."""
    path = f"/feeds/search.{suffix}?q=title:ferry"
    full = client.get(path)
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary", "Link"):
        assert full.headers[name]
    assert full.headers["Access-Control-Allow-Origin"] == "*"
    conditions = {"If-None-Match": full.headers["ETag"]}
    assert client.get(path, headers=conditions).status_code == 304
    store.apply([publication("calm", "weather")], LATER)
    unchanged = client.get(path, headers=conditions)
    assert (unchanged.status_code, unchanged.headers["ETag"]) == (304, full.headers["ETag"])
    store.apply([publication("third-ferry", "weather")], LATER)
    changed = client.get(path, headers=conditions)
    assert (changed.status_code, titles(changed)[0]) == (200, "Third ferry")
    assert client.head(path).headers == changed.headers


def test_a_prepared_search_is_answered_without_the_store(store: Store) -> None:
    failing = Failing(store)
    client = reader(failing)  # type: ignore[arg-type]  # it is a store in all but name
    paths = ["/feeds/search.atom?q=ferry", "/search?q=ferry", "/search"]
    before = [client.get(path) for path in paths]
    failing.error = StoreError("away")
    for path, known in zip(paths, before, strict=True):
        answer = client.get(path)
        assert (answer.status_code, answer.data) == (200, known.data)
    assert client.get("/feeds/search.atom?q=fog").status_code == 503


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/feeds/all.atom?q=fog+ferry&limit=2&x=y", "/feeds/search.atom?limit=2&q=fog%20AND%20ferry"),
        ("/feeds/harbour-politics+ferries.rss?q=fog", "/feeds/ferries+harbour-politics.rss?q=fog"),
        ("/feeds/weather?format=rss", "/feeds/weather.rss"),
        ("/feeds/weather?format=json&q=fog&limit=2", "/feeds/weather.json?limit=2&q=fog"),
        ("/feeds/search?format=rss&q=fog", "/feeds/search.rss?q=fog"),
        ("/feeds/all?format=atom&q=fog", "/feeds/search.atom?q=fog"),
        ("/feeds/all?format=atom", "/feeds/all.atom"),
        ("/feeds/weather", "/feeds/weather.atom"),
    ],
)
def test_other_addresses_lead_to_the_one_that_counts(client: Client, path: str, target: str) -> None:
    """C11."""
    answer = client.get(path, headers={"Host": "evil.example.net"})
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{SITE.base_url}{target}")


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("*/*", "atom"),
        ("application/rss+xml", "rss"),
        ("application/feed+json, application/rss+xml;q=0.9", "json"),
        ("application/rss+xml;q=0.5, application/*;q=0.7", "atom"),
        ("text/html, */*;q=0.8", "atom"),
        ("nonsense", "atom"),
    ],
)
def test_accept_decides_where_neither_suffix_nor_format_does(client: Client, accept: str, suffix: str) -> None:
    """C10."""
    answer = client.get("/feeds/weather", headers={"Accept": accept})
    assert answer.headers["Location"] == f"{SITE.base_url}/feeds/weather.{suffix}"
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize("suffix", list(Format))
def test_a_search_for_nothing_is_told_what_to_write(client: Client, suffix: str) -> None:
    """S3: never everything, and never an empty feed."""
    for query in ("", "?q=", "?q=+&limit=5", "?order=relevance", "?utm_source=x"):
        answer = client.get(f"/feeds/search.{suffix}{query}")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")
        assert answer.text.startswith("Say what to look for, as in search.atom?q=")


def test_a_mistake_is_pointed_at(client: Client) -> None:
    answer = client.get("/feeds/weather.atom?q=fog+AND+(ferry")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (400, "text/plain", "no-store")
    sentence, blank, expression, caret, expected = answer.text.splitlines()
    assert (sentence, blank, expression) == ("This search cannot be understood.", "", "fog AND (ferry")
    assert caret.index("^") == len(expression)
    assert expected.startswith("expected a closing parenthesis")


def test_a_mistake_is_shown_to_people_as_text(client: Client) -> None:
    """S1."""
    answer = client.get("/feeds/search.atom?q=<script>+AND+(", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert "<script>" not in answer.text
    assert '<pre class="pointed">&lt;script&gt; AND (\n' in answer.text


@pytest.mark.parametrize(
    "path", ["/feeds/unknown.atom?q=fog", "/feeds/search/archive/1.atom?q=fog", "/feeds/unknown?q=fog"]
)
def test_what_is_not_there_is_not_searched(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
