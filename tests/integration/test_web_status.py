"""The editors' view: who may see it, what it shows, and that it tells nothing else."""

from __future__ import annotations

import base64
import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from gazette import SITE, Failing, printed, publication
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import make_url
from werkzeug.security import generate_password_hash
from werkzeug.test import Client, TestResponse

from feedsvc import web
from feedsvc.errors import StoreError
from feedsvc.rejection import Rejection
from feedsvc.store import connect
from feedsvc.store.base import Store
from feedsvc.store.changes import Track, TrackedFile
from feedsvc.store.values import Traffic
from feedsvc.web import traffic
from feedsvc.web.documents import Answer
from feedsvc.web.sketch import estimate
from feedsvc.web.status import Editors, access
from feedsvc.web.status.access import Access
from feedsvc.web.status.plot import Day, plot
from feedsvc.web.status.silence import silences
from feedsvc.web.traffic import EVERY, Ledger

PASSWORD = "a gull on the pier"
HOME = replace(SITE, base_url="http://127.0.0.1:8000")
LOCAL = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


def basic(password: str, user: str = "desk") -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def ask(application: web.Application, environ: Mapping[str, Any] = LOCAL, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(application).get("/status", headers=named, environ_overrides=dict(environ))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return printed(tmp_path)


@pytest.fixture
def at_home(store: Store) -> web.Application:
    return web.create(HOME, store)


@pytest.fixture
def closed(store: Store) -> web.Application:
    return web.create(SITE, store, editors=Editors(PASSWORD))


# Who may look.


def test_without_a_password_it_opens_on_the_machine_itself(at_home: web.Application) -> None:
    assert ask(at_home).status_code == 200


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
def test_every_loopback_address_is_the_machine(at_home: web.Application, peer: str) -> None:
    assert ask(at_home, {**LOCAL, "REMOTE_ADDR": peer}).status_code == 200


@pytest.mark.parametrize("peer", ["192.0.2.7", "10.0.0.1", "::ffff:192.0.2.7", "2001:db8::1", "", "localhost", "unix:"])
def test_any_other_peer_is_refused_whatever_it_says_of_itself(at_home: web.Application, peer: str) -> None:
    claims = {"X_Forwarded_For": "127.0.0.1", "Forwarded": "for=127.0.0.1", "X_Real_IP": "::1"}
    assert ask(at_home, {**LOCAL, "REMOTE_ADDR": peer}).status_code == 403
    assert ask(at_home, {**LOCAL, "REMOTE_ADDR": peer}, **claims).status_code == 403


def test_a_peer_that_the_server_does_not_name_is_refused() -> None:
    assert access.decide(None, HOME.base_url, {"HTTP_HOST": "127.0.0.1"}) is Access.REFUSED


@pytest.mark.parametrize(
    "mark",
    ["X_Forwarded_For", "X_Forwarded_Proto", "X_Forwarded_Host", "X_Real_IP", "Forwarded", "Via", "CF_Connecting_IP"],
)
def test_what_a_proxy_passed_on_is_refused(at_home: web.Application, mark: str) -> None:
    assert ask(at_home, **{mark: "127.0.0.1"}).status_code == 403


def test_a_site_with_a_public_address_is_behind_a_proxy_whatever_its_peer_is(store: Store) -> None:
    assert ask(web.create(SITE, store)).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "", "[", "127.0.0.1@x"]
)
def test_another_name_that_leads_here_is_refused(at_home: web.Application, host: str) -> None:
    """DNS rebinding: the browser of who sits at the machine asks for another's page."""
    assert ask(at_home, {**LOCAL, "HTTP_HOST": host}).status_code in {400, 403}


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "[::1]:8000"])
def test_the_machines_own_names_are_good(at_home: web.Application, host: str) -> None:
    assert ask(at_home, {**LOCAL, "HTTP_HOST": host}).status_code == 200


def test_with_a_password_it_is_asked_for_of_everybody(closed: web.Application) -> None:
    """RFC 7617, section 2."""
    for environ in (LOCAL, {"REMOTE_ADDR": "192.0.2.7"}):
        response = ask(closed, environ)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith('Basic realm="')


