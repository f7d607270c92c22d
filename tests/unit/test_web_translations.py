"""What pages say of their own accord: catalogs that are complete, dates and numbers as each language writes them."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from babel import localedata
from babel.messages.catalog import Catalog, Message
from documentation import ROOT
from hypothesis import given
from hypothesis import strategies as st
from template_words import untold

from feedsvc import languages
from feedsvc.errors import RequestError
from feedsvc.web.translations import catalogs, harvest
from feedsvc.web.translations.amounts import Amounts
from feedsvc.web.translations.catalogs import words
from feedsvc.web.translations.moments import Moments

TEMPLATES = sorted((ROOT / "feedsvc/web/templates").glob("*.html"))
SAID = harvest.messages()
LANGUAGES = [path.stem for path in catalogs.files()]
AFTERNOON = datetime(2002, 7, 29, 14, 5)  # noqa: DTZ001  # moments are written as the clock on the wall has them


def translated(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def forms(said: str | Sequence[str]) -> list[str]:
    """Of a message or a translation: one, or those of singular and plurals."""
    return [said] if isinstance(said, str) else [*said]


def values(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", text))


def tags(text: str) -> list[str]:
    return sorted(re.findall(r"</?\w+>", text))


# The catalogs, and what they are made from.


def test_german_is_there() -> None:
    assert "de" in LANGUAGES


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_catalog_has_every_message_and_no_other(tag: str) -> None:
    """Where it has not: `python -m feedsvc.web.translations`, then translate what that lists."""
    assert harvest.state(harvest.updated(harvest.opened(tag), SAID)) == harvest.State((), (), ())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_translation_names_the_same_values_in_the_same_markup(tag: str) -> None:
    for message in translated(catalogs.read(catalogs.file_of(tag))):
        english, others = forms(message.id)[-1], forms(message.string)
        assert values(others[-1]) == values(english), others
        for other in others:
            assert values(other) <= values(english), other  # a singular need not say how many
            assert tags(other) == tags(english), other
            assert isinstance(other % defaultdict(str), str)  # a per cent sign of its own would end a page in an error


def test_every_message_can_be_filled_in() -> None:
    for message in translated(SAID):
        for said in forms(message.id):
            assert said % defaultdict(str)


@pytest.mark.parametrize("template", TEMPLATES, ids=[template.name for template in TEMPLATES])
def test_a_template_says_nothing_that_has_no_translation(template: Path) -> None:
    assert untold(template.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('{% if x %}<p lang="en">{{ x }} more</p>{% endif %}', ["\ufffc more"]),
        ('<nav aria-label="Pages">{{ _("Pages") }}</nav>', ["Pages"]),
        ('<input placeholder="Words" {% if x %}title="{{ x }}"{% endif %}>', ["Words"]),
        ('<meta name="description" content="About us">', ["About us"]),
        ('<meta name="robots" content="noindex">{{ _("None.") }} · 304 <code>word</code>', []),
        ('{{ heading("Nothing here") }}', ["Nothing here"]),
        ('{{ x or "Nothing" }}{{ _("of %(x)s", x="some other") }}', ["Nothing", "some other"]),
        ('{% trans n=x | length %}one{% pluralize %}{{ n }} <b>many</b>{% endtrans %}', []),
        ('<a class="{{ "on top" }}">{{ x.get("slug", "no") }}</a>', ["on top"]),
    ],
)  # fmt: skip
def test_words_in_a_template_are_found_wherever_they_are(source: str, found: list[str]) -> None:
    assert untold(source) == found


def test_what_is_told_to_whoever_asked_is_written_where_it_is_raised() -> None:
    """A sentence that is put together elsewhere would be in no catalog."""
    calls = [
        (path, node)
        for folder in ("web", "store")
        for path in (ROOT / "feedsvc" / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"RequestError", "SearchError"}
    ]
    assert len(calls) > 8
    for path, call in calls:
        assert [type(given) for given in call.args] == [ast.Constant], f"{path.name}:{call.lineno}"
        assert ast.literal_eval(call.args[0]) in SAID, f"{path.name}:{call.lineno}"


def test_a_refusal_keeps_its_sentence_and_what_that_speaks_of_apart() -> None:
    refused = RequestError("The parameter %(name)s must be a name.", name="100%")
    assert str(refused) == "The parameter 100% must be a name."
    assert (refused.sentence, refused.values) == ("The parameter %(name)s must be a name.", {"name": "100%"})


def test_catalogs_are_installed_with_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    installed = project["tool"]["setuptools"]["package-data"]["feedsvc"]
    assert any(catalogs.file_of("de") in (ROOT / "feedsvc").glob(pattern) for pattern in installed)


# How a catalog is brought up to date.


def catalog(**said: str) -> Catalog:
    made = Catalog(locale="de", fuzzy=False)
    for message, string in said.items():
        made.add(message.replace("_", " "), string)
    return made


def test_what_is_no_longer_said_is_kept_until_a_person_takes_it_out() -> None:
    updated = harvest.updated(catalog(Search="Suche", Elephants="Elefanten"), catalog(Search=""))
    assert harvest.state(updated) == harvest.State((), (), ("Elephants",))
    assert b'#~ msgstr "Elefanten"' in harvest.written(updated, "de")


def test_what_is_said_in_other_words_is_proposed_and_not_used() -> None:
    known = catalog(All_topics_of_this_site="Alle Themen dieser Seite")
    updated = harvest.updated(known, catalog(All_the_topics_of_this_site=""))
    assert harvest.state(updated).fuzzy == ("All the topics of this site",)
    assert updated["All the topics of this site"].string == "Alle Themen dieser Seite"
    assert catalogs.compiled(updated).gettext("All the topics of this site") == "All the topics of this site"


def test_what_is_new_is_to_be_translated() -> None:
    updated = harvest.updated(catalog(Search="Suche"), catalog(Search="", Penguins=""))
    assert harvest.state(updated) == harvest.State(("Penguins",), (), ())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_same_messages_make_the_same_file(tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    once = harvest.written(harvest.updated(harvest.opened(tag), SAID), tag)
    (tmp_path / f"{tag}.po").write_bytes(once)
    monkeypatch.setattr(catalogs, "FOLDER", tmp_path)
    assert harvest.written(harvest.updated(harvest.opened(tag), SAID), tag) == once


def test_a_new_language_begins_with_every_message_and_its_own_plurals() -> None:
    begun = harvest.updated(harvest.opened("pl"), SAID)
    assert len(harvest.state(begun).missing) == len(translated(SAID))
    assert b"nplurals=3" in harvest.written(begun, "pl")


# Which words a site gets.


@pytest.mark.parametrize(
    ("tag", "language", "search"),
    [
        ("de", "de", "Suche"),
        ("de-AT", "de-AT", "Suche"),
        ("en", "en", "Search"),
        ("en-US", "en-US", "Search"),
        ("ar", "en", "Search"),
        ("den", "en", "Search"),
        ("x-de", "en", "Search"),
    ],
)
def test_a_region_gets_the_words_of_its_language_and_a_language_without_a_catalog_english(
    tag: str, language: str, search: str
) -> None:
    found = words(tag)
    assert (found.language, found.translations.gettext("Search")) == (language, search)
    assert found.is_english == (search == "Search")


@pytest.mark.parametrize(
    ("tag", "wider"),
    [
        ("de-AT", ["de-AT", "de"]),
        ("zh-Hant-TW", ["zh-Hant-TW", "zh-Hant", "zh"]),
        ("en-a-bb-x-cc", ["en-a-bb-x-cc", "en-a-bb", "en"]),
    ],
)
def test_a_tag_is_a_case_of_what_its_beginning_says(tag: str, wider: list[str]) -> None:
    """RFC 4647, section 3.4."""
    assert list(languages.wider(tag)) == wider


# Days, months and hours.


@pytest.mark.parametrize(
    ("tag", "day", "short", "month", "moment"),
    [
        ("en", "29 July 2002", "29/07", "July 2002", "29 July 2002, 14:05"),
        ("en-GB", "29 July 2002", "29/07", "July 2002", "29 July 2002, 14:05"),
        ("en-US", "July 29, 2002", "7/29", "July 2002", "July 29, 2002, 2:05\u202fPM"),
        ("de-AT", "29. Juli 2002", "29.7.", "Juli 2002", "29. Juli 2002, 14:05"),
        ("fr", "29 juillet 2002", "29/07", "juillet 2002", "29 juillet 2002, 14:05"),
        ("cs", "29. července 2002", "29. 7.", "červenec 2002", "29. července 2002 14:05"),
        ("ja", "2002年7月29日", "7/29", "2002年7月", "2002年7月29日 14:05"),
        ("ar", "29 يوليو 2002", "29\u200f/7", "يوليو 2002", "29 يوليو 2002، 2:05\u202fم"),
        ("vi", "29 tháng 7, 2002", "29/7", "tháng 7 năm 2002", "14:05 29 tháng 7, 2002"),
        ("tlh", "2002-07-29", "07-29", "2002-07", "2002-07-29, 14:05"),
        ("x-pirate", "2002-07-29", "07-29", "2002-07", "2002-07-29, 14:05"),
    ],
)
def test_a_language_has_its_way_of_writing_days_months_and_hours(
    tag: str, day: str, short: str, month: str, moment: str
) -> None:
    moments = Moments(tag)
    written = moments.day(AFTERNOON), moments.short_day(AFTERNOON), moments.month(AFTERNOON), moments.moment(AFTERNOON)
    assert [plain(each) for each in written] == [plain(each) for each in (day, short, month, moment)]


def plain(text: str) -> str:
    """CLDR changes from version to version which of the narrow spaces it takes."""
    return re.sub(r"\s", " ", text)


@pytest.mark.parametrize("tag", ["en", "de", "ja"])
def test_at_midnight_there_is_a_day_and_no_hour_but_where_it_happened_at_midnight(tag: str) -> None:
    moments, midnight = Moments(tag), AFTERNOON.replace(hour=0, minute=0)
    assert moments.moment(midnight) == moments.day(midnight)
    assert moments.minute(midnight).startswith(moments.day(midnight)) and "00" in moments.minute(midnight)


@pytest.mark.parametrize(("year", "day"), [(1, "2 January 1"), (800, "2 January 800"), (9999, "2 January 9999")])
def test_every_year_has_its_number(year: int, day: str) -> None:
    assert Moments("en").day(date(year, 1, 2)) == day
    assert Moments("tlh").day(date(year, 1, 2)) == f"{year:04}-01-02"


@given(st.sampled_from(localedata.locale_identifiers()), st.datetimes(), st.integers(0, 10**15))
def test_whatever_cldr_knows_is_written(identifier: str, moment: datetime, number: int) -> None:
    """So no `[site] language` ends a page in an error."""
    tag, length = identifier.replace("_", "-"), timedelta(seconds=number // 10**6)
    moments, amounts = Moments(tag), Amounts(tag)
    written = moments.day(moment), moments.short_day(moment), moments.month(moment), moments.minute(moment)
    counted = amounts.number(number), amounts.percent(0.5), amounts.size(number)
    assert all([*written, *counted, amounts.span(length), amounts.ago(length), amounts.ahead(length)])


# Numbers, shares, sizes and spans.


@pytest.mark.parametrize(
    ("tag", "number", "percent", "size"),
    [
        ("en", "12,345", "44%", "1.5 MB"),
        ("en-US", "12,345", "44%", "1.5 MB"),
        ("de", "12.345", "44 %", "1,5 MB"),
        ("fr", "12 345", "44 %", "1,5 Mo"),
        ("tlh", "12,345", "44%", "1.5 MB"),
    ],
)
def test_a_language_has_its_way_of_writing_numbers(tag: str, number: str, percent: str, size: str) -> None:
    amounts = Amounts(tag)
    written = amounts.number(12345), amounts.percent(0.44), amounts.size(1_500_000)
    assert [plain(each) for each in written] == [number, percent, size]


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (1549, "1.5 kB"), (999_940, "999.9 kB"),
        (999_950, "1 MB"), (10**12, "1 TB"), (10**15, "1,000 TB"),
    ],
)  # fmt: skip
def test_a_size_is_told_in_the_largest_unit_of_which_there_is_one(size: int, written: str) -> None:
    assert Amounts("en").size(size) == written


@pytest.mark.parametrize(
    ("seconds", "span", "german"),
    [
        (0, "0 ms", "0 ms"),
        (0.25, "250 ms", "250 ms"),
        (1.9, "1,900 ms", "1.900 ms"),
        (2, "2 seconds", "2 Sekunden"),
        (119, "119 seconds", "119 Sekunden"),
        (300, "5 minutes", "5 Minuten"),
        (47 * 3600, "47 hours", "47 Stunden"),
        (48 * 3600 + 7, "2 days", "2 Tage"),
        (500 * 86400, "500 days", "500 Tage"),
        (-300, "5 minutes", "5 Minuten"),
    ],
)
def test_a_length_is_told_in_the_largest_unit_of_which_there_are_two(seconds: float, span: str, german: str) -> None:
    length = timedelta(seconds=seconds)
    assert [plain(Amounts(tag).span(length)) for tag in ("en", "de")] == [span, german]


def test_how_long_ago_and_how_far_ahead_are_said_in_the_case_that_the_language_wants() -> None:
    amounts, days = Amounts("de"), timedelta(days=3)
    assert (amounts.ago(days), amounts.ahead(days)) == ("vor 3 Tagen", "in 3 Tagen")
    assert Amounts("en").ago(timedelta(0)) == "1 second ago"
