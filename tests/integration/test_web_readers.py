"""A feed reader and a real server: what is fetched once is not fetched again until it changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import feedparser
import pytest
from gazette import PRESSED, SITE, printed, publication
from werkzeug.serving import make_server

from feedsvc import web
from feedsvc.store.base import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return printed(tmp_path)


@pytest.fixture
def address(store: Store) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, web.create(SITE, store), threaded=True)
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_a_reader_that_comes_again_is_told_that_nothing_changed(store: Store, address: str, suffix: str) -> None:
    """C2-C4: by its tag, and by the date alone."""
    url = f"{address}/feeds/ferries.{suffix}"
    first = feedparser.parse(url)
    assert (first.status, first.bozo, len(first.entries)) == (200, False, 2)
    again = feedparser.parse(url, etag=first.etag)
    assert (again.status, again.etag, again.entries) == (304, first.etag, [])
    assert feedparser.parse(url, modified=first.modified).status == 304
    store.apply([publication("third-ferry", "ferries")], PRESSED + timedelta(hours=1))
    changed = feedparser.parse(url, etag=first.etag, modified=first.modified)
    assert (changed.status, len(changed.entries)) == (200, 3)
