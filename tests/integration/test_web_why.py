"""The page that says why an entry is what it is: what it shows, to whom, and at what cost to the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from lxml import html
from newsroom import SEA, SHIPPING, SITE, Newsroom
from werkzeug.test import Client

from feedsvc import store, web
from feedsvc.model import Topic
from feedsvc.pipeline import Settings
from feedsvc.pipeline.explainer import Explainer
from feedsvc.store.base import Store

FISHING = Topic("fishing", "Fishing", rule="ferry cod")
TALKS = "Home\n\nThe Ferry <b>Is</b> Late - 2026-02-28\n\nThe ferry left the harbour <late>.\n"


@dataclass
class Asked:
    """A site whose entries say why, and how often its rules were parsed."""

    room: Newsroom
    parsed: int = 0
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(web.create(SITE, self.room.store, None, Explainer(self.room.store, self._settings).entry))

    def _settings(self) -> Settings:
        self.parsed += 1
        return Settings.of(self.room.site, self.room.chrome, self.room.topics)

    def slug(self, path: str = "talks.txt") -> str:
        (identity,) = self.room.store.recall([path], [])
        return identity.slug


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    opened = store.connect(f"sqlite:///{tmp_path / 'why.db'}")
    yield opened
    opened.close()


@pytest.fixture
def asked(tmp_path: Path, opened: Store) -> Asked:
    room = Newsroom(tmp_path / "articles", opened, topics=(SHIPPING, SEA, FISHING))
    room.write("talks.txt", TALKS)
    room.write("secret.md", "---\nembargo: 2030-01-01\n---\nThe ferry is sold.\n")
    room.scan()
    return Asked(room)


def texts(page: str, xpath: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in html.document_fromstring(page).xpath(xpath)]


def test_the_page_tells_every_step(asked: Asked) -> None:
    page = asked.client.get(f"/entries/{asked.slug()}/why")
    assert page.status_code == 200
    assert texts(page.text, "//h2") == [
        "What was read", "Lines left out", "What the entry says",
        "What becomes of it", "Topics, and why", "Rules that missed by one condition",
    ]  # fmt: skip
    told = " ".join(texts(page.text, "//main"))
    for said in (
        "talks.txt", f"text/plain, {len(TALKS)} bytes, 5 lines", "is found around the articles of many sites",
        "line 3: the date behind the headline", "that of the site, was taken", "it is in its feeds",
        "harbour OR ferry", "parent of shipping", "not met: cod",
    ):  # fmt: skip
        assert said in told
    assert {"Ferry", "harbour"} <= set(texts(page.text, "//mark"))


def test_the_page_runs_nothing_and_asks_robots_to_stay_away(asked: Asked) -> None:
    """C13, S1."""
    page = asked.client.get(f"/entries/{asked.slug()}/why")
    tree = html.document_fromstring(page.text)
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert tree.xpath("//script | //*[@style] | //main//b | //main//late") == []
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]
    assert tree.xpath("//link[@rel='canonical']") == []


def test_the_page_shows_no_path_of_the_machine(asked: Asked) -> None:
    assert str(asked.room.root.parent) not in asked.client.get(f"/entries/{asked.slug()}/why").text


def test_the_page_is_answered_304_until_something_is_published(asked: Asked) -> None:
    """C3, C4."""
    address = f"/entries/{asked.slug()}/why"
    condition = {"If-None-Match": asked.client.get(address).headers["ETag"]}
    assert asked.client.get(address, headers=condition).status_code == 304
    asked.room.write("talks.txt", TALKS.replace("late", "early"))
    asked.room.scan()
    assert asked.client.get(address, headers=condition).status_code == 200


def test_what_waits_for_its_embargo_has_no_page_and_what_was_withdrawn_is_gone(asked: Asked) -> None:
    """R5, C11."""
    assert asked.client.get(f"/entries/{asked.slug('secret.md')}/why").status_code == 404
    assert asked.client.get("/entries/nothing/why").status_code == 404
    slug = asked.slug()
    (asked.room.root / "talks.txt").unlink()
    asked.room.scan()
    assert asked.client.get(f"/entries/{slug}/why").status_code == 410


def test_a_slug_in_capitals_leads_to_the_page(asked: Asked) -> None:
    moved = asked.client.get(f"/entries/{asked.slug().upper()}/why")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"{SITE.base_url}/entries/{asked.slug()}/why")


def test_an_entry_leads_to_its_reasons_only_where_they_are_told(asked: Asked) -> None:
    address = f"/entries/{asked.slug()}"
    silent = Client(web.create(SITE, asked.room.store))
    assert f'href="{SITE.base_url}{address}/why"' in asked.client.get(address).text
    assert "/why" not in silent.get(address).text
    assert silent.get(f"{address}/why").status_code == 404


def test_no_rule_is_parsed_before_somebody_asks_why(asked: Asked) -> None:
    asked.client.get("/")
    asked.client.get(f"/entries/{asked.slug()}")
    asked.client.get("/entries/nothing/why")
    assert asked.parsed == 0
    asked.client.get(f"/entries/{asked.slug()}/why")
    assert asked.parsed == 1


def test_rules_that_changed_since_the_entry_was_sorted_are_told_as_such(asked: Asked) -> None:
    asked.room.topics = (SEA, Topic("boats", "Boats", rule="ferry"))
    told = texts(asked.client.get(f"/entries/{asked.slug()}/why").text, "//dd")
    assert any("The rules have changed since it was last sorted." in text for text in told)
    assert any("Now also: boats. No longer: shipping, sea." in text for text in told)
