"""feedsvc doctor, on what is really broken."""

from __future__ import annotations

import http.server
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from program import CONFIG, Program, free_port

GOOD = "A Quiet Day - 2024-03-05\n\nNothing happened, and everyone was glad of it.\n"


def examined(program: Program, *arguments: str) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    """The exit code, and the findings that are not ok, by area."""
    ended = program.run("doctor", "--port", str(program.port), "--json", *arguments, check=False)
    told = json.loads(ended.stdout)
    areas: dict[str, list[dict[str, Any]]] = {}
    for finding in told["findings"]:
        if finding["verdict"] != "ok":
            assert finding["remedy"], finding
            areas.setdefault(finding["area"], []).append(finding)
    return ended.returncode, areas


@pytest.fixture
def published(program: Program) -> Program:
    program.write("a.txt", GOOD)
    program.run("scan")
    return program


@contextmanager
def another_server(status: int, **headers: str) -> Iterator[int]:
    """Something else that answers on a port of this machine."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def at(program: Program, base_url: str) -> None:
    program.configure(CONFIG.replace("https://post.example.org", base_url))


def test_where_all_is_well_it_says_so_and_ends_with_0(published: Program) -> None:
    ended = published.run("doctor", "--port", str(published.port))
    areas = [line.split()[1] for line in ended.stdout.splitlines() if line.startswith("ok")]
    assert list(dict.fromkeys(areas)) == [
        "configuration",
        "store",
        "articles",
        "watching",
        "clock",
        "machine",
        "address",
    ]
    assert len(areas) == len(ended.stdout.splitlines())


def test_it_leaves_everything_as_it_is(published: Program) -> None:
    def state() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in published.folder.rglob("*") if path.is_file()}

    before = state()
    examined(published)
    assert state() == before


def test_where_there_is_no_store_yet_none_is_made(program: Program) -> None:
    code, found = examined(program)
    assert (code, "not there yet" in found["store"][0]["sentence"]) == (1, True)
    assert not list(program.folder.rglob("*.db*"))


def test_every_mistake_of_the_configuration_is_an_error(program: Program) -> None:
    program.configure(CONFIG.replace("title =", "titel =", 1).replace("workers = 1", 'workers = "many"'))
    code, found = examined(program)
    assert code == 2
    said = [finding["sentence"] for finding in found["configuration"]]
    assert ["site.titel" in said[0], "server.workers" in said[1]] == [True, True]


def test_a_damaged_store_is_an_error(published: Program) -> None:
    file = next(published.folder.glob("var/*.db"))
    data = bytearray(file.read_bytes())
    data[4096 * 2 : 4096 * 6] = b"\xa5" * 4096 * 4
    file.write_bytes(data)
    code, found = examined(published)
    assert code == 2
    assert "damaged" in found["store"][0]["sentence"] or "malformed" in found["store"][0]["sentence"]


def test_a_store_that_is_none_is_an_error(program: Program) -> None:
    (program.folder / "var").mkdir()
    (program.folder / "var" / "feedsvc.db").write_text("This is a diary, and no database.\n" * 100)
    code, found = examined(program)
    assert (code, "not a database" in found["store"][0]["sentence"]) == (2, True)


def test_the_store_of_an_older_program_is_left_as_it_is(published: Program) -> None:
    file = next(published.folder.glob("var/*.db"))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE feedsvc_schema SET version_num = '0001'")
    code, found = examined(published)
    assert (code, "version 0001" in found["store"][0]["sentence"]) == (1, True)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT version_num FROM feedsvc_schema").fetchall() == [("0001",)]


def test_who_only_looks_into_the_store_of_an_older_program_leaves_it_as_it_is(published: Program) -> None:
    file = next(published.folder.glob("var/*.db"))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE feedsvc_schema SET version_num = '0001'")
    for command in (["status"], ["scan", "--dry-run"], ["get", "/feeds/all.atom"]):
        refused = published.run(*command, check=False)
        assert refused.returncode != 0
        assert "Run `feedsvc scan`" in refused.stderr
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT version_num FROM feedsvc_schema").fetchall() == [("0001",)]


def test_a_server_that_cannot_be_reached_is_an_error_without_its_password(program: Program) -> None:
    code, found = examined(program, "--store", f"postgresql://news:opensesame@127.0.0.1:{free_port()}/news")
    assert code == 2
    assert "127.0.0.1" in found["store"][0]["sentence"]
    assert "opensesame" not in json.dumps(found)


def test_a_folder_of_articles_that_is_not_there_is_an_error(published: Program) -> None:
    code, found = examined(published, "--articles", "elsewhere")
    assert (code, "elsewhere" in found["articles"][0]["sentence"]) == (2, True)


def test_rejected_articles_are_a_warning_with_the_first_of_them(program: Program) -> None:
    program.write("broken.md", "---\ntitle: x\ndate: 2024-13-45\n---\nText\n")
    program.run("scan")
    code, found = examined(program)
    assert (code, "broken.md:3: " in found["articles"][0]["sentence"]) == (1, True)


def test_a_local_address_of_a_public_server_is_a_warning(published: Program) -> None:
    at(published, "http://127.0.0.1:8000")
    code, found = examined(published, "--host", "0.0.0.0", "--offline")
    assert (code, "listens at 0.0.0.0" in found["address"][0]["sentence"]) == (1, True)


def test_an_address_that_leads_to_this_server_is_good(published: Program) -> None:
    at(published, f"http://127.0.0.1:{published.port}")
    published.start()
    told = published.run("doctor", "--port", str(published.port)).stdout
    assert f"http://127.0.0.1:{published.port} leads to this very server" in told


def test_an_address_that_leads_elsewhere_is_told(published: Program) -> None:
    published.start()
    with another_server(200, ETag='"deadbeef-1-00-atom"') as port:
        at(published, f"http://127.0.0.1:{port}")
        assert "another server" in examined(published)[1]["address"][0]["sentence"]
    with another_server(302, Location="https://post.example.org/") as port:
        at(published, f"http://127.0.0.1:{port}")
        assert "redirects to https://post.example.org/" in examined(published)[1]["address"][0]["sentence"]
    with another_server(502) as port:
        at(published, f"http://127.0.0.1:{port}")
        code, found = examined(published)
        assert (code, "answers 502" in found["address"][0]["sentence"]) == (2, True)
    at(published, f"http://127.0.0.1:{port}")  # where nobody is now
    assert "cannot be reached" in examined(published)[1]["address"][0]["sentence"]


def test_another_program_at_our_port_is_an_error(published: Program) -> None:
    with another_server(200) as port:
        published.port = port
        code, found = examined(published)
    assert (code, "not the feedsvc of this configuration" in found["address"][0]["sentence"]) == (2, True)
