from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from time import asctime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import dates
from feedsvc.dates.zones import CLOCKS

BERLIN = ZoneInfo("Europe/Berlin")
GREENWICH = ZoneInfo("UTC")
FIRST, LAST = datetime.fromisoformat("1000-01-02"), datetime.fromisoformat("9999-12-30")


def read(text: str, zone: ZoneInfo = GREENWICH, day_first: bool = True) -> datetime:
    moment = dates.interpret(text, zone, day_first)
    assert moment.note is None
    return moment.at


def note(text: str, zone: ZoneInfo = GREENWICH, day_first: bool = True) -> str | None:
    return dates.interpret(text, zone, day_first).note


@pytest.mark.parametrize(
    "text",
    [
        "2002-07-29", "2002/07/29", "2002.7.29", "20020729", "29.07.2002", "29/7/2002", "7-29-2002", "July 29, 2002",
        "July 29th 2002", "JULY 29 2002", "29 July 2002", "29 Jul. 2002", "29th of July, 2002", "29-Jul-2002",
        "2002 July 29", "Monday, July 29, 2002", "Mon. 29 July 2002", "29. Juli 2002", "Montag, 29. Juli 2002",
        "29 juillet 2002", "lundi 29 juillet 2002", "29 de julio de 2002", "29 июля 2002 г.", "29 июля 2002 года",
        "  29\u00a0July\t2002 ", "2002年7月29日", "2002年 7月 29日", "2002年07月29日（月）", "２００２年７月２９日",
        "2002年7月29日 星期一",
        "2002년 7월 29일", "2002년 7월 29일 월요일", "2002-W31-1", "2002W311", "2002-210",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read(text) == datetime(2002, 7, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2002-07-29T14:05", "2002-07-29 14:05:00", "2002-07-29T14:05:00.999Z", "2002-07-29T23:05:00+09:00",
        "2002-07-29 23:05 +0900", "2002-07-29 10:05-04", "20020729T140500Z", "20020729T1405Z",
        "Mon, 29 Jul 2002 14:05:00 GMT", "Mon, 29 Jul 2002 16:05:00 +0200 (CEST)", "29 Jul 02 10:05 EDT",
        "Monday, 29-Jul-02 14:05:00 UTC", "Mon Jul 29 14:05:00 2002", "Mon Jul 29 23:05:00 KST 2002",
        "29 Jul 2002 14:05", "July 29, 2002, 2:05 pm", "July 29, 2002 at 2:05 p.m.", "29. Juli 2002 um 14.05",
        "29 juillet 2002 à 14h05", "2002-07-29 23:05 JST", "2002-07-29 23:05 (KST)", "2002-07-29 17:05 MSK",
        "2002-07-29 23:05 Asia/Seoul", "2002-07-29 17:05 Etc/GMT-3", "2002-07-29 23:05 UTC+9", "2002-07-29 14:05 gmt",
        "2002-07-29T16:05+02:00[Europe/Berlin]", "2002-07-29T16:05[Europe/Berlin]", "2002-07-29T14:05Z[Europe/Berlin]",
        "2002-07-29T16:05+02:00[!Europe/Berlin][u-ca=gregory]", "2002-07-29T16:05[+02:00]", "2002-W31-1T14:05Z",
        "2002-210T14:05Z", "2002年7月29日 14:05", "2002年7月29日14時05分", "2002年7月29日下午2:05",
        "2002年7月29日（月）午後11時5分 JST",
        "2002년 7월 29일 오후 2시 5분", "2002년 7월 29일 14:05", "2002년 7월 29일 오후 11:05 (KST)",
    ],
)  # fmt: skip
def test_a_time_and_a_zone_are_read_however_they_are_written(text: str) -> None:
    assert read(text) == datetime(2002, 7, 29, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(("text", "hour"), [("12:00 am", 0), ("12:30 pm", 12), ("1 am", 1), ("11 P.M.", 23)])
def test_halves_of_the_day_are_told_apart(text: str, hour: int) -> None:
    assert read(f"2002-07-29 {text}").hour == hour


def test_what_names_no_zone_is_of_the_given_one() -> None:
    assert read("2002-07-29", BERLIN) == datetime(2002, 7, 28, 22, tzinfo=UTC)
    assert read("2002-01-29 12:00", BERLIN) == datetime(2002, 1, 29, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "utc", "said"),
    [
        ("2002-03-31 02:30", "2002-03-31T01:30Z", "Europe/Berlin had no 02:30 that day: 03:30 was taken"),
        ("2002-03-31 01:59", "2002-03-31T00:59Z", None),
        ("2002-03-31 03:00", "2002-03-31T01:00Z", None),
        ("2002-10-27 02:30", "2002-10-27T00:30Z", "Europe/Berlin had 02:30 twice that day: the first was taken"),
        ("2002-10-27 02:30 CEST", "2002-10-27T00:30Z", None),
        ("2002-10-27 02:30 CET", "2002-10-27T01:30Z", None),
        ("2002-10-27 03:00", "2002-10-27T02:00Z", None),
        ("2002-11-03 01:30 America/New_York", "2002-11-03T06:30Z", None),
        ("2002-10-27 01:30 America/New_York", "2002-10-27T05:30Z",
         "America/New_York had 01:30 twice that day: the first was taken"),
    ],
)  # fmt: skip
def test_a_time_that_the_clock_skips_or_shows_twice_is_decided_and_noted(text: str, utc: str, said: str | None) -> None:
    moment = dates.interpret(text, BERLIN, day_first=True)
    assert (moment.at, moment.note) == (datetime.fromisoformat(utc), said)


def test_a_day_that_begins_later_than_midnight_begins_then() -> None:
    """Where clocks are put forward at midnight, a date alone is no time that does not exist."""
    assert read("2018-11-04", ZoneInfo("America/Sao_Paulo")) == datetime(2018, 11, 4, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("29 July 2002, 18:05 Moscow time", "2002-07-29T14:05Z"),
        ("29 January 2002, 17:05 Moscow time", "2002-01-29T14:05Z"),
        ("29 July 2002 10:05 am Eastern Time", "2002-07-29T14:05Z"),
        ("29 January 2002 9:05 am Eastern Time", "2002-01-29T14:05Z"),
        ("14:05 GMT, Monday, 29 July 2002", "2002-07-29T14:05Z"),
        ("14:05 GMT on 29 July 2002", "2002-07-29T14:05Z"),
        ("2:05 pm, July 29, 2002", "2002-07-29T14:05Z"),
        ("23:05 Pyongyang time, 29 July 2002", "2002-07-29T14:05Z"),
    ],
)
def test_clocks_of_places_and_a_time_before_the_day_are_read(text: str, utc: str) -> None:
    assert read(text) == datetime.fromisoformat(utc)


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_clock_by_name_is_one_that_there_is(clock: str) -> None:
    there = datetime(2002, 7, 29, 12, tzinfo=ZoneInfo(CLOCKS[clock]))
    assert read(f"2002-07-29 12:00 {clock.title()} time", BERLIN) == there


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-01", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00+09:00", "Thu, 01 Jan 1970 00:00:00 GMT",
        "1 January 1970", "1970-01-01 00:00 Asia/Tokyo", "1969-12-31T19:00:00-05:00", "1970-01-01T01:00:00",
        "01 Jan 70 00:00:00 GMT", "0001-01-01T00:00:00Z", "0001-01-01", "0001-01-01T00:00:00+01:00",
        "0000-00-00 00:00:00",
    ],
)  # fmt: skip
def test_what_programs_write_that_have_no_date_is_known(text: str) -> None:
    assert dates.is_unset(text, BERLIN)


