"""The invented newspaper, for tests that ask for nothing else; those that do make a store of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from gazette import printed, reader
from werkzeug.test import Client

from feedsvc.store.base import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return printed(tmp_path)


@pytest.fixture
def client(store: Store) -> Client:
    return reader(store)
