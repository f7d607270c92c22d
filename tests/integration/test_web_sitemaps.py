"""Sitemaps: what they list and leave out, their rules, and what a crawler of another make reads in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from gazette import PRESSED, SITE, notes, printed, publication, reader
from lxml import etree
from werkzeug.test import Client

from feedsvc.render import sitemap
from feedsvc.render.sitemap import NAMESPACE, NEWS, Article, Place
from feedsvc.store.base import Store
from feedsvc.store.changes import Publish, Withdraw
from feedsvc.web import sitemaps

NAMES = {"s": NAMESPACE, "n": NEWS}
ADDRESSES = ["/sitemap.xml", "/sitemap-topics.xml", "/sitemap-1.xml", "/news-sitemap.xml"]
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return printed(tmp_path)


@pytest.fixture
def client(store: Store) -> Client:
    return reader(store)


def read(client: Client, path: str = "/sitemap.xml") -> etree._Element:
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
    root = etree.fromstring(response.data)
    held_to_the_rules(root)
    return root


def locations(root: etree._Element) -> dict[str, str | None]:
    """Each address below the site's, and its last change."""
    return {
        each.findtext("s:loc", None, NAMES).removeprefix(SITE.base_url): each.findtext("s:lastmod", None, NAMES)
        for each in root
    }


def held_to_the_rules(root: etree._Element) -> None:
    """What the schemas of sitemaps.org and of Google's news say, and the limits of the protocol."""
    kind = etree.QName(root)
    assert kind.namespace == NAMESPACE
    child = {"urlset": "url", "sitemapindex": "sitemap"}[kind.localname]
    assert len(root) <= 50_000
    for each in root:
        assert each.tag == f"{{{NAMESPACE}}}{child}"
        parts = [etree.QName(part).localname for part in each]
        assert parts in (["loc"], ["loc", "lastmod"], ["loc", "news"])  # in the order of xsd:sequence
        address = each[0].text
        assert address.startswith(f"{SITE.base_url}/")
        assert address.isascii()
        assert len(address) < 2048
        if parts[-1] == "lastmod":
            assert DATE.fullmatch(each[1].text)
        if parts[-1] == "news":
            about_news(each[1])
    assert len({each[0].text for each in root}) == len(root)


def about_news(news: etree._Element) -> None:
    """N3."""
    assert [part.tag for part in news] == [f"{{{NEWS}}}{name}" for name in ("publication", "publication_date", "title")]
    publication, date, title = news
    assert [part.tag for part in publication] == [f"{{{NEWS}}}name", f"{{{NEWS}}}language"]
    assert publication[0].text == SITE.title
    assert re.fullmatch("zh-cn|zh-tw|[a-z]{2,3}", publication[1].text)
    assert DATE.fullmatch(date.text)
    assert title.text