@pytest.mark.parametrize(
    "text",
    ["1970-01-02", "1970-01-01T00:00:01Z", "1969-12-31", "1969-12-31T24:00:01", "2002-07-29", "1970", "", "0002-01-01",
     "1970-13-01", "no date"],
)  # fmt: skip
def test_other_dates_are_dates(text: str) -> None:
    assert not dates.is_unset(text, BERLIN)


def test_the_end_of_a_day_and_a_leap_second_are_the_moment_after() -> None:
    assert read("2002-07-29T24:00") == datetime(2002, 7, 30, tzinfo=UTC)
    assert read("2016-12-31T23:59:60Z") == datetime(2017, 1, 1, tzinfo=UTC)


def test_an_ambiguous_day_is_taken_in_the_given_order_and_noted() -> None:
    assert dates.interpret("03/04/2002", GREENWICH, day_first=True) == dates.Moment(
        datetime(2002, 4, 3, tzinfo=UTC), "03/04/2002 was read as 3 April 2002: the site's order is day first"
    )
    assert dates.interpret("03/04/2002", GREENWICH, day_first=False) == dates.Moment(
        datetime(2002, 3, 4, tzinfo=UTC), "03/04/2002 was read as 4 March 2002: the site's order is month first"
    )


@pytest.mark.parametrize("day_first", [True, False])
@pytest.mark.parametrize(("text", "day", "month"), [("13/04/2002", 13, 4), ("04.13.2002", 13, 4), ("5/5/2002", 5, 5)])
def test_a_day_that_can_be_read_in_one_way_only_is_not_noted(text: str, day: int, month: int, day_first: bool) -> None:
    assert read(text, day_first=day_first) == datetime(2002, month, day, tzinfo=UTC)


