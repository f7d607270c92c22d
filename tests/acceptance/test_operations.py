"""What an operator counts on: stops that cut nothing, limits that hold, figures that add up, logs that can be read."""

from __future__ import annotations

import http.client
import json
import os
import resource
import signal
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import CONFIG, PATIENCE, Program, eventually, free_port
from prometheus_client.parser import text_string_to_metric_families

FEED = "/feeds/all.atom"
PARAGRAPH = "The ferries were held back by the storm, and the harbour filled with lorries. " * 40


def start(program: Program) -> Program:
    """Two web workers, and a feed of some 100 KB."""
    program.configure(CONFIG.replace("workers = 1", "workers = 2"))
    for number in range(30):
        program.write(f"{number}.txt", f"Ferries Held Back, Day {number} - 2024-03-{number + 1:02}\n\n{PARAGRAPH}\n")
    program.start()
    eventually(lambda: len(program.titles()) == 30)
    return program


@pytest.fixture
def served(program: Program) -> Program:
    return start(program)


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """One for all the tests that leave it as it was."""
    program = Program(tmp_path_factory.mktemp("steady"), free_port())
    program.articles.mkdir()
    yield start(program)
    program.stop(signal.SIGKILL)


# Stopping


class Client(threading.Thread):
    """Asks for the feed until nobody is there, and counts what came of it."""

    def __init__(self, port: int, *, keeps: bool) -> None:
        super().__init__()
        self._port, self._keeps = port, keeps
        self.fates: Counter[str] = Counter()

    def run(self) -> None:
        connection: http.client.HTTPConnection | None = None
        while True:
            kept = connection is not None
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
                try:
                    connection.connect()
                except OSError:
                    return
            fate, stays = self._ask(connection, kept)
            self.fates[fate] += 1
            if not stays:
                connection.close()
                connection = None

    def _ask(self, connection: http.client.HTTPConnection, kept: bool) -> tuple[str, bool]:
        try:
            connection.request("GET", FEED, headers={} if self._keeps else {"Connection": "close"})
            response = connection.getresponse()
        except (OSError, http.client.HTTPException):
            return ("closed while idle" if kept else "lost"), False
        try:
            response.read()
        except (OSError, http.client.HTTPException):
            return "cut", False
        return "whole", not response.will_close


HARMLESS = {"whole", "closed while idle"}
"""A client that another kept from asking for the whole last call may ask into the end of its idle connection."""


def test_a_stop_under_load_cuts_no_answer_and_loses_no_request(served: Program) -> None:
    clients = [Client(served.port, keeps=number % 2 == 0) for number in range(8)]
    for client in clients:
        client.start()
    time.sleep(0.5)
    assert served.stop(signal.SIGTERM) == 0
    for client in clients:
        client.join()
    fates = sum((client.fates for client in clients), Counter[str]())
    assert fates["whole"] > 50
    assert not set(fates) - HARMLESS


def test_a_terminal_that_interrupts_every_process_at_once_cuts_nothing_either(served: Program) -> None:
    clients = [Client(served.port, keeps=number % 2 == 0) for number in range(4)]
    for client in clients:
        client.start()
    time.sleep(0.5)
    assert served.process is not None
    for pid in [*children(served.process.pid), served.process.pid]:
        os.kill(pid, signal.SIGINT)
    assert served.process.wait(PATIENCE) == 0
    served.process = None
    for client in clients:
        client.join()
    assert not set().union(*(client.fates for client in clients)) - HARMLESS


def test_a_slow_reader_gets_the_whole_answer_of_a_server_that_stops(served: Program) -> None:
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.settimeout(PATIENCE)
        slow.connect(("127.0.0.1", served.port))
        slow.sendall(request(FEED))
        got = slow.recv(1000)
        stopping = threading.Thread(target=served.stop)
        stopping.start()
        while some := slow.recv(8192):
            got += some
            time.sleep(0.02)
        stopping.join()
    head, _, body = got.partition(b"\r\n\r\n")
    assert len(body) > 90_000
    assert f"content-length: {len(body)}\r\n".encode() in head + b"\r\n"


