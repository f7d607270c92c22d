"""Days, hours, numbers, sizes and spans, as each language writes them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from babel import localedata
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.web.translations.amounts import Amounts
from feedsvc.web.translations.moments import Moments

AFTERNOON = datetime(2002, 7, 29, 14, 5)  # noqa: DTZ001  # moments are written as the clock on the wall has them


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
