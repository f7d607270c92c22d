"""The feeds of the articles that come along, read twice each by real readers: the second time costs them nothing."""

from __future__ import annotations

import http.client
import json
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from program import PATIENCE, Program, eventually, free_port

from feedsvc import store
from feedsvc.model import Format

ROOT = Path(__file__).parents[2]
XML = (Format.ATOM, Format.RSS)  # neither newsboat nor feedparser reads JSON Feed
WORKERS = 2

Asked = Counter[tuple[str, int]]
"""How often a path was answered with a status."""


@pytest.fixture(scope="module")
def northwire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The project's own config.toml and articles/, from a store that nobody has seen before, with an access log."""
    folder = tmp_path_factory.mktemp("reading")
    program = Program(folder, free_port())
    program.environ = {
        "FEEDSVC_CONFIG": str(ROOT / "config.toml"),
        "FEEDSVC_STORE__URL": f"sqlite:///{folder}/feedsvc.db",
        "FEEDSVC_SERVER__WORKERS": str(WORKERS),
        "FEEDSVC_SERVER__ACCESS_LOG": "true",
    }
    program.start()
    try:
        eventually(lambda: program.status()["last_scan"])
        eventually(lambda: program.get("/feeds/culture.atom").status == 200)
        yield program
    finally:
        program.stop()


@pytest.fixture(scope="module")
def topics(northwire: Program) -> list[str]:
    """All that has a feed."""
    found = ["all", *(feed["topic"] for feed in northwire.status()["feeds"] if feed["topic"] != "all")]
    assert len(found) >= 7
    return found


def asked_by(northwire: Program, agent: str, count: int) -> Asked:
    """What this program was answered, once the log has so many lines of it."""

    def lines() -> list[dict[str, object]]:
        found = (json.loads(line) for line in northwire.log.read_text().splitlines() if line.startswith("{"))
        return [line for line in found if line["logger"] == "feedsvc.access" and agent in str(line["agent"])]

    return Counter(
        (str(line["path"]), int(str(line["status"]))) for line in eventually(lambda: len(lines()) >= count and lines())
    )


@pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed")
def test_newsboat_reads_every_feed_and_is_told_the_next_time_that_nothing_changed(
    northwire: Program, topics: list[str], tmp_path: Path
) -> None:
    """C2-C4, and readers 1: it keeps the tag of the 304, so that the time after that is no other.

    What it was told of a feed that it had never heard of it forgets: the second time is the first that counts.
    """
    paths = [f"/feeds/{topic}.{suffix}" for topic in topics for suffix in XML]
    (tmp_path / "urls").write_text("".join(f"http://127.0.0.1:{northwire.port}{path}\n" for path in paths))
    (tmp_path / "config").touch()
    asked: list[Asked] = [Counter()]
    for times in range(1, 5):
        own = ["-C", "config", "-u", "urls", "-c", "cache.db", "-x", "reload"]
        subprocess.run(["newsboat", *own], cwd=tmp_path, check=True, capture_output=True, timeout=60)
        asked.append(asked_by(northwire, "newsboat", times * len(paths)))
    assert asked[1] == {(path, 200): 1 for path in paths}
    assert asked[3] - asked[2] == asked[4] - asked[3] == {(path, 304): 1 for path in paths}
    with closing(sqlite3.connect(tmp_path / "cache.db")) as cache:
        assert cache.execute("SELECT count(*) FROM rss_feed WHERE etag = ''").fetchall() == [(0,)]


def test_feedparser_reads_every_feed_and_is_told_the_second_time_that_nothing_changed(
    northwire: Program, topics: list[str]
) -> None:
    """C2-C4: by its tag and date together, by either of them alone; it asks for gzip."""
    agent = "feedparser of the tests/1.0"
    paths = [f"/feeds/{topic}.{suffix}" for topic in topics for suffix in XML]
    for path in paths:
        url = f"http://127.0.0.1:{northwire.port}{path}"
        first = feedparser.parse(url, agent=agent)
        assert (first.status, first.bozo, first.headers["content-encoding"]) == (200, False, "gzip")
        assert first.entries
        for told in (
            {"etag": first.etag, "modified": first.modified},
            {"etag": first.etag},
            {"modified": first.modified},
        ):
            again = feedparser.parse(url, agent=agent, **told)
            assert (again.status, again.entries, again.etag) == (304, [], first.etag)
    asked = asked_by(northwire, agent, 4 * len(paths))
    assert asked == {**{(path, 200): 1 for path in paths}, **{(path, 304): 3 for path in paths}}


def test_a_script_that_polls_every_feed_is_told_the_second_time_that_nothing_changed(
    northwire: Program, topics: list[str]
) -> None:
    """C2-C4, H11: in every format, and with a Date (RFC 9110, section 6.6.1)."""
    for topic in topics:
        for suffix in Format:
            path = f"/feeds/{topic}.{suffix}"
            first = northwire.get(path)
            again = northwire.get(path, If_None_Match=first.headers["ETag"])
            assert (first.status, again.status, again.body) == (200, 304, b"")
            assert first.headers["Content-Type"] == f"{suffix.media_type}; charset=utf-8"
            told = {name.lower() for name in again.headers} - {"date", "server", "connection"}
            assert told == {"etag", "cache-control", "vary", "link"}
            assert "Date" in first.headers
            assert "Date" in again.headers


def test_every_reader_finds_the_same_entries_in_every_format(northwire: Program, topics: list[str]) -> None:
    """S2."""
    for topic in topics:
        items = json.loads(northwire.get(f"/feeds/{topic}.json").body)["items"]
        for suffix in XML:
            assert [entry.id for entry in northwire.feed(topic, suffix).entries] == [item["id"] for item in items]


def test_every_web_worker_sees_a_new_revision_at_once(northwire: Program, tmp_path: Path) -> None:
    """C16: within 100 ms, as `python -m bench workers` measures it; here within some seconds, on a busy machine."""
    connections = [http.client.HTTPConnection("127.0.0.1", northwire.port, timeout=10) for _ in range(8 * WORKERS)]

    def tag(connection: http.client.HTTPConnection) -> str:
        connection.request("HEAD", "/feeds/all.atom")
        response = connection.getresponse()
        response.read()
        return str(response.headers["ETag"])

    (before,) = {tag(connection) for connection in connections}
    with closing(store.connect(northwire.environ["FEEDSVC_STORE__URL"])) as published:
        published.touch(datetime.now(UTC))
        begun = time.monotonic()
        unaware = connections
        while unaware := [connection for connection in unaware if tag(connection) == before]:
            assert time.monotonic() - begun < PATIENCE
    assert len({tag(connection) for connection in connections}) == 1
    for connection in connections:
        connection.close()