def test_a_zone_that_is_not_known_is_noted_and_the_given_one_taken() -> None:
    for zone in ("XYZ", "Asia/Atlantis", "America/Argentina"):
        moment = dates.interpret(f"2002-07-29 14:05 {zone}", BERLIN, day_first=True)
        assert moment.at == datetime(2002, 7, 29, 12, 5, tzinfo=UTC)
        assert moment.note == f"the time zone {zone} is not known: Europe/Berlin was taken"


def test_a_zone_behind_an_offset_that_it_has_not_is_noted_and_the_offset_taken() -> None:
    """RFC 9557, section 3.4"""
    moment = dates.interpret("2002-07-29T14:05+01:00[Europe/Berlin]", GREENWICH, day_first=True)
    assert moment.at == datetime(2002, 7, 29, 13, 5, tzinfo=UTC)
    assert moment.note == "Europe/Berlin was not at +01:00 then: the offset was taken"
    assert note("2002-07-29T14:05+01:00[Asia/Atlantis]") == (
        "the time zone Asia/Atlantis is not known: the offset was taken"
    )


@pytest.mark.parametrize(("text", "hour"), [("上午9時", 9), ("午前0時", 0), ("下午12:00", 12), ("오전 12시", 0)])
def test_halves_of_the_day_are_told_apart_in_the_east(text: str, hour: int) -> None:
    assert read(f"2002年7月29日 {text}").hour == hour


