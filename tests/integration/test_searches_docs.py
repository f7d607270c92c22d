"""What docs/searches.md says is so: its addresses are asked for, its tables are the program's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from gazette import SITE, printed, publication, reader
from werkzeug.test import Client

from feedsvc.errors import ExpressionError
from feedsvc.expressions import language, parse
from feedsvc.store.changes import Registered
from feedsvc.store.values import CONSIDERED, Order
from feedsvc.web import aliases, filters, parameters, searching
from feedsvc.web.aliases import FIELDS
from feedsvc.web.filters import PLACES

PAGE = (Path(__file__).parents[2] / "docs" / "searches.md").read_text(encoding="utf-8")
FLOWING = " ".join(PAGE.split())


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of every table with this head."""
    for table in PAGE.split(f"{heading}\n")[1:]:
        for line in table.split("\n\n")[0].splitlines()[1:]:
            yield [cell.strip() for cell in line.strip("|").split("|")]


def names(heading: str) -> list[str]:
    return [cells[0].strip("`") for cells in rows(heading)]


CANONICAL = [(asked.strip("`"), itself.strip("`")) for asked, itself in rows("| address | the feed calls itself |")]
FETCHED = re.findall(r"curl 'http://127\.0\.0\.1:8000(/[^']+)'", PAGE)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    store = printed(tmp_path_factory.mktemp("documented"))
    said = publication("economy", content="<p>The ferry and the harbour</p>")
    store.register([Registered("economy", "Economy", "")], said.entry.received)
    store.apply([said], said.entry.received)
    return reader(store)


@pytest.mark.parametrize("address", FETCHED)
def test_what_the_page_fetches_is_a_feed(client: Client, address: str) -> None:
    assert len(FETCHED) == 2
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("asked", "itself"), CANONICAL)
def test_a_feed_calls_itself_as_the_page_says(client: Client, asked: str, itself: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 200
    assert answer.headers["Link"].startswith(f'<{SITE.base_url}{itself}>; rel="self"')


def test_an_address_without_a_suffix_leads_where_the_page_says(client: Client) -> None:
    [(asked, target)] = re.findall(r"`(/feeds/economy\?format=rss)` leads to `(\S+)`", FLOWING)
    assert client.get(asked).headers["Location"] == SITE.base_url + target


@pytest.mark.parametrize("expression", names("| you write into `q` | you get entries |"))
def test_the_examples_of_expressions_can_be_asked_for(client: Client, expression: str) -> None:
    assert parse(expression)
    assert client.get("/feeds/search.atom", query_string={"q": expression}).status_code == 200


def test_every_parameter_is_in_one_table_and_no_other_is() -> None:
    asked = names("| parameter | what it asks for |")
    shown = names("| parameter | an entry is shown where this is found in |")
    left_out = names("| parameter | an entry is left out where this is found in |")
    assert sorted([*asked, *shown, *left_out]) == sorted(parameters.OWN)
    assert [*shown, *left_out] == list(PLACES)
    assert [name.partition("=")[0] for name in names("| parameter | same as |")] == list(parameters.ALIASES)


def test_the_page_says_where_each_pattern_is_looked_for() -> None:
    said = {
        "its title": filters.PLACES["filter_title"],
        "its text, without markup": filters.PLACES["filter_description"],
        "the names of its authors": filters.PLACES["filter_author"],
        "the title or the slug of one of its topics": filters.PLACES["filter_category"],
    }
    for heading in ("shown", "left out"):
        for name, where in rows(f"| parameter | an entry is {heading} where this is found in |"):
            if where in said:
                assert PLACES[name.strip("`")] == said[where]
    assert set(PLACES["filter"]) == {place for places in said.values() for place in places}
    assert PLACES["filterout"] == said["its title"] + said["its text, without markup"]


def test_what_search_attrs_may_name_is_told() -> None:
    [told] = [cells[1] for cells in rows("| parameter | same as |") if cells[0] == "`search_attrs`"]
    assert set(re.findall(r"`(\w+)`", told)) - {"q"} == set(FIELDS)


def test_the_limits_are_the_programs() -> None:
    limits = dict(rows("| what | how much |"))
    assert limits["an expression, also when it is spelled out"] == (
        f"{language.LONGEST:,} characters, {aliases.MOST_TERMS} words and phrases, parentheses {language.DEEPEST} deep"
    )
    assert limits["a regular expression"].startswith(f"{filters.LONGEST} characters, and no more")
    assert f"{filters.LARGEST:,} instructions" in limits["a regular expression"]
    assert limits["entries"] == f"{parameters.MOST:,}; with `brief`, {parameters.MOST_IN_BRIEF}"
    assert limits["the page that searches"] == f"{searching.LISTED} entries"
    assert f"at most {filters.LONGEST} characters each" in FLOWING
    assert f"tried on the newest {CONSIDERED:,} of those" in FLOWING
    assert f"the newest {CONSIDERED:,} entries that match are put in order" in FLOWING
    assert f"so many seconds, 1 to {filters.LATEST}" in FLOWING
    assert f"`brief={parameters.LEAST_BRIEF}`" in FLOWING
    assert {f"`{order}`" for order in Order} <= set(re.findall(r"`\w+`", FLOWING))


def test_a_mistake_is_pointed_at_as_the_page_shows() -> None:
    shown = PAGE.split("```")[-2].strip("\n")
    with pytest.raises(ExpressionError) as refused:
        parse(shown.splitlines()[0])
    assert refused.value.pointed() == shown
