"""The pages of docs/reference say what the program's own tables say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from documentation import PAGES, ROOT, blocks, inline, name, read, rows
from flask import Flask, abort
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, RequestRedirect

from feedsvc import errors, metrics, store, web
from feedsvc.errors import ExpressionError, FeedsvcError, Rejected
from feedsvc.metrics import StoreFacts
from feedsvc.model import Author, Site
from feedsvc.web import errors as translators
from feedsvc.web import redirects

REFERENCE = ROOT / "docs" / "reference"
URLS, METRICS, ERRORS = (REFERENCE / page for page in ("urls.md", "metrics.md", "errors.md"))

BASE = "https://news.example.org"
SITE = Site("News", "", BASE, "example.org,2026", "en", ZoneInfo("UTC"), Author("Desk"))


def code(cell: str) -> str:
    return cell.strip("`")


# Addresses


@pytest.fixture(scope="module")
def routes() -> Iterator[Map]:
    """What is routed where everything is switched on."""
    kept = store.connect("sqlite://")
    application = web.create(SITE, kept, explain=lambda _: None)
    yield application.flask.url_map
    application.close()
    kept.close()


def spelled(rule: str) -> str:
    """A rule of the router, as the page spells it."""
    rule = re.sub(r"<any\([^>]*\):suffix>", "<suffix>", rule)
    return re.sub(r"<(?:path|number(?:\([^)]*\))?):(\w+)>", r"<\1>", rule).replace("<text>", "<selection>")


def test_the_page_lists_every_address_that_is_routed_and_no_other(routes: Map) -> None:
    tables = [row for head in ("| Address | What is there |", "| Address | leads to |") for row in _tables(head)]
    assert sorted(code(address) for address, _ in tables) == sorted(
        {spelled(rule.rule) for rule in routes.iter_rules()}
    )


def _tables(head: str) -> Iterator[list[str]]:
    """The rows of all tables with this head."""
    for part in read(URLS).split(f"{head}\n")[1:]:
        for line in part.split("\n\n")[0].splitlines()[1:]:
            yield [cell.strip() for cell in line.strip("|").split("|")]


def test_the_page_says_where_guesses_lead() -> None:
    told = {code(guess): BASE + code(target) for guess, target in rows(URLS, "| Address | leads to |")}
    assert told == {guess: leads_to(BASE) for guess, leads_to in redirects.GUESSES.items()}


OURS = re.compile(r"/(?:feeds|topics|entries|static)/[^\s…]+|/(?:search|healthz|readyz|metrics|feeds\.opml)\b[^\s]*")
LOCAL = re.compile(r"http://127\.0\.0\.1:8000(/[^\s'\")>`]*)")


def named() -> set[tuple[str, str]]:
    """Where an address is named, and its path."""
    found = {(name(page), word) for page in PAGES for word in inline(page) if OURS.fullmatch(word)}
    for page in PAGES:
        found |= {(name(page), path) for path in LOCAL.findall(read(page))}
    for block in blocks("sh", "console"):
        found |= {(name(block.page), path) for path in LOCAL.findall(block.text)}
    return {(page, path.partition("?")[0].replace("<suffix>", "atom").replace("<number>", "1")) for page, path in found}


@pytest.mark.parametrize(("page", "path"), sorted(named()))
def test_an_address_that_is_named_is_routed(routes: Map, page: str, path: str) -> None:
    try:
        routes.bind("localhost").match(path, "GET")
    except RequestRedirect:
        pass  # which leads to one that is
    except NotFound:
        pytest.fail(f"{page} names {path}, where nothing is")


# Metrics


@pytest.fixture
def exposed() -> dict[str, Metric]:
    """What a server exposes that has answered once."""
    metrics.Requests().add("all", 200, "gzip", 1)
    metrics.observe_build("atom", 0.001)
    text = metrics.exposition(lambda: StoreFacts(1, 1, 0, 0, 0, 1.0)).decode()
    families = text_string_to_metric_families(text)
    return {family.name: family for family in families if family.name.startswith("feedsvc_")}


def test_the_page_lists_every_metric_with_its_kind_labels_and_meaning(exposed: dict[str, Metric]) -> None:
    told = {
        code(metric): (kind, set(re.findall(r"`(\w+)`", labels)), meaning)
        for metric, kind, labels, meaning in rows(METRICS, "| Metric | Kind | Labels | What it says |")
    }
    assert told == {
        metric: (
            family.type,
            {label for sample in family.samples for label in sample.labels} - {"le"},
            family.documentation,
        )
        for metric, family in exposed.items()
    }


def test_metrics_that_the_page_names_are_exposed(exposed: dict[str, Metric]) -> None:
    samples = {sample.name for family in exposed.values() for sample in family.samples} | exposed.keys()
    assert set(re.findall(r"\bfeedsvc_[a-z_]+", read(METRICS))) - samples == set()


# Errors


MADE = MappingProxyType(
    {
        "ConfigError": lambda: errors.ConfigError(()),
        "ExpressionError": lambda: ExpressionError("(", 2, "a word"),
        "Rejected": lambda: Rejected("empty", "write something"),
    }
)
"""Errors that take more than a message."""


def kinds() -> dict[str, type[FeedsvcError]]:
    return {kind.__name__: kind for kind in FeedsvcError.__subclasses__() if kind.__module__ == errors.__name__}


def test_the_page_draws_the_tree_of_errors() -> None:
    tree = dict(re.findall(r"[├└]── (\w+) +(.+)", errors.__doc__ or ""))
    assert tree.keys() == kinds().keys()
    assert {code(kind): what for kind, what, _ in rows(ERRORS, "| Error | What happened | Over HTTP |")} == tree


@pytest.mark.parametrize("kind", kinds())
def test_the_page_says_which_status_an_error_becomes(kind: str) -> None:
    """One that has none there is no reader's, and would be a mistake of ours."""
    told = {code(kind): status for kind, _, status in rows(ERRORS, "| Error | What happened | Over HTTP |")}[kind]
    app = Flask(__name__)
    translators.translate(app)

    @app.route("/")
    def fail() -> str:
        raise MADE[kind]() if kind in MADE else kinds()[kind]("so")

    assert app.test_client().get("/").status_code == int(told or 500)


def test_the_page_has_the_sentences_of_each_status() -> None:
    app = Flask(__name__)
    translators.translate(app)
    app.add_url_rule("/<int:code>", "fail", abort)
    for status, sentence in rows(ERRORS, "| Status | Sentence |"):
        answer = app.test_client().get(f"/{status}")
        assert (answer.status_code, answer.text) == (int(status), f"{sentence}\n")
