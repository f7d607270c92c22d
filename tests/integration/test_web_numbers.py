"""Numbers in addresses: each has one spelling, so that nobody fills the memory with one page under many."""

from __future__ import annotations

import pytest
from gazette import PRESSED, SITE, notes, printed
from werkzeug.routing import IntegerConverter
from werkzeug.test import Client

from feedsvc import web
from feedsvc.store.changes import Registered
from feedsvc.web.choices import MOST
from feedsvc.web.serving import Serving

ROUTES = [
    "/subscribe/{}",
    "/combine/ferries,weather/{}",
    "/archive/2025/03/{}",
    "/sitemap-{}.xml",
    "/feeds/weather/archive/{}.atom",
]
"""Each is there with 1 or 2 as its number."""


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> web.Application:
    store = printed(tmp_path_factory.mktemp("numbers"))
    store.register([Registered(f"t{number:03}", f"Topic {number:03}", "") for number in range(MOST)], PRESSED)
    store.apply(notes(1, 202, "weather"), PRESSED)
    return web.create(SITE, store, Serving(archive=5))


@pytest.mark.parametrize("route", ROUTES)
def test_a_number_has_one_spelling(application: web.Application, route: str) -> None:
    client = Client(application)
    number = next(number for number in "12" if client.get(route.format(number)).status_code == 200)
    arabic = "\u0661\u0662"[int(number) - 1]
    others = (f"0{number}", f"00000{number}", f"+{number}", f"%20{number}", arabic, f"{number}.0", "0", "-1", "9" * 30)
    kept = len(application.prepared.library.fresh)
    for other in others:
        assert client.get(route.format(other)).status_code == 404, other
    assert len(application.prepared.library.fresh) == kept


@pytest.mark.parametrize("path", ["/archive/2025/3", "/archive/02025/03", "/archive/2025/003", "/archive/٢٠٢٥/٠٣"])
def test_a_year_and_a_month_have_as_many_digits_as_they_have(application: web.Application, path: str) -> None:
    assert Client(application).get("/archive/2025/03").status_code == 200
    assert Client(application).get(path).status_code == 404


def test_no_route_takes_numbers_in_any_spelling(application: web.Application) -> None:
    """Which routers do where nobody thinks of it."""
    rules = application.flask.url_map.iter_rules()
    converters = [converter for rule in rules for converter in rule._converters.values()]
    assert converters
    assert not [each for each in converters if isinstance(each, IntegerConverter)]


def test_further_pages_of_topics_pass(application: web.Application) -> None:
    """They drive out no feed."""
    for path in ("/subscribe", "/subscribe/2"):
        assert Client(application).get(path).status_code == 200
    fresh = application.prepared.library.fresh
    assert (fresh["/subscribe"].is_passing, fresh["/subscribe/2"].is_passing) == (False, True)
