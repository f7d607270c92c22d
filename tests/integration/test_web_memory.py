"""Memory is bounded by what the operator gives, whatever is asked for."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from gazette import PRESSED, SITE, notes, printed
from werkzeug.test import EnvironBuilder, run_wsgi_app

from feedsvc import web
from feedsvc.web import Application
from feedsvc.web.library import PASSING
from feedsvc.web.serving import Serving

BUDGET = 8 * 1024 * 1024
PAGE = os.sysconf("SC_PAGE_SIZE")


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    store = printed(tmp_path)
    store.apply(notes(1, 60, "weather"), PRESSED)
    made = web.create(SITE, store, Serving(memory=BUDGET))
    made.follow(0)
    yield made
    made.close()


def ask(application: Application, path: str, query: str = "", **environ: str) -> str:
    given = EnvironBuilder(path, query_string=query).get_environ() | environ
    return str(run_wsgi_app(application, given, buffered=True)[1])


def resident() -> int:
    """Bytes of memory that this process has: the second field of proc(5)'s statm."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def test_thousands_of_parameter_sets_stay_within_the_budget(application: Application) -> None:
    """Asked once each, in three codings, as one would who wants to fill the memory."""
    sets = [f"limit={limit}&brief={brief}" for limit in (1, 2, 3) for brief in range(100, 300)]
    sets += [f"limit={limit}" for limit in range(1, 601)]
    random.Random(1).shuffle(sets)
    growth = []
    for number, query in enumerate(sets):
        codings = ("identity", "gzip", "br")
        status = ask(application, "/feeds/weather.atom", query, HTTP_ACCEPT_ENCODING=codings[number % 3])
        assert status == "200 OK"
        assert application.prepared.library.size <= BUDGET * PASSING
        if number % 100 == 0:
            application.follow(0)
            growth.append(resident())
    assert growth[-1] - growth[len(growth) // 4] < 10 * 1024 * 1024, "it goes on growing when the budget is used up"


def test_what_many_ask_for_stays_while_others_make_up_parameters(application: Application) -> None:
    """The feed itself is built once."""
    ask(application, "/feeds/weather.atom")
    built = application.prepared.library.fresh["/feeds/weather.atom"]
    for limit in range(1, 300):
        ask(application, "/feeds/weather.atom", f"limit={limit}", HTTP_ACCEPT_ENCODING="gzip")
        ask(application, "/feeds/weather.atom")
    assert application.prepared.library.fresh["/feeds/weather.atom"] is built


def test_headers_that_are_made_up_are_not_remembered_for_ever(application: Application) -> None:
    for number in range(5000):
        ask(application, "/feeds/weather.atom", HTTP_ACCEPT_ENCODING=f"gzip;q=0.{number:04}", HTTP_ACCEPT="x" * 500)
    assert len(application.prepared._negotiated) <= 2000


def test_answers_are_counted_and_forgotten_also_where_no_thread_does_it(tmp_path: Path) -> None:
    unfollowed = web.create(SITE, printed(tmp_path))
    for _ in range(100):
        ask(unfollowed, "/feeds/ferries.atom")
    assert len(unfollowed.prepared.served) <= 1