def test_a_weekday_that_does_not_fit_is_noted() -> None:
    assert note("Tue, 29 Jul 2002") == ("the date says Tue, but 29 July 2002 was a Monday: the weekday was ignored")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2024-13-45", "month 13 does not exist"),
        ("2024-02-30", "February 2024 has no day 30"),
        ("30/30/2002", "month 30 does not exist"),
        ("31 April 2002", "April 2002 has no day 31"),
        ("0000-01-01", "year 0 does not exist"),
        ("2002-07-29 25:00", "the time 25:00:00 does not exist"),
        ("2002-07-29 14:60", "the time 14:60:00 does not exist"),
        ("2002-07-29 24:01", "the time 24:01:00 does not exist"),
        ("2002-07-29 13 pm", "13 pm does not exist"),
        ("2002-07-29 14:05+24:00", "the offset +24:00 does not exist"),
        ("0001-01-01T00:00+01:00", "'0001-01-01T00:00+01:00' lies outside of the years 1 to 9999"),
        ("9999-12-31T24:00", "'9999-12-31T24:00' lies outside of the years 1 to 9999"),
        ("2002-W53-1", "2002 has no week 53"),
        ("0000-W01-1", "0000 has no week 1"),
        ("2002-366", "2002 has no day 366"),
        ("2002-000", "2002 has no day 0"),
        ("2002年13月1日", "month 13 does not exist"),
        ("2002年7月29日 下午13:00", "下午 13 does not exist"),
        ("2002-07-29T14:05Z[!u-ca=hebrew]", "no date can be read from '2002-07-29T14:05Z[!u-ca=hebrew]'"),
        ("yesterday", "no date can be read from 'yesterday'"),
        ("29.07.02", "no date can be read from '29.07.02'"),
        ("2002-07-29 and more", "no date can be read from '2002-07-29 and more'"),
        ("2002-07", "no date can be read from '2002-07'"),
        ("1027951500", "no date can be read from '1027951500'"),
        ("", "no date can be read from ''"),
        ("2002-07-29" + " x" * 99, f"no date can be read from {'2002-07-29' + ' x' * 39 + ' …'!r}"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(ValueError) as caught:
        dates.interpret(text, GREENWICH, day_first=True)
    assert str(caught.value) == problem


@given(
    st.datetimes(FIRST, LAST),
    st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_what_programs_write_comes_back_as_it_was(naive: datetime, zone: timezone) -> None:
    """R4, A4, H5: RFC 822 and RFC 3339 are read as exactly as they are written."""
    at = naive.replace(microsecond=0, tzinfo=zone)
    for written in (at.isoformat(), at.isoformat(" ", "microseconds"), format_datetime(at)):
        assert read(written) == at
    assert read(asctime(at.timetuple())) == at.replace(tzinfo=UTC)


@given(st.text(st.sampled_from("0123456789 -/.:,TZ+JulyMondaypmGMTİſ²٣\ud800\x00()W[!]年月日下午"), max_size=40))
def test_no_text_brings_about_anything_but_a_moment_or_a_value_error(text: str) -> None:
    try:
        moment = dates.interpret(text, BERLIN, day_first=True)
    except ValueError:
        return
    assert moment.at.tzinfo is UTC
    assert moment.at.microsecond == 0


@pytest.mark.parametrize(
    ("line", "opening", "closing"),
    [
        ("2002-07-29 | Harbour closed", "2002-07-29", None),
        ("2002-07-29-harbour", "2002-07-29", None),
        ("Monday, July 29, 2002: harbour closed", "Monday, July 29, 2002", None),
        ("Harbour closed - 2002-07-29", None, "2002-07-29"),
        ("Harbour closed – Monday, 29 July 2002, 2:05 pm CEST", None, "Monday, 29 July 2002, 2:05 pm CEST"),
        ("Friends 29 July 2002", None, "29 July 2002"),
        ("From 3 to 5 July 2002", None, "5 July 2002"),
        ("29 July 2002", "29 July 2002", "29 July 2002"),
        ("Version 1.29.07.2002", None, None),
        ("Resolution - 2002-210", None, None),
        ("2002年7月29日 | 港口關閉", "2002年7月29日", None),
        ("항구 폐쇄 - 2002년 7월 29일", None, "2002년 7월 29일"),
        ("Ship 2002-07-291", None, None),
        ("Results of 2001/2002", None, None),
        ("Nothing of 2002 here", None, None),
        ("", None, None),
    ],
)
def test_dates_are_found_at_either_end_of_a_line(line: str, opening: str | None, closing: str | None) -> None:
    assert dates.opening(line) == opening
    assert dates.closing(line) == closing


def test_the_first_date_is_found_anywhere() -> None:
    assert dates.first("OSTMARK, July 29, 2002 (Northwind), not 2002-07-30") == "July 29, 2002"
    assert dates.first("OSTMARK, July 29 (Northwind)") is None


def test_a_date_that_does_not_exist_is_found_all_the_same() -> None:
    """It is for the author to mend, and not to be taken for a part of the headline."""
    assert dates.closing("Harbour closed - 2024-13-45") == "2024-13-45"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("March 5, 2024, 3:00 p.m. ET", "2024-03-05T20:00Z"),
        ("July 5, 2024, 3:00 p.m. ET", "2024-07-05T19:00Z"),
        ("2024-07-05 15:00 CT", "2024-07-05T20:00Z"),
        ("2024-07-05T15:00 MT", "2024-07-05T21:00Z"),
        ("3 p.m. PT, July 5, 2024", "2024-07-05T22:00Z"),
    ],
)
def test_zones_of_the_united_states_follow_their_clocks(text: str, at: str) -> None:
    assert read(text) == datetime.fromisoformat(at)


@pytest.mark.parametrize("text", ["2024-03-03 10:00:00 +0200 CEST", "2024-03-03 08:00:00 +0000 UTC"])
def test_what_go_prints_of_a_time_is_read_by_its_offset(text: str) -> None:
    assert read(text) == datetime(2024, 3, 3, 8, tzinfo=UTC)