def lately(number: int = 1, **fields: object) -> Publish:
    moment = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    return publication(f"fresh-{number}", "ferries", **{"published": moment, "updated": moment, **fields})


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_sitemap_is_prepared_and_tagged_as_other_documents_are(store: Store, client: Client, path: str) -> None:
    full = client.get(path)
    unchanged = client.get(path, headers={"If-None-Match": full.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert full.headers["Vary"] == "Accept-Encoding"
    assert client.get(path, headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    store.apply([lately()], PRESSED + timedelta(hours=1))
    assert client.get(path, headers={"If-None-Match": full.headers["ETag"]}).status_code == 200


def test_the_sitemap_lists_home_topics_and_entries_with_their_last_change(client: Client) -> None:
    """N5."""
    assert locations(read(client)) == {
        "/": "2026-03-01T12:00:00+00:00",
        "/topics/ferries": "2026-03-01T12:00:00+00:00",
        "/topics/harbour-politics": "2026-03-01T12:00:00+00:00",
        "/entries/new-ferry": "2026-02-28T12:00:00+00:00",
        "/entries/old-ferry": "2026-02-28T12:00:00+00:00",
    }


def test_every_address_in_the_sitemap_is_a_page_that_names_itself_as_canonical(client: Client) -> None:
    for address in locations(read(client)):
        response = client.get(address)
        assert response.status_code == 200
        assert f'<link rel="canonical" href="{SITE.base_url}{address}">' in response.text


def test_what_is_withdrawn_retired_or_counts_elsewhere_is_left_out(store: Store) -> None:
    store.apply([publication("taken-over", "ferries", link="https://agency.example.com/1")], PRESSED)
    store.apply([Withdraw(publication("old-ferry").entry.id, "gone")], PRESSED)
    listed = locations(read(reader(store, retired=frozenset({"harbour-politics"}))))
    assert list(listed) == ["/", "/topics/ferries", "/entries/new-ferry"]


def test_a_change_moves_the_last_change_of_its_entry_alone(store: Store, client: Client) -> None:
    before = locations(read(client))
    moment = PRESSED + timedelta(days=1)
    store.apply([publication("new-ferry", "ferries", "harbour-politics", title="Renamed", updated=moment)], moment)
    after = locations(read(client))
    moved = {address for address in after if after[address] != before[address]}
    assert moved == {"/", "/topics/ferries", "/topics/harbour-politics", "/entries/new-ferry"}


def test_slugs_of_any_script_are_encoded(store: Store, client: Client) -> None:
    store.apply([publication("паром", "политика")], PRESSED)
    assert "/entries/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC" in locations(read(client))


@pytest.fixture
def crowded(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """More than one sitemap is to have, where that is 10."""
    monkeypatch.setattr(sitemaps, "PART", 10)
    store.apply(notes(1, 30, "weather"), PRESSED + timedelta(hours=1))
    return store


def test_too_many_addresses_for_one_sitemap_are_in_parts_that_an_index_names(crowded: Store) -> None:
    client = reader(crowded)
    index = read(client)
    assert etree.QName(index).localname == "sitemapindex"
    names = list(locations(index))
    assert names == ["/sitemap-topics.xml", *(f"/sitemap-{number}.xml" for number in range(1, 5))]
    listed = [address for name in names for address in locations(read(client, name))]
    assert len(listed) == len(set(listed)) == 1 + 3 + 2 + 30


def test_the_index_says_which_part_changed(crowded: Store) -> None:
    client = reader(crowded)
    before = locations(read(client))
    moment = PRESSED + timedelta(days=1)
    crowded.apply([publication("note-30", "weather", title="Renamed", updated=moment)], moment)
    after = locations(read(client))
    assert {name for name in after if after[name] != before[name]} == {"/sitemap-topics.xml", "/sitemap-4.xml"}
    assert after["/sitemap-4.xml"] == moment.isoformat()


@pytest.mark.parametrize("path", ["/sitemap-0.xml", "/sitemap-9.xml", "/sitemap-99999999999999999999.xml"])
def test_a_part_that_there_is_not_is_404(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


# News.


def test_the_news_sitemap_is_valid_when_there_is_no_news(client: Client) -> None:
    """N4."""
    assert len(read(client, "/news-sitemap.xml")) == 0


def test_the_news_sitemap_lists_the_last_two_days_the_newest_first(store: Store, client: Client) -> None:
    """N1, N3."""
    now = datetime.now(UTC)
    ages = {"now": 1, "yesterday": 26, "just": 47, "past": 49, "old": 100}
    store.apply([publication(name, published=now - timedelta(hours=age)) for name, age in ages.items()], now)
    root = read(client, "/news-sitemap.xml")
    assert list(locations(root)) == ["/entries/now", "/entries/yesterday", "/entries/just"]
    assert root.findtext(".//n:title", None, NAMES) == "Now"
    assert root.findtext(".//n:publication_date", None, NAMES) == (now - timedelta(hours=1)).strftime(
        "%Y-%m-%dT%H:%M:%S+00:00"
    )


def test_the_news_sitemap_has_no_more_than_a_thousand_articles(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """N2."""
    assert sitemaps.MOST_NEWS == 1000
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 3)
    store.apply([lately(number) for number in range(5)], PRESSED)
    assert len(read(reader(store), "/news-sitemap.xml")) == 3


def test_news_that_counts_elsewhere_or_is_still_to_come_is_left_out(store: Store, client: Client) -> None:
    to_come = datetime.now(UTC) + timedelta(hours=2)
    store.apply([lately(1, link="https://agency.example.com/1"), lately(2, published=to_come), lately(3)], PRESSED)
    assert list(locations(read(client, "/news-sitemap.xml"))) == ["/entries/fresh-3"]


def test_a_topic_that_was_taken_out_of_the_configuration_and_is_empty_is_not_listed(store: Store) -> None:
    """As on pages: it once had an entry, and has none now."""
    tried = publication("tried", "weather")
    store.apply([tried], PRESSED)
    assert "/topics/weather" in locations(read(reader(store)))
    store.apply([Withdraw(tried.entry.id, "gone")], PRESSED)
    client = reader(store, configured=frozenset({"ferries", "harbour-politics"}))
    listed = locations(read(client))
    assert "/topics/weather" not in listed and "/topics/ferries" in listed


def test_news_is_looked_for_again_after_a_minute_since_it_ages(store: Store) -> None:
    store.apply([lately()], PRESSED)
    client = reader(store)
    client.get("/news-sitemap.xml")
    document = client.application.prepared.library.fresh["/news-sitemap.xml"]
    assert 0 < document.until - datetime.now(UTC).timestamp() <= 60


@pytest.mark.parametrize(
    ("tag", "site", "code"),
    [
        ("en-GB", "fi", "en"),
        ("nds", "fi", "nds"),
        ("zh-Hans", "fi", "zh-cn"),
        ("zh-TW", "fi", "zh-tw"),
        ("zh-Hant-HK", "fi", "zh-tw"),
        ("und", "fi-FI", "fi"),
        ("und", "und", "en"),
        ("x-klingon", "und", "en"),
    ],
)
def test_a_language_is_told_as_google_wants_it(tag: str, site: str, code: str) -> None:
    """N3."""
    assert sitemap.news_language(tag, site) == code


@pytest.mark.parametrize(
    "write",
    [
        lambda: sitemap.urlset(Place(f"{SITE.base_url}/?a=1&b=<{n}>", PRESSED) for n in range(3)),
        lambda: sitemap.index([Place(f"{SITE.base_url}/sitemap-1.xml", None)]),
        lambda: sitemap.news([Article(f"{SITE.base_url}/a", "A & B", "en", PRESSED)], SITE),
    ],
)
def test_what_is_written_is_well_formed_utf8_with_a_declaration(write: Callable[[], bytes]) -> None:
    written = write()
    assert written.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    held_to_the_rules(etree.fromstring(written))
