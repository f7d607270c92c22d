"""What connect makes, and what it says where it cannot."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from publishing import AT, publish
from sqlalchemy import text, update

from feedsvc.errors import StoreError
from feedsvc.model import Format
from feedsvc.selections import of_topic
from feedsvc.store import connect
from feedsvc.store.engine import Database
from feedsvc.store.migrating import VERSIONS, version_of


def test_the_epoch_is_drawn_once_and_kept(store_url: str) -> None:
    first = connect(store_url)
    again = connect(store_url)
    assert re.fullmatch("[0-9a-f]{8}", first.epoch)
    assert again.epoch == first.epoch
    first.close()
    again.close()


def test_two_stores_have_two_epochs(tmp_path: Path) -> None:
    epochs = set()
    for name in "abc":
        store = connect(f"sqlite:///{tmp_path}/{name}.db")
        epochs.add(store.epoch)
        store.close()
    assert len(epochs) == 3


def test_a_sqlite_store_makes_its_folder(tmp_path: Path) -> None:
    connect(f"sqlite:///{tmp_path}/new/folder/feedsvc.db").close()
    assert (tmp_path / "new/folder/feedsvc.db").is_file()


def test_a_relative_path_stays_where_it_was_when_the_process_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = connect("sqlite:///feedsvc.db")
    monkeypatch.chdir("/")
    store.apply([publish("a")], AT)
    with store.scanning():
        assert store.counts().published == 1
    store.close()
    assert (tmp_path / "feedsvc.db.lock").is_file()


def test_a_store_in_memory_is_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = connect("sqlite://")
    with store.scanning():
        store.apply([publish("a", "tides")], AT)
    window = store.window(of_topic("tides"), Format.RSS, 9)
    assert window is not None
    assert window.shown == [b"rss:a"]
    assert list(tmp_path.iterdir()) == []
    store.close()


def test_sqlite_lets_readers_read_while_one_writes(sqlite_url: str) -> None:
    store, database = connect(sqlite_url), Database(sqlite_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE revision SET number = 99"))
        assert store.counts().revision == 0
    assert store.counts().revision == 99
    store.close()
    database.close()


def test_the_pragmas_are_in_force(sqlite_url: str) -> None:
    connect(sqlite_url).close()
    database = Database(sqlite_url)
    with database.reading() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in names}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}
    database.close()


# Opened by those who change nothing.


def test_to_look_where_there_is_no_store_makes_none(tmp_path: Path) -> None:
    with closing(connect(f"sqlite:///{tmp_path}/var/feedsvc.db", migrates=False)) as store:
        assert store.counts().published == 0
    assert list(tmp_path.iterdir()) == []


def test_to_look_into_a_database_without_tables_makes_none(store_url: str) -> None:
    with closing(Database(store_url)) as database:
        with database.writing() as connection:
            connection.execute(text("CREATE TABLE notes (id INTEGER PRIMARY KEY)"))
        with closing(connect(store_url, migrates=False)) as store:
            assert store.counts().published == 0
        with database.reading() as connection:
            assert version_of(connection) is None


def test_to_look_into_a_store_shows_what_is_there(store_url: str) -> None:
    with closing(connect(store_url)) as store, closing(connect(store_url, migrates=False)) as looking:
        store.apply([publish("a", "tides")], AT)
        assert looking.counts().published == 1


@pytest.mark.parametrize(
    ("version", "said"), [("0001", "version 0001, older .* Run `feedsvc scan`"), ("9999", "version 9999, newer")]
)
def test_to_look_into_tables_of_another_version_is_refused_and_leaves_them_alone(
    store_url: str, version: str, said: str
) -> None:
    connect(store_url).close()
    with closing(Database(store_url)) as database:
        with database.writing() as connection:
            connection.execute(update(VERSIONS).values(version_num=version))
        with pytest.raises(StoreError, match=said):
            connect(store_url, migrates=False)
        with database.reading() as connection:
            assert version_of(connection) == version


# What cannot be opened.


@pytest.mark.parametrize(
    "url", ["mysql://me:secret@host/db", "postgresql+psycopg2://me:secret@host/db", "feedsvc.db", ""]
)
def test_another_scheme_is_refused_with_what_would_do(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        connect(url)
    assert "secret" not in str(caught.value)
    assert "sqlite:///feedsvc.db" in str(caught.value)


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    url = "postgresql+psycopg://me:secret@127.0.0.1:1/news?sslpassword=secret"
    with pytest.raises(StoreError) as caught:
        connect(url)
    said = str(caught.value)
    assert said.startswith("postgresql+psycopg://me:***@127.0.0.1:1/news: ")
    assert "secret" not in said
    assert "Check that the server runs" in said


def test_a_database_that_does_not_exist_is_said_so(postgres_url: str) -> None:
    with pytest.raises(StoreError, match="Create what is missing"):
        connect(postgres_url.replace("/postgres?", "/nowhere?"))


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Not a database, but long enough to be taken for one.\n" * 99)
    with pytest.raises(StoreError, match="file is not a database"):
        connect(f"sqlite:///{file}")
    assert file.read_text().startswith("Not a database")


def test_the_database_of_another_program_is_refused_and_left_alone(store_url: str) -> None:
    database = Database(store_url)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE entries (id INTEGER PRIMARY KEY)"))
    for migrates in (True, False):
        with pytest.raises(StoreError, match="a table entries that feedsvc did not make"):
            connect(store_url, migrates=migrates)
    database.close()


def test_a_store_of_a_newer_program_is_refused_and_left_alone(store_url: str) -> None:
    connect(store_url).close()
    database = Database(store_url)
    with database.writing() as connection:
        connection.execute(update(VERSIONS).values(version_num="9999"))
    with pytest.raises(StoreError, match="version 9999, newer than this program"):
        connect(store_url)
    database.close()


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="its folder cannot be made"):
        connect(f"sqlite:///{tmp_path}/file/feedsvc.db")


def test_a_path_that_is_a_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Check that its folder exists"):
        connect(f"sqlite:///{tmp_path}")


@contextmanager
def unprivileged() -> Iterator[None]:
    """As a user whom permissions bind: root may write anything."""
    before = os.geteuid()
    os.seteuid(before or 65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_store_that_may_not_be_written_is_said_so() -> None:
    with TemporaryDirectory() as name:  # not tmp_path, which is closed to other users
        folder = Path(name)
        connect(f"sqlite:///{folder}/feedsvc.db").close()
        (folder / "feedsvc.db").chmod(0o444)
        folder.chmod(0o555)
        with unprivileged(), pytest.raises(StoreError, match="this user"):
            connect(f"sqlite:///{folder}/feedsvc.db")
        folder.chmod(0o755)
