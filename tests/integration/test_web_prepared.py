"""What is answered at once is what Flask would answer, to the byte; what is not prepared is left to Flask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from gazette import PRESSED, SITE, notes, printed, publication
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app

from feedsvc import web
from feedsvc.web import Application
from feedsvc.web.front import Front
from feedsvc.web.prepared import by_label
from feedsvc.web.serving import Serving

Said = tuple[str, list[tuple[str, str]], bytes]
"""Status, headers in their order, body."""

FEEDS = [
    "/feeds/ferries.atom",
    "/feeds/ferries.rss",
    "/feeds/ferries.json",
    "/feeds/all.atom",
    "/feeds/weather.rss",
    "/feeds/политика.json",
    "/feeds/ferries+weather.atom",
    "/feeds/ferries,weather.rss",
    "/feeds/all-weather.json",
    "/feeds/ferries.atom?limit=2",
    "/feeds/ferries.rss?utm_source=x&brief",
    "/feeds/ferries.json?limit=2&brief=100",
]
DOCUMENTS = [
    *FEEDS,
    "/feeds/ferries/archive/1.atom",
    "/feeds/all/archive/2.rss",
    "/feeds/all/archive/1.json",
    "/feeds.opml",
    "/",
    "/topics/ferries?utm_source=x",
    "/entries/new-ferry",
]
OTHERS = [
    "/feeds/ferries.atom?limit=none",
    "/feeds/ferries.atom?brief=1000000",
    "/feeds/weather+ferries.atom?limit=2",
    "/feeds/FERRIES.rss",
    "/feeds/unknown.atom",
    "/feeds/ferries.atom%3Flimit=2",
    "/feeds/ferries/archive/9.atom",
    "/entries/false-alarm",
    "/entries/secret-plan",
    "/feed",
    "/nothing",
    "//feeds/ferries.atom",
]
CODINGS = [None, "gzip", "br;q=0.5, gzip;q=0.4", "zstd", "identity;q=0", "gzip;q=0, *;q=0.1", "nonsense"]
KINDS: list[dict[str, str]] = [{}, {"Sec-Fetch-Dest": "document"}, {"Accept": "text/html,*/*;q=0.8"}]
BROWSING = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Sec-Fetch-Dest": "document"}


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """Of a paper with more entries than a document holds, some of them revised."""
    store = printed(tmp_path_factory.mktemp("prepared"))
    store.apply(notes(1, 9, "ferries", "weather"), PRESSED + timedelta(hours=1))
    store.apply([publication("note-2", "ferries", title="Revised")], PRESSED + timedelta(hours=2))
    serving = Serving(
        limit=4, archive=3, catch_up=6, delta=True, delta_not_for=("rss2email",), retired=frozenset({"x"})
    )
    made = web.create(SITE, store, serving)
    made.follow(0)
    yield made
    made.close()


def say(app: Any, method: str, path: str, headers: Mapping[str, str]) -> Said:
    path, _, query = path.partition("?")
    environ = EnvironBuilder(method=method, query_string=query, headers=dict(headers)).get_environ()
    environ["PATH_INFO"] = unquote(path).encode().decode("latin-1")  # as PEP 3333 has it
    body, status, said = run_wsgi_app(app, environ, buffered=True)
    return status, list(said), b"".join(body)


def at_once(application: Application, method: str, path: str, headers: Mapping[str, str]) -> Said:
    """What the layer in front says by itself."""

    def not_prepared(*_: object) -> list[bytes]:
        raise AssertionError(f"{method} {path} {headers} was left to Flask")

    return say(Front(application.prepared, not_prepared), method, path, headers)


def conditions(tag: str, modified: str | None) -> list[dict[str, str]]:
    """What clients say of what they have: everything that they may have been told, and what they make up."""
    dates = [{"If-Modified-Since": modified}] if modified else []
    return [
        {},
        {"If-None-Match": tag},
        {"If-None-Match": f'"another", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-None-Match": '"another"', "If-Modified-Since": "Fri, 31 Dec 2099 23:59:59 GMT"},
        {"If-Modified-Since": "Fri, 31 Dec 1999 23:59:59 GMT"},
        *dates,
    ]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_the_layer_in_front_says_what_flask_says(application: Application, path: str) -> None:
    """C1, C4, C16: the first time, later, and from Flask alone; status, headers in their order, and body."""
    say(application, "GET", path, {})
    for method, coding, kind in product(("GET", "HEAD"), CODINGS, KINDS):
        asked = {**kind, **({"Accept-Encoding": coding} if coding else {})}
        full = dict(say(application, method, path, asked)[1])
        for condition in conditions(full["ETag"], full.get("Last-Modified")):
            headers = {**asked, **condition}
            first, later = say(application, method, path, headers), at_once(application, method, path, headers)
            assert later == first == say(application.flask, method, path, headers), (method, headers)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_what_nobody_asked_for_yet_is_left_to_flask_and_what_was_is_not(application: Application, path: str) -> None:
    application.prepared.library.drop(["all", "ferries", "weather", "политика"])
    with pytest.raises(AssertionError, match="left to Flask"):
        at_once(application, "GET", path, {})
    first = say(application, "GET", path, BROWSING)
    assert first[0] == "200 OK"
    assert at_once(application, "GET", path, BROWSING) == first


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_head_before_any_get_says_what_the_get_will_say(application: Application, path: str) -> None:
    """C1, readers 6: some ask with HEAD first."""
    application.prepared.library.drop(["all", "ferries", "weather", "политика"])
    status, headers, body = say(application, "HEAD", path, {"Accept-Encoding": "gzip"})
    assert (status, body) == ("200 OK", b"")
    assert say(application, "GET", path, {"Accept-Encoding": "gzip"})[:2] == (status, headers)


@pytest.mark.parametrize("path", OTHERS)
@pytest.mark.parametrize("headers", [{}, BROWSING, {"If-None-Match": "*"}])
def test_what_is_no_document_is_always_left_to_flask(
    application: Application, path: str, headers: dict[str, str]
) -> None:
    say(application, "GET", "/feeds/ferries.atom?limit=2", {})
    for _ in range(2):
        assert say(application, "GET", path, headers) == say(application.flask, "GET", path, headers)
        assert int(say(application, "GET", path, headers)[0][:3]) >= 300
    with pytest.raises(AssertionError, match="left to Flask"):
        at_once(application, "GET", path, headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"])
def test_other_methods_are_left_to_flask(application: Application, method: str) -> None:
    """C1."""
    say(application, "GET", "/feeds/ferries.atom", {})
    status, headers, _ = say(application, method, "/feeds/ferries.atom", {})
    assert (status[:3], dict(headers)["Allow"]) == ("405", "GET, HEAD")


def tags_of(application: Application) -> list[str]:
    """Of the feeds, in every coding, as they are and as they were: of every revision that there was."""
    newest = dict(say(application, "GET", "/feeds/ferries.atom", {})[1])["ETag"]
    epoch, revision, mark, _ = newest.strip('"').split("-")
    numbers = (0, 1, int(revision) - 6, int(revision) - 1, int(revision), int(revision) + 1)
    ends = ("atom", "rss", "json-gzip", "atom-page-br")
    return [f'"{epoch}-{number}-{mark}-{end}"' for number, end in product(numbers, ends)]


ACCEPTED = ["application/rss+xml", "text/html", "text/html;q=0.3, application/atom+xml;q=0.2", "*/*", "nonsense;q=x"]
FIELDS: dict[str, st.SearchStrategy[str]] = {
    "Accept-Encoding": st.sampled_from([coding for coding in CODINGS if coding]),
    "Accept": st.sampled_from(ACCEPTED),
    "Sec-Fetch-Dest": st.sampled_from(["document", "empty", "iframe"]),
    "If-Modified-Since": st.sampled_from(["Sun, 01 Mar 2026 12:00:00 GMT", "Sun, 01 Mar 2026 14:00:00 GMT", "lately"]),
    "A-IM": st.sampled_from(["feed", "feed;q=0", "diffe, gzip"]),
    "User-Agent": st.sampled_from(["newsboat/2.32", "rss2email/3.14"]),
    "Via": st.just("1.1 cache.example"),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whoever_asks_however_is_told_the_same_by_both(application: Application, data: st.DataObject) -> None:
    """D1: those who may be due only what changed, or all that they missed, are left to Flask, and no one else is."""
    path = data.draw(st.sampled_from([*DOCUMENTS, *OTHERS]))
    method = data.draw(st.sampled_from(["GET", "HEAD"]))
    headers = data.draw(st.fixed_dictionaries({}, optional=FIELDS))
    tags = data.draw(st.lists(st.sampled_from([*tags_of(application), '"another"', "unquoted", "*"]), max_size=3))
    if tags:
        headers["If-None-Match"] = ", ".join(tags)
    first, later = say(application, method, path, headers), say(application, method, path, headers)
    assert later == first == say(application.flask, method, path, headers)
    is_for_all = first[0][:3] in {"200", "304"} and "If-None-Match" not in dict(first[1])["Vary"]
    if (
        is_for_all and path in DOCUMENTS and "A-IM" not in headers
    ):  # only Flask can tell that there are too many changes
        assert at_once(application, method, path, headers) == first


def test_a_path_is_never_taken_for_the_key_of_something_else(application: Application) -> None:
    """What a client was given that had missed entries is at no address of its own."""
    old = next(tag for tag in tags_of(application) if "-1-" in tag)
    assert say(application, "GET", "/feeds/ferries.atom", {"If-None-Match": old})[1]
    for kept in list(application.prepared.library.fresh):
        if not kept.startswith("/"):
            assert say(application, "GET", f"/{kept}", {})[0].startswith("404")


def test_answers_are_counted_the_same_by_both(application: Application) -> None:
    application.prepared.drain()
    say(application, "GET", "/feeds/ferries.atom", {})
    say(application.flask, "GET", "/feeds/ferries.atom", {})
    say(application, "HEAD", "/feeds/ferries.atom", {"If-None-Match": "*", "Accept-Encoding": "gzip"})
    assert by_label(application.prepared.drain()) == {("ferries", 200, "identity"): 2, ("ferries", 304, "gzip"): 1}


def test_a_server_that_says_nothing_of_the_query_is_served(application: Application, tmp_path: Path) -> None:
    """PEP 3333: QUERY_STRING may be absent where it is empty."""
    environ = EnvironBuilder("/feeds/ferries.atom").get_environ()
    del environ["QUERY_STRING"]
    for app in (application, application.flask):
        assert run_wsgi_app(app, dict(environ), buffered=True)[1] == "200 OK"
