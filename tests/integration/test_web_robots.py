"""robots.txt, as the parser reads it that many robots are built on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from gazette import SITE, printed, reader
from werkzeug.test import Client

from feedsvc.web.robots import robots


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return reader(printed(tmp_path))


def groups(text: str, name: str) -> Iterator[str]:
    """The values of the lines of this name."""
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key.lower() == name:
            yield value.strip()


def is_disallowed(text: str, path: str) -> bool:
    """Of one group that has no Allow: `*` is any number of characters, `$` the end (RFC 9309, section 2.2.3)."""
    for rule in groups(text, "disallow"):
        start, *parts = rule.removesuffix("$").split("*")
        if not path.startswith(start):
            continue
        rest = path[len(start) :]
        for part in parts:
            _, found, rest = rest.partition(part)
            if not found:
                break
        else:
            if not rule.endswith("$") or not rest:
                return True
    return False


def test_robots_txt_is_plain_text_in_utf8_that_may_be_kept_for_a_day(client: Client) -> None:
    response = client.get("/robots.txt")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert response.headers["Cache-Control"].startswith("public, max-age=86400")
    again = client.get("/robots.txt", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_robots_txt_names_the_sitemaps_and_they_are_there(client: Client) -> None:
    named = list(groups(client.get("/robots.txt").text, "sitemap"))
    assert named == [f"{SITE.base_url}/sitemap.xml", f"{SITE.base_url}/news-sitemap.xml"]
    for address in named:
        assert client.get(address.removeprefix(SITE.base_url)).status_code == 200


@pytest.mark.parametrize(
    "path", ["/search", "/search?q=fog", "/combine/fog+ice", "/entries/new-ferry/why", "/status", "/status/readers"]
)
def test_robots_are_kept_off(client: Client, path: str) -> None:
    assert is_disallowed(client.get("/robots.txt").text, f"/news{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/topics/search",
        "/entries/why",
        "/entries/search-for-fish",
        "/feeds/all.atom",
        "/searching",
        "/archive",
        "/combine",
    ],
)
def test_robots_may_read_everything_else(client: Client, path: str) -> None:
    assert not is_disallowed(client.get("/robots.txt").text, f"/news{path}")


def test_the_rules_begin_at_the_top_where_the_site_does() -> None:
    assert "Disallow: /search$" in robots(replace(SITE, base_url="https://gazette.example.org").base_url).splitlines()


def test_robots_txt_has_one_group_for_every_robot(client: Client) -> None:
    assert list(groups(client.get("/robots.txt").text, "user-agent")) == ["*"]
    assert quote(client.get("/robots.txt").text, safe="\n:/$?*. ").isascii()
