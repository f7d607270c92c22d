"""Searches that somebody makes to break us: each is refused or answered. bench/hostile.py says how fast (C14)."""

from __future__ import annotations

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.hostilities import requests
from bench.newsroom import Newsroom
from bench.stock import SITE, stocked
from feedsvc import web


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return Newsroom(9)


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory, newsroom: Newsroom) -> web.Application:
    return web.create(SITE, stocked(tmp_path_factory.mktemp("hostile") / "stock.db", newsroom, 60))


def test_nothing_that_is_asked_for_breaks_a_search(application: web.Application, newsroom: Newsroom) -> None:
    statuses = set()
    for address in requests(250, newsroom.words):
        path, _, query = address.partition("?")
        environ = EnvironBuilder(path, headers={"Accept": "text/html, */*"}).get_environ()
        environ["QUERY_STRING"] = query
        body, status, headers = run_wsgi_app(application, environ, buffered=True)
        document = b"".join(body)
        assert status[:3] in {"200", "301", "400"}, ascii(address[:200])
        assert all("\n" not in value and value.isprintable() for value in headers.values())
        assert b"<script" not in document
        statuses.add(status[:3])
    assert statuses == {"200", "301", "400"}


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ED%A0%80", "filter=%ED%A0%80", "filter=%00", "author=%FF", "q=\xed\xa0\x80"]
)
@pytest.mark.parametrize("path", ["/feeds/search.atom", "/search"])
def test_bytes_that_no_text_has_are_taken_out_or_refused(application: web.Application, path: str, query: str) -> None:
    """X2."""
    environ = EnvironBuilder(path).get_environ()
    environ["QUERY_STRING"] = query
    body, status, _ = run_wsgi_app(application, environ, buffered=True)
    assert status[:3] in {"200", "400"}
    b"".join(body).decode("utf-8")
