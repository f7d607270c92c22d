"""Dates as people and programs write them: found in a line, and read as a moment in UTC. Pure, and never a guess.

Every form that is understood is one row in `shapes`; a language is one row of months and one of weekdays in `names`.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from feedsvc.dates.names import ENGLISH_MONTHS, ENGLISH_WEEKDAYS, MONTH, WEEKDAY
from feedsvc.dates.shapes import AFTERNOON, EASTERN_HALVES, LONGEST, WRITTEN, parts_of
from feedsvc.dates.zones import clock_note, suffix_note, zone


@dataclass(frozen=True, slots=True)
class Moment:
    """What a written date means: aware UTC in whole seconds, and a sentence on what had to be decided, if anything."""

    at: datetime
    note: str | None = None
    has_zone: bool = field(default=True, compare=False)
    """Whether it names its time zone, or its offset from UTC."""


_FOUR_DIGITS = re.compile(r"\d{4}")


def opening(text: str) -> str | None:
    """The date that the text begins with, as written. It has the shape of a date, but may not exist."""
    found = WRITTEN.match(text) if _FOUR_DIGITS.search(text, 0, LONGEST) else None
    return found[0] if found else None


def closing(text: str) -> str | None:
    """The date that the text ends with, as written."""
    tail = text[-LONGEST:]
    if not _FOUR_DIGITS.search(tail):
        return None
    return next((found[0] for found in WRITTEN.finditer(tail) if found.end() == len(tail)), None)


def first(text: str) -> str | None:
    """The first date written anywhere in the text, as written."""
    found = WRITTEN.search(text) if _FOUR_DIGITS.search(text) else None
    return found[0] if found else None


def interpret(text: str, timezone: ZoneInfo, day_first: bool) -> Moment:
    """Read a whole text as one date, in `timezone` unless it names another, 00:00 unless it names a time.

    Understands ISO 8601, RFC 3339 and 9557, RFC 822 and 2822, and what the rows of `shapes` say. `day_first` settles
    03/04/2002. Where a clock shows a time twice the first is taken, and where it skips one, the time that it shows
    instead; a note says so. Raises ValueError for what is no date.
    """
    parts = parts_of(text)
    if parts is None:
        raise ValueError(f"no date can be read from {_shown(text)!r}")
    day, order_note = _day(parts, day_first)
    meant, zone_note = _zone(parts, timezone)
    try:
        local = (day + _clock(parts)).replace(tzinfo=meant)
        at = local.astimezone(UTC)
        changed = clock_note(local) if "hour" in parts else None
    except OverflowError:
        raise ValueError(f"{_shown(text)!r} lies outside of the years 1 to 9999") from None
    notes = (order_note, zone_note, _weekday_note(parts.get("weekday"), day), changed, _suffix_note(parts, at))
    return Moment(at, "; ".join(filter(None, notes)) or None, has_zone="zone" in parts or "named" in parts)


def is_unset(text: str, timezone: ZoneInfo) -> bool:
    """Whether this is what programs write that have no date: the year 1 or 0, or the beginning of Unix time.

    That is 00:00 on 1 January 1970, in UTC or on whatever clock is meant.
    """
    parts = parts_of(text) if _UNSET.search(text) else None
    if parts is None or (year := _year(parts)) not in _UNSET_YEARS:
        return False
    if year <= 1:
        return True
    try:
        local = _day(parts, day_first=True)[0] + _clock(parts)
    except ValueError:
        return False
    meant, _ = _zone(parts, timezone)
    return local == _EPOCH.replace(tzinfo=None) or local.replace(tzinfo=meant) == _EPOCH


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNSET = re.compile(r"\b(?:000[01]|(?:19)?(?:69|70))")  # a cheap look ahead: hardly any date is one of these
_UNSET_YEARS = frozenset({0, 1, 1969, 1970})  # where it is 1970 in UTC, west of Greenwich it still was 1969


def _zone(parts: dict[str, str], otherwise: ZoneInfo) -> tuple[tzinfo, str | None]:
    """The zone that a date names, or else RFC 9557's suffix: where both are, the offset goes before the name."""
    return zone(parts.get("zone") or parts.get("named"), otherwise)


