"""What topics hold is counted once after each change, whoever asks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from gazette import PRESSED, SITE, page, printed, publication, texts
from werkzeug.test import Client

from feedsvc import web
from feedsvc.store.base import Store

PATHS = (
    "/",
    "/subscribe",
    "/subscribe/7",
    "/subscribe/8",
    "/feeds.opml",
    "/combine",
    "/combine/ferries",
    "/sitemap.xml",
)
"""Whatever lists topics, and pages too many, of which there are endlessly many."""


class Asked:
    """A store that counts what it is asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.epoch = store.epoch
        self.questions: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        self.questions[name] += 1
        return getattr(self._store, name)  # type: ignore[no-any-return]  # every question is a method


@pytest.fixture
def store(tmp_path: Path) -> Asked:
    return Asked(printed(tmp_path))


def test_topics_are_counted_once_after_each_change(store: Asked) -> None:
    client = Client(web.create(SITE, store))  # type: ignore[arg-type]  # it passes on what it is asked
    for path in PATHS:
        client.get(path)
    assert (store.questions["sizes"], store.questions["feeds"]) == (1, 1)
    store.apply([publication("storm", "weather")], PRESSED + timedelta(hours=1))
    for path in PATHS:
        client.get(path)
    assert (store.questions["sizes"], store.questions["feeds"]) == (2, 2)


def test_what_changed_is_on_the_next_page(store: Asked) -> None:
    client = Client(web.create(SITE, store))  # type: ignore[arg-type]  # as above
    before = texts(page(client, "/"), "//aside//*[@class='count']")
    store.apply([publication("storm", "ferries")], PRESSED + timedelta(hours=1))
    assert texts(page(client, "/"), "//aside//*[@class='count']") != before
