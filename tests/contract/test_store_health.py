"""What can be seen of a store without using it, of every kind of store alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from feedsvc.errors import StoreError
from feedsvc.store import connect, examine
from feedsvc.store.engine import Database
from feedsvc.store.migrating import HEAD


def tables(url: str) -> list[str]:
    database = Database(url)
    with database.reading() as connection:
        names = sa.inspect(connection).get_table_names()
    database.close()
    return names


def test_a_store_in_use_is_of_this_programs_version_and_whole(store_url: str) -> None:
    connect(store_url).close()
    health = examine(store_url)
    assert (health.exists, health.version, health.newest) == (True, HEAD, HEAD)
    assert (health.damage, health.follows) == ((), False)


def test_looking_at_an_empty_database_makes_no_table_in_it(store_url: str) -> None:
    Database(store_url).close()
    assert examine(store_url).version is None
    if not store_url.startswith("sqlite"):
        assert tables(store_url) == []


def test_the_version_of_older_tables_is_told_and_stays(store_url: str) -> None:
    connect(store_url).close()
    database = Database(store_url)
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE feedsvc_schema SET version_num = '0001'"))
    database.close()
    assert [examine(store_url).version for _ in range(2)] == ["0001", "0001"]


def test_a_server_tells_its_time_and_a_file_is_checked(store_url: str) -> None:
    connect(store_url).close()
    health = examine(store_url)
    if store_url.startswith("sqlite"):
        assert (health.checked, health.server_time) == (True, None)
        assert health.file is not None
    else:
        assert health.server_time is not None
        assert abs(health.server_time - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    health = examine(f"sqlite:///{tmp_path}/var/none.db")
    assert (health.exists, health.file) == (False, tmp_path / "var" / "none.db")
    assert not list(tmp_path.iterdir())


def test_a_check_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/large.db"
    database = Database(url)
    with database.writing() as connection:
        connection.execute(sa.text("CREATE TABLE much (n INTEGER, said TEXT)"))
        connection.execute(sa.text("CREATE INDEX many ON much (said, n)"))
        connection.execute(
            sa.text(
                "INSERT INTO much WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count LIMIT 50000) "
                "SELECT n, 'as was said before ' || n FROM count"
            )
        )
    database.close()
    monkeypatch.setattr("feedsvc.store.health.CHECKING", 0.0)
    health = examine(url)
    assert (health.exists, health.checked, health.damage) == (True, False, ())


def test_what_is_no_database_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "diary.db").write_text("This is a diary, and no database.\n" * 100)
    with pytest.raises(StoreError, match=r"not a database\. The file is something else"):
        examine(f"sqlite:///{tmp_path}/diary.db")