def _suffix_note(parts: dict[str, str], at: datetime) -> str | None:
    has_both = "zone" in parts and "named" in parts
    return suffix_note(parts["named"], parts["zone"], at) if has_both else None


def _day(parts: dict[str, str], day_first: bool) -> tuple[datetime, str | None]:
    year = _year(parts)
    if "week" in parts:
        return _day_of_week(year, int(parts["week"]), int(parts["day_of_week"])), None
    if "day_of_year" in parts:
        return _day_of_year(year, int(parts["day_of_year"])), None
    if "either" in parts:
        return _ordered_day(year, int(parts["either"]), int(parts["other"]), day_first)
    month = int(parts["month"]) if "month" in parts else MONTH.get(parts["name"].casefold(), 0)
    return _existing_day(year, month, int(parts["day"])), None


def _ordered_day(year: int, either: int, other: int, day_first: bool) -> tuple[datetime, str | None]:
    ambiguous = either <= 12 and other <= 12
    if not ambiguous:
        day_first = either > 12
    day, month = (either, other) if day_first else (other, either)
    found = _existing_day(year, month, day)
    if not ambiguous or either == other:
        return found, None
    order = "day first" if day_first else "month first"
    return found, f"{either:02}/{other:02}/{year:04} was read as {_long(found)}: the site's order is {order}"


def _existing_day(year: int, month: int, day: int) -> datetime:
    if year == 0:
        raise ValueError("year 0 does not exist")
    if not 1 <= month <= 12:
        raise ValueError(f"month {month} does not exist")
    if not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError(f"{ENGLISH_MONTHS[month - 1]} {year} has no day {day}")
    return datetime(year, month, day)  # noqa: DTZ001 - a day as a wall calendar shows it; the zone comes with the clock


def _day_of_week(year: int, week: int, day: int) -> datetime:
    """A day of ISO 8601's weeks, the first of which holds the year's first Thursday."""
    try:
        return datetime.fromisocalendar(year, week, day)
    except ValueError:
        raise ValueError(f"{year:04} has no week {week}") from None


def _day_of_year(year: int, number: int) -> datetime:
    if not 1 <= number <= 365 + isleap(year):
        raise ValueError(f"{year:04} has no day {number}")
    return _existing_day(year, 1, 1) + timedelta(days=number - 1)


def _year(parts: dict[str, str]) -> int:
    return int(parts["year"]) if "year" in parts else _full_year(int(parts["short_year"]))


def _full_year(short: int) -> int:
    return short + (2000 if short < 50 else 1900)  # RFC 2822, section 4.3


def _clock(parts: dict[str, str]) -> timedelta:
    """The time of day; 24:00 ends the day (ISO 8601), and a leap second is the one after it."""
    hour, minute, second = (int(parts.get(name, 0)) for name in ("hour", "minute", "second"))
    if half := parts.get("half"):
        hour = _hour(hour, half)
    if hour > 24 or (hour == 24 and (minute or second)) or minute > 59 or second > 60:
        raise ValueError(f"the time {hour:02}:{minute:02}:{second:02} does not exist")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _hour(hour: int, half: str) -> int:
    """Of 24, for one of 12 before or after noon."""
    if not (0 if half in EASTERN_HALVES else 1) <= hour <= 12:
        raise ValueError(
            f"{half} {hour} does not exist" if half in EASTERN_HALVES else f"{hour} {half}m does not exist"
        )
    return hour % 12 + (12 if half in AFTERNOON else 0)


def _weekday_note(name: str | None, day: datetime) -> str | None:
    if name is None or day.weekday() in WEEKDAY.get(name.casefold(), ()):
        return None
    return f"the date says {name}, but {_long(day)} was a {ENGLISH_WEEKDAYS[day.weekday()]}: the weekday was ignored"


def _long(day: datetime) -> str:
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