@pytest.mark.parametrize(
    "password", [PASSWORD, generate_password_hash(PASSWORD, "pbkdf2:sha256:1000")], ids=["plain", "hashed"]
)
def test_who_knows_the_password_sees_it_from_anywhere(store: Store, password: str) -> None:
    application = web.create(SITE, store, editors=Editors(password))
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert ask(application, elsewhere, **basic(PASSWORD)).status_code == 200
    assert ask(application, elsewhere, **basic(PASSWORD, "")).status_code == 200
    for wrong in ("", PASSWORD[:-1], PASSWORD + "!", password if password != PASSWORD else "x", "gull \u20ac"):
        assert ask(application, elsewhere, **basic(wrong)).status_code == 401


def test_a_slow_hash_is_checked_too() -> None:
    hashed = generate_password_hash(PASSWORD, "scrypt:1024:8:1")
    assert access.is_right(hashed, PASSWORD)
    assert not access.is_right(hashed, hashed)


@pytest.mark.parametrize(
    "header", ["Basic", "Basic !!", "Basic Og", "Bearer x", "Basic " + "A" * 9000, "basic\u00a0x", "Basic \u00c3\u00a9"]
)
def test_a_broken_authorization_is_none(closed: web.Application, header: str) -> None:
    assert ask(closed, {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": header}).status_code == 401


def test_whoever_guesses_holds_up_nobody_else(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one password is tried against a slow hash, the next is not waited with: a thread is not its to hold."""
    trying, done = threading.Event(), threading.Event()

    def slowly(_: str, given: str) -> bool:
        trying.set()
        assert done.wait(20)
        return given == PASSWORD

    monkeypatch.setattr(access, "check_password_hash", slowly)
    application = web.create(SITE, store, editors=Editors("scrypt:as slow as it gets"))
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(lambda: ask(application, LOCAL, **basic(PASSWORD)).status_code)
        assert trying.wait(20)
        second = ask(application, LOCAL, **basic("guessed"))
        done.set()
        assert (second.status_code, second.headers["Retry-After"]) == (503, "1")
        assert first.result(20) == 200
    assert ask(application, LOCAL, **basic("guessed")).status_code == 401


# What is said of the answer.


def test_neither_caches_nor_search_engines_nor_scripts_have_it(at_home: web.Application) -> None:
    response = ask(at_home)
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy and "unsafe" not in policy
    assert "<script" not in response.text and " style=" not in response.text and "<style" not in response.text


def test_a_refusal_is_kept_by_nobody_either(closed: web.Application, store: Store) -> None:
    for response in (ask(closed), ask(web.create(SITE, store))):
        assert response.headers["Cache-Control"] == "no-store"
        assert "Ferries" not in response.text


def test_it_is_never_kept_for_the_next_who_asks(closed: web.Application) -> None:
    assert ask(closed, LOCAL, **basic(PASSWORD)).status_code == 200
    assert ask(closed, LOCAL).status_code == 401


def test_no_password_is_on_the_page(store: Store, tmp_path: Path) -> None:
    page = ask(web.create(HOME, store, editors=Editors(PASSWORD)), LOCAL, **basic(PASSWORD)).text
    assert PASSWORD not in page
    assert str(tmp_path / "gazette.db") in page


def test_a_store_on_a_server_is_named_without_its_password(postgres_url: str) -> None:
    url = make_url(postgres_url).set(password="swordfish").render_as_string(hide_password=False)
    with closing(connect(url)) as store, closing(web.create(HOME, store)) as application:
        page = ask(application).text
    assert "postgresql+psycopg://" in page and "PostgreSQL 1" in page
    assert "swordfish" not in page


# What it shows.


def test_it_shows_when_was_scanned_how_long_it_took_and_when_is_next(store: Store) -> None:
    store.remember("last_scan", (datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)).isoformat())
    store.remember("last_scan_took", "0.250")
    page = ask(web.create(HOME, store, editors=Editors(next_scan=lambda at: at + timedelta(minutes=15)))).text
    assert re.search(r"5 minutes ago; it took 250 ms", page)
    assert re.search(r"next scan</dt>\s*<dd><time[^>]*>[^<]*</time>, in (9|10) minutes|in 599 seconds", page)


def test_a_scan_that_is_late_is_told_to_be(store: Store) -> None:
    store.remember("last_scan", (datetime.now(UTC).replace(microsecond=0) - timedelta(hours=5)).isoformat())
    page = ask(web.create(HOME, store, editors=Editors(next_scan=lambda at: at + timedelta(minutes=15)))).text
    assert "due for 4 hours" in page


def test_a_store_that_was_never_scanned_into_says_so(tmp_path: Path) -> None:
    page = ask(web.create(HOME, connect(f"sqlite:///{tmp_path / 'new.db'}"))).text
    assert "never" in page and "feedsvc scan" in page


def test_it_shows_alarms_and_rejections_with_line_and_remedy_and_nothing_of_them_is_markup(store: Store) -> None:
    bad = Rejection("<b>.txt", "no headline <i>", "Write one & save", line=3)
    store.apply([Track(TrackedFile("<b>.txt", 1, 1, 1, rejection=bad))], NOW)
    store.remember("alarms", "the folder is <em>empty</em>\nand unreadable")
    page = ask(web.create(HOME, store)).text
    assert "&lt;b&gt;.txt:3" in page and "no headline &lt;i&gt;" in page and "Write one &amp; save" in page
    assert "the folder is &lt;em&gt;empty" in page and "and unreadable" in page


def test_it_shows_embargoes_to_come_to_editors_alone(store: Store) -> None:
    store.apply([publication("the-merger", "ferries", embargo=NOW + 2 * DAY)], NOW)
    application = web.create(HOME, store)
    assert "The merger" in ask(application).text
    assert "The merger" not in Client(application).get("/").text


def test_it_plots_what_was_published_by_day(store: Store) -> None:
    store.apply([publication(f"today-{number}", "ferries", published=NOW - DAY) for number in range(3)], NOW)
    figure = plot_of(ask(web.create(HOME, store)).text, "entries")
    assert [bar.findtext("title", "").partition(": ")[2] for bar in figure.iter("g")] == ["3 entries"]
    told = figure.findtext("desc", "")
    assert "3 entries; most on" in told


def plot_of(page: str, name: str) -> ElementTree.Element:
    """The drawing, as XML: it is well-formed, has a role, and its title and description are what it is labelled by."""
    [found] = [text for text in re.findall(r"<svg.*?</svg>", page, re.DOTALL) if f'id="{name}-title"' in text]
    drawing = ElementTree.fromstring(found)
    labels = [drawing.find(part) for part in ("title", "desc")]
    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby", "").split() == [label.get("id") for label in labels if label is not None]
    assert all(label is not None and label.text for label in labels)
    return drawing


def test_each_plot_is_there_as_numbers_too(store: Store) -> None:
    today = datetime.now(UTC).date()
    store.count_traffic([Traffic(today, "ferries", "atom", "Gull", 1234, 1000)], today - DAY)
    page = ask(web.create(HOME, store)).text
    assert len(re.findall(r"<figure class=\"plot\">.*?<table>.*?</figure>", page, re.DOTALL)) == 2
    said = f"{today.day} {today:%B %Y}"
    row = f'<th scope="row">{said}</th><td class="number">1,234</td><td class="number">1,000</td>'
    assert row in page
    assert f"{said}: 1,234 requests, 1,000 answered 304" in page


def every(gap: timedelta, since: timedelta, number: int = 9) -> list[datetime]:
    """Publications with this gap between two, the newest so long ago."""
    return [NOW - since - place * gap for place in range(number)]


def test_a_topic_that_fell_silent_is_told_of_until_it_speaks_again(store: Store) -> None:
    moments = every(timedelta(hours=2), 9 * DAY)
    store.apply([publication(f"rain-{at:%H%d}", "weather", published=at) for at in moments], NOW)
    application = web.create(HOME, store)
    told = section(ask(application).text, "silences")
    assert ">Weather</a>" in told and "nothing for 9 days" in told and "after 2 hours" in told
    assert "Ferries" not in told  # of two entries nobody can tell a pace
    store.apply([publication("sun", "weather", published=NOW)], NOW)
    assert "Weather" not in section(ask(application).text, "silences")


def section(page: str, name: str) -> str:
    [found] = re.findall(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    return str(found)


@pytest.mark.parametrize(
    ("moments", "is_silent"),
    [
        (every(7 * DAY, 9 * DAY), False),  # at its own pace
        (every(7 * DAY, 43 * DAY), True),
        (every(timedelta(minutes=5), timedelta(hours=20)), False),  # overnight
        (every(timedelta(minutes=5), timedelta(hours=25)), True),
        (every(timedelta(minutes=5), 9 * DAY) + every(timedelta(minutes=5), 20 * DAY), False),  # in waves
        (every(timedelta(minutes=5), 9 * DAY, number=4), False),  # without a pace
        (every(timedelta(0), 9 * DAY), True),  # all at once
        (every(timedelta(hours=1), -DAY), False),  # dated ahead
        ([], False),
    ],
)
def test_silence_is_against_a_topics_own_pace(moments: list[datetime], is_silent: bool) -> None:
    assert bool(silences({"ferries": moments}, NOW)) is is_silent


def test_the_most_unusual_silence_comes_first() -> None:
    found = silences({"weekly": every(7 * DAY, 50 * DAY), "hourly": every(timedelta(hours=1), 9 * DAY)}, NOW)
    assert [each.topic for each in found] == ["hourly", "weekly"]


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=120))
def test_every_bar_lies_within_its_drawing_and_above_the_base_line(counts: list[int]) -> None:
    drawn = plot("x", [Day(NOW.date() + place * DAY, count, count // 2) for place, count in enumerate(counts)])
    assert len(drawn.bars) == len(counts)
    for bar, count in zip(drawn.bars, counts, strict=True):
        assert drawn.left <= bar.x and bar.x + bar.width <= drawn.width
        assert bar.y >= 0 and 0 <= bar.part <= bar.height <= drawn.base
        assert abs(bar.y + bar.height - drawn.base) < 0.02
        assert count or bar.height == 0
    highest = max(drawn.bars, key=lambda bar: bar.height)
    assert counts[drawn.bars.index(highest)] == max(counts)
    assert 2 <= len(drawn.lines) <= 5
    assert all(0 <= line.at <= drawn.base for line in drawn.lines)
    assert all(drawn.left <= each.at <= drawn.width for each in drawn.dates)


def test_readers_and_feeds_are_told_with_their_shares(store: Store) -> None:
    today = datetime.now(UTC).date()
    rows = [
        Traffic(today, "ferries", "atom", "Feedly", 40, 30, 5, subscribers=12),
        Traffic(today, "ferries", "rss", "Feedly", 40, 10, 5, subscribers=3),
        Traffic(today - 2 * DAY, "ferries", "atom", "Feedly", 10, 0, 0, subscribers=99),
        Traffic(today, "weather", "atom", "curl", 10, 0, 10),
    ]
    store.count_traffic(rows, today - 9 * DAY)
    page = ask(web.create(HOME, store)).text
    cells = '<th scope="row" dir="auto">{}</th>' + '<td class="number">{}</td>' * 5
    assert cells.format("Feedly", 90, "44%", "11%", 15, 15) in page
    assert cells.format("Ferries", 90, "44%", "11%", 15, 15) in page
    assert cells.format("curl", 10, "0%", "100%", 0, 0) in page
    assert "100 requests; 40% were answered 304" in page


def test_a_reader_cannot_write_on_the_page(store: Store) -> None:
    today = datetime.now(UTC).date()
    store.count_traffic([Traffic(today, "all", "atom", "<script>alert(1)</script>", 1)], today - DAY)
    page = ask(web.create(HOME, store)).text
    assert "<script" not in page and "&lt;script&gt;" in page


def test_a_store_that_does_not_answer_is_a_503(tmp_path: Path) -> None:
    store = Failing(printed(tmp_path))
    application = web.create(HOME, store)  # type: ignore[arg-type]  # it passes on what it is asked
    store.error = StoreError("down")
    assert ask(application).status_code == 503


def test_versions_are_told(at_home: web.Application) -> None:
    page = ask(at_home).text
    assert version("Flask") in page and "SQLite" in page


# What is counted.


FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers; like FeedFetcher-Google)"
NEWSBOAT = "newsboat/2.30.1 (Linux x86_64)"


class Polled:
    """An application that is followed, polled by hand; what it counted is written when asked for."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.application = web.create(SITE, store)
        self.application.follow(0)

    def poll(self, path: str, agent: str | None, peer: str = "192.0.2.1", **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"REMOTE_ADDR": peer} | ({"HTTP_USER_AGENT": agent} if agent else {})
        return Client(self.application).get(path, headers=named, environ_overrides=given)

    def counted(self) -> list[Traffic]:
        self.application.close()
        return self.store.traffic(date(2000, 1, 1))


@pytest.fixture
def polled(store: Store) -> Polled:
    return Polled(store)


def test_requests_are_counted_by_feed_format_and_reader(polled: Polled) -> None:
    for _ in range(3):
        etag = polled.poll("/feeds/ferries.atom", FEEDLY).headers["ETag"]
    polled.poll("/feeds/ferries.atom", FEEDLY, If_None_Match=etag)
    polled.poll("/feeds/all.rss", NEWSBOAT)
    polled.poll("/feeds/ferries.json?limit=1", None)
    found = {(each.feed, each.format, each.reader): each for each in polled.counted()}
    assert {key: (each.requests, each.not_modified) for key, each in found.items()} == {
        ("ferries", "atom", "Feedly"): (4, 1),
        ("all", "rss", "newsboat"): (1, 0),
        ("ferries", "json", "unnamed"): (1, 0),
    }
    assert found["ferries", "atom", "Feedly"].subscribers == 12
    assert {each.day for each in found.values()} <= {NOW.date(), datetime.now(UTC).date()}


@pytest.mark.parametrize("path", ["/", "/topics/ferries", "/feeds/nothing.atom", "/status", "/feeds.opml", "/x.atom"])
def test_what_is_no_feed_is_not_counted(polled: Polled, path: str) -> None:
    polled.poll(path, NEWSBOAT)
    assert polled.counted() == []


def test_a_poll_is_wasted_that_gets_what_it_had_since_it_names_no_version(polled: Polled) -> None:
    first = polled.poll("/feeds/ferries.atom", NEWSBOAT)
    polled.poll("/feeds/ferries.atom", NEWSBOAT)  # wasted
    polled.poll("/feeds/ferries.atom", NEWSBOAT, peer="192.0.2.2")  # somebody else's first
    polled.poll("/feeds/ferries.rss", NEWSBOAT)  # another document
    polled.poll("/feeds/ferries.atom", NEWSBOAT, If_None_Match=first.headers["ETag"])
    polled.poll("/feeds/ferries.atom", NEWSBOAT, If_None_Match='"of old"')
    polled.store.apply([publication("late-ferry", "ferries")], NOW)
    polled.application.follow(1)
    polled.poll("/feeds/ferries.atom", NEWSBOAT)  # news
    polled.poll("/feeds/ferries.atom", NEWSBOAT)  # wasted
    assert Counter({each.format: each.wasted for each in polled.counted()}) == {"atom": 2, "rss": 0}


def test_polls_between_two_countings_are_wasted_but_for_the_first(polled: Polled) -> None:
    for _ in range(5):
        polled.poll("/feeds/ferries.atom", NEWSBOAT)
    polled.application.count()
    [counted] = polled.counted()
    assert (counted.requests, counted.wasted) == (5, 4)


def test_different_clients_are_estimated_and_no_address_is_kept(polled: Polled, tmp_path: Path) -> None:
    for number in range(40):
        for _ in range(2):
            polled.poll("/feeds/ferries.atom", NEWSBOAT, peer=f"198.51.100.{number}")
    [counted] = polled.counted()
    assert 36 <= estimate(counted.clients) <= 44
    polled.store.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"198.51.100." not in kept and bytes([198, 51, 100]) not in counted.clients


@pytest.mark.parametrize("agent", [FEEDLY, "Slackbot 1.0", "Mozilla/5.0 (X11) Gecko/20100101 Firefox/128.0"])
def test_fetchers_robots_and_browsers_are_no_clients_of_their_own(polled: Polled, agent: str) -> None:
    polled.poll("/feeds/ferries.atom", agent)
    assert [each.clients for each in polled.counted()] == [b""]


@pytest.mark.parametrize(
    ("peer", "forwarded", "clients"),
    [
        ("127.0.0.1", ("203.0.113.1", "203.0.113.2"), 2),  # a proxy on this machine
        ("10.1.2.3", ("9.9.9.9, 203.0.113.1", "8.8.8.8, 203.0.113.1"), 1),  # the last is the one that the proxy saw
        ("9.9.9.9", ("203.0.113.1", "203.0.113.2"), 1),  # no proxy of ours: its word counts for nothing
        ("127.0.0.1", ("nonsense", ""), 1),
        ("127.0.0.1", ("2001:db8:1:2::3", "2001:db8:1:2:ffff::4"), 1),  # one network, one home
        ("127.0.0.1", ("2001:db8:1:2::3", "2001:db8:1:3::3"), 2),
    ],
)
def test_behind_a_proxy_clients_are_those_that_it_names(
    polled: Polled, peer: str, forwarded: tuple[str, str], clients: int
) -> None:
    for address in forwarded:
        polled.poll("/feeds/ferries.atom", NEWSBOAT, peer, X_Forwarded_For=address)
    [counted] = polled.counted()
    assert estimate(counted.clients) == clients


def test_who_makes_up_names_all_day_gets_few_rows(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not so many each time something is written; who is known by name stays so."""
    monkeypatch.setattr(traffic, "MOST_READERS", 3)
    counting, today, answer = traffic.Counting(), NOW.date(), Answer("", [], [], ("ferries", 200, "identity"))

    def count(readers: Iterable[str], day: date) -> Counter[str]:
        asked = ((answer, "/feeds/ferries.atom", name, "192.0.2.1", None, False) for name in readers)
        counting.take(Counter(asked), day)
        return Counter({key[3]: row.requests for key, row in counting.empty().items()})

    assert count(["Gull", "Auk"], today) == {"Gull": 1, "Auk": 1}
    assert count(["Tern", "Skua", "Gull", "Knot"], today) == {"Tern": 1, "Gull": 1, "others": 2}
    assert count(["Skua"], today + DAY) == {"Skua": 1}


def test_processes_count_together(store: Store) -> None:
    for peers in (("192.0.2.1", "192.0.2.2"), ("192.0.2.2", "192.0.2.3")):
        one = Polled(store)
        for peer in peers:
            one.poll("/feeds/ferries.atom", NEWSBOAT, peer)
        one.application.follow(0)
        one.application._ledger.close()
    [counted] = store.traffic(date(2000, 1, 1))
    assert (counted.requests, estimate(counted.clients)) == (4, 3)


def test_it_is_written_once_a_minute_and_not_by_whoever_answers(store: Store) -> None:
    now = [0.0]
    ledger = Ledger(store, lambda: now[0])
    application = web.create(SITE, store)
    Client(application).get("/feeds/all.atom")
    ledger.take(application.prepared.drain())
    for now[0] in (0.0, EVERY - 1):
        ledger.keep_up()
        assert not [each for each in threading.enumerate() if each.name == "traffic"]
        assert store.traffic(date(2000, 1, 1)) == []
    now[0] = EVERY
    ledger.keep_up()
    for thread in threading.enumerate():
        if thread.name == "traffic":
            thread.join(30)
    assert [each.requests for each in store.traffic(date(2000, 1, 1))] == [1]
    ledger.keep_up()
    ledger.close()
    assert [each.requests for each in store.traffic(date(2000, 1, 1))] == [1]


def test_what_cannot_be_written_is_written_later(tmp_path: Path) -> None:
    store = Failing(printed(tmp_path))
    one = Polled(store)  # type: ignore[arg-type]  # it passes on what it is asked
    one.poll("/feeds/ferries.atom", NEWSBOAT)
    one.application.count()
    store.error = StoreError("down")
    one.application._ledger.write()
    store.error = None
    one.poll("/feeds/ferries.atom", NEWSBOAT)
    [counted] = one.counted()
    assert (counted.requests, counted.wasted) == (2, 1)


def test_an_application_that_nobody_follows_writes_nothing(store: Store) -> None:
    application = web.create(SITE, store)
    Client(application).get("/feeds/all.atom")
    application.close()
    assert store.traffic(date(2000, 1, 1)) == []
