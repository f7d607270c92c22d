"""The pages by month: which there are, what they list, and where each ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from gazette import PRESSED, SITE, notes, page, publication, reader, texts
from werkzeug.test import Client

from feedsvc.store.base import Store
from feedsvc.store.changes import Withdraw
from feedsvc.web import months
from feedsvc.web.months import following

FEBRUARY = "/archive/2026/02"


def test_the_foot_of_the_home_page_leads_to_the_list_of_months(client: Client) -> None:
    assert f"{SITE.base_url}/archive" in page(client, "/").xpath("//footer//a/@href")


def test_months_are_listed_by_year_with_their_sizes_the_newest_first(store: Store, client: Client) -> None:
    store.apply([publication("past", published=datetime(2002, 7, 29, tzinfo=UTC))], PRESSED)
    tree = page(client, "/archive")
    assert texts(tree, "//main//h2") == ["2026", "2002"]
    assert texts(tree, "//main//li/a") == ["February 2026", "July 2002"]
    assert texts(tree, "//main//*[@class='count']") == ["2", "1"]
    assert tree.xpath("//main//li/a/@href") == [f"{SITE.base_url}{FEBRUARY}", f"{SITE.base_url}/archive/2002/07"]


def test_a_month_lists_its_entries_by_day(client: Client) -> None:
    tree = page(client, FEBRUARY)
    assert texts(tree, "//h1") == ["February 2026"]
    assert texts(tree, "//main//h2") == ["28 February 2026", "26 February 2026"]
    assert texts(tree, "//main//h3") == ["New ferry", "Old ferry"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{SITE.base_url}{FEBRUARY}"]
    assert tree.xpath("//main//a[@rel='next' or @rel='prev']") == []


def test_the_border_of_a_month_is_midnight_in_the_sites_time_zone(store: Store, client: Client) -> None:
    """Half past ten in the evening in UTC is the next day in Helsinki."""
    store.apply([publication("late", published=datetime(2026, 2, 28, 22, 30, tzinfo=UTC))], PRESSED)
    assert texts(page(client, "/archive/2026/03"), "//main//h3") == ["Late"]
    assert "Late" not in texts(page(client, FEBRUARY), "//main//h3")


def test_the_pages_of_a_month_hold_each_of_its_entries_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(months, "LISTED", 10)
    begun = datetime(2025, 5, 1, 12, tzinfo=UTC)
    store.apply([publication(f"n-{n}", published=begun + timedelta(hours=n)) for n in range(25)], PRESSED)
    client, path, walked = reader(store), "/archive/2025/05", []
    while path:
        tree = page(client, path)
        walked += texts(tree, "//main//h3")
        path = next(iter(tree.xpath("//main//a[@rel='next']/@href")), "").removeprefix(SITE.base_url)
    assert walked == [f"N {n}" for n in reversed(range(25))]
    assert page(client, "/archive/2025/05/2").xpath("//main//a[@rel='prev']/@href") == [
        f"{SITE.base_url}/archive/2025/05"
    ]


def test_a_page_that_is_just_full_is_the_last(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(months, "LISTED", 2)
    assert page(reader(store), FEBRUARY).xpath("//main//a[@rel='next']") == []


@pytest.mark.parametrize(
    "path",
    [
        "2026/01",
        "2026/13",
        "2026/00",
        "0000/01",
        "0001/01",
        "9999/12",
        "2026/2",
        "26/02",
        "2026/02/2",
        "2026/02/0",
        "x",
    ],
)
def test_a_month_or_a_page_without_entries_is_404(client: Client, path: str) -> None:
    """P4."""
    assert client.get(f"/archive/{path}").status_code == 404
    assert client.get(f"/archive/2026/02/{10**30}").status_code == 404


def test_the_pages_are_prepared_and_change_with_what_they_list(store: Store, client: Client) -> None:
    for path in ("/archive", FEBRUARY):
        condition = {"If-None-Match": client.get(path).headers["ETag"]}
        assert client.get(path, headers=condition).status_code == 304
        assert client.get(path).headers["Content-Security-Policy"].startswith("default-src 'none'")
        store.apply([publication(f"new-{len(path)}")], PRESSED + timedelta(hours=1))
        assert client.get(path, headers=condition).status_code == 200


def test_what_is_withdrawn_leaves_its_month(store: Store, client: Client) -> None:
    store.apply([Withdraw(publication(name).entry.id, "gone") for name in ("new-ferry", "old-ferry")], PRESSED)
    assert client.get(FEBRUARY).status_code == 404
    assert texts(page(client, "/archive"), "//main/p") == ["Nothing has been published here yet."]


def test_a_slash_too_many_leads_to_the_page(client: Client) -> None:
    response = client.get(f"{FEBRUARY}/")
    assert (response.status_code, response.headers["Location"]) == (301, f"{SITE.base_url}{FEBRUARY}")


def test_months_are_written_in_the_language_of_the_site(store: Store) -> None:
    tree = page(reader(store, replace(SITE, language="fi")), FEBRUARY)
    assert texts(tree, "//h1") == ["helmikuu 2026"]


def test_every_address_of_the_pages_is_served(store: Store, client: Client) -> None:
    """L2."""
    store.apply(notes(1, 5), PRESSED)
    for path in ("/archive", FEBRUARY):
        for address in page(client, path).xpath("//a/@href | //link[@rel='alternate' or @rel='canonical']/@href"):
            assert client.get(address.removeprefix(SITE.base_url)).status_code == 200


def test_after_december_comes_january() -> None:
    assert following(date(2025, 12, 1)) == date(2026, 1, 1)
    assert following(date(2026, 1, 1)) == date(2026, 2, 1)