def test_who_asks_after_the_stop_has_begun_learns_that_the_connection_closes(served: Program) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    connection.request("GET", "/healthz")
    first = connection.getresponse()
    first.read()
    assert served.process is not None
    served.process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    connection.request("GET", "/healthz")
    last = connection.getresponse()
    assert (first.will_close, last.will_close, last.read()) == (False, True, b"ok\n")


def test_a_connection_that_says_nothing_holds_up_no_stop(served: Program) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as silent:
        silent.settimeout(PATIENCE)
        begun = time.monotonic()
        served.stop()
        assert time.monotonic() - begun < 8  # not the grace of those that have something to finish
        assert silent.recv(1) == b""


# Limits


def request(path: str, *headers: str) -> bytes:
    return "\r\n".join((f"GET {path} HTTP/1.1", "Host: a", "Connection: close", *headers, "", "")).encode()


def talk(port: int, said: bytes) -> bytes:
    """The first line of what comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(said)
        got = b""
        while some := connection.recv(65536):
            got += some
    return got.partition(b"\r\n")[0]


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        (request("/healthz", "X-Long: " + "a" * 30_000), b"HTTP/1.1 200 OK"),
        (request("/healthz", "X-Long: " + "a" * 400_000), b"HTTP/1.1 431 Request Header Fields Too Large"),
        (request("/healthz", *(f"X-{number}: a" for number in range(200))), b"HTTP/1.1 431 Request Header Fields"),
        (request("/healthz?" + "a" * 400_000), b"HTTP/1.1 4"),
        (b"\x16\x03\x01 no HTTP at all\r\n\r\n", b"HTTP/1.1 400 Bad Request"),
    ],
    ids=["long", "too long", "too many", "too long an address", "no HTTP"],
)
def test_what_is_larger_than_any_reader_sends_is_refused(steady: Program, said: bytes, answered: bytes) -> None:
    assert talk(steady.port, said).startswith(answered)


def test_a_large_body_is_refused_unread(steady: Program) -> None:
    endless = b"POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 1000
    assert talk(steady.port, endless).startswith(b"HTTP/1.1 405")


def test_slow_and_silent_clients_are_sent_away_and_hinder_nobody(steady: Program) -> None:
    slow = [socket.create_connection(("127.0.0.1", steady.port), timeout=PATIENCE) for _ in range(20)]
    begun = time.monotonic()
    gone = 0
    for connection in slow[:10]:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nX-Slow: ")
    while gone < len(slow):
        assert time.monotonic() - begun < PATIENCE
        assert steady.get("/healthz").status == 200
        for connection in slow[:10]:
            drip(connection)
        gone = sum(map(is_closed, slow))
    assert time.monotonic() - begun > 5
    for connection in slow:
        connection.close()


def drip(connection: socket.socket) -> None:
    try:
        connection.sendall(b"a")
    except OSError:
        return  # sent away
    time.sleep(0.02)


def is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        connection.settimeout(PATIENCE)


@pytest.fixture
def few_open_files() -> Iterator[int]:
    """As a login shell has it: few at first, more for who asks. The most there may be."""
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), most))
    yield most
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, most))


def test_as_many_files_may_be_open_as_the_system_allows(few_open_files: int, served: Program) -> None:
    found = metrics(served)
    assert {value for name, value in found.items() if name.startswith("process_max_fds")} == {few_open_files}


# Metrics


def metrics(program: Program) -> dict[str, float]:
    """Every sample, by its name and the values of its labels."""
    exposed = program.get("/metrics")
    assert exposed.status == 200
    assert exposed.headers["Content-Type"].startswith("text/plain; version=")
    return {
        " ".join((sample.name, *(value for _, value in sorted(sample.labels.items())))): sample.value
        for family in text_string_to_metric_families(exposed.text)
        for sample in family.samples
    }


def answered(program: Program, status: int) -> float:
    """Answers for the feed of everything, in whatever coding."""
    found = metrics(program).items()
    return sum(
        value for name, value in found if name.startswith("feedsvc_requests_total") and name.endswith(f" all {status}")
    )


def children(pid: int) -> list[int]:
    """The processes that this one started, from whichever thread."""
    found = [task.joinpath("children").read_text().split() for task in Path(f"/proc/{pid}/task").iterdir()]
    return [int(child) for one in found for child in one]


def web_workers(program: Program) -> list[int]:
    return [int(name.split()[1]) for name in metrics(program) if name.startswith("process_max_fds")]


def test_metrics_are_right_across_workers_and_whoever_is_asked(steady: Program) -> None:
    before, tag = answered(steady, 304), steady.get(FEED).headers["ETag"]
    for _ in range(40):  # each over a connection of its own, so that both workers have their part
        assert steady.get(FEED, If_None_Match=tag).status == 304
    eventually(lambda: answered(steady, 304) == before + 40)
    assert [answered(steady, 304) for _ in range(10)] == [before + 40] * 10


def test_metrics_tell_of_the_store_and_of_what_is_prepared(served: Program) -> None:
    served.write("bad.md", "---\ntitle: [\n---\nText.\n")
    eventually(lambda: metrics(served)["feedsvc_rejections"] == 1)
    found = metrics(served)
    assert found["feedsvc_store_up"] == 1
    assert found["feedsvc_entries published"] == 30
    assert found["feedsvc_revision"] == served.status()["revision"]
    assert 0 <= found["feedsvc_scan_age_seconds"] < 120
    assert found["feedsvc_document_build_seconds_count atom"] >= 1
    # What is asked for is prepared; what was prepared before the feed moved is no more.
    eventually(lambda: served.get(FEED).status == 200 and metrics(served)["feedsvc_prepared_bytes"] > 90_000)


def test_a_web_worker_that_dies_takes_no_count_with_it(served: Program) -> None:
    for _ in range(20):
        served.get(FEED)
    eventually(lambda: answered(served, 200) >= 20)
    counted, workers = answered(served, 200), web_workers(served)
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    eventually(lambda: len(others := web_workers(served)) == 2 and workers[0] not in others)
    assert answered(served, 200) >= counted


def test_what_was_counted_in_leaves_nothing_behind_also_after_a_kill(
    program: Program, tmp_path_factory: pytest.TempPathFactory
) -> None:
    temporary = tmp_path_factory.mktemp("tmp")
    program.environ["TMPDIR"] = str(temporary)
    program.start()
    [left] = temporary.glob("feedsvc-metrics-*")
    program.stop(signal.SIGKILL)
    eventually(lambda: not is_served(program.port))
    assert left.exists()
    program.start()
    [mine] = temporary.glob("feedsvc-metrics-*")
    assert mine != left
    program.stop()
    assert not list(temporary.glob("feedsvc-metrics-*"))
    assert tempfile.gettempdir() != str(temporary)


def is_served(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# Logs


def accesses(program: Program) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in program.log.read_text().splitlines() if line.startswith("{")]
    return [line for line in lines if line["logger"] == "feedsvc.access"]


def test_every_answer_is_a_line_where_the_access_log_is_on(program: Program) -> None:
    program.configure(CONFIG.replace("[server]", "[server]\naccess_log = true"))
    program.write("a.txt", "Ferries Return - 2024-03-05\n\nThe ferries sail again.\n")
    program.start()
    program.get("/feeds/all.atom?limit=%3", User_Agent="Reader/1.0 (two words)")
    program.get("/caf%C3%A9")
    program.stop()  # which writes what was still to be written
    bad, missing = accesses(program)[-2:]
    assert list(bad)[:4] == ["timestamp", "level", "logger", "event"]
    assert (bad["method"], bad["path"], bad["query"]) == ("GET", "/feeds/all.atom", "limit=%3")
    assert (bad["status"], bad["agent"], bad["client"]) == (400, "Reader/1.0 (two words)", "127.0.0.1")
    assert (missing["path"], missing["status"]) == ("/café", 404)
    assert isinstance(bad["seconds"], float)


def test_no_answer_is_a_line_where_it_is_off(steady: Program) -> None:
    assert steady.get(FEED).status == 200
    assert accesses(steady) == []
