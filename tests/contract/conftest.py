"""The stores that the contract is held against."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from feedsvc.store import connect
from feedsvc.store.base import Store


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    store = connect(store_url)
    yield store
    store.close()
