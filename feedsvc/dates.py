"""Dates as people and programs write them: found in a line, and read as a moment in UTC. Pure, and never a guess.

Every form that is understood is one row of `_SHAPES`; a language is one row of months and one of weekdays.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as fixed_offset
from itertools import count
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True, slots=True)
class Moment:
    """What a written date means: aware UTC in whole seconds, and a sentence on what had to be decided, if anything."""

    at: datetime
    note: str | None = None
    has_zone: bool = field(default=True, compare=False)
    """Whether it names its time zone, or its offset from UTC."""


_MONTHS = """
January February March April May June July August September October November December
Januar Februar März April Mai Juni Juli August September Oktober November Dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
"""
_WEEKDAYS = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday
Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag
lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miércoles jueves viernes sábado domingo
понедельник вторник среда четверг пятница суббота воскресенье
"""
_OFFSETS = {  # hours from UTC; a name that two zones claim, such as IST, is left out and gets a note
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "SAST": 2, "EEST": 3, "MSK": 3, "PKT": 5, "ICT": 7, "WIB": 7, "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9,
    "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "ADT": -3, "AST": -4, "EDT": -4, "EST": -5, "CDT": -5,
    "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKDT": -8, "AKST": -9, "HST": -10,
}  # fmt: skip


_CLOCKS = {  # "14:05 Moscow time" names a clock, and no offset: that depends on the day
    "moscow": "Europe/Moscow", "kyiv": "Europe/Kyiv", "kiev": "Europe/Kyiv", "london": "Europe/London",
    "paris": "Europe/Paris", "berlin": "Europe/Berlin", "central european": "Europe/Brussels", "tokyo": "Asia/Tokyo",
    "beijing": "Asia/Shanghai", "seoul": "Asia/Seoul", "pyongyang": "Asia/Pyongyang", "tehran": "Asia/Tehran",
    "new york": "America/New_York", "eastern": "America/New_York", "central": "America/Chicago",
    "mountain": "America/Denver", "pacific": "America/Los_Angeles", "greenwich mean": "UTC",
}  # fmt: skip


def _spellings(table: str, shortest: int) -> dict[str, frozenset[int]]:
    """Each name, in full and cut short, with and without accents: the places in their rows that it may stand for."""
    places: dict[str, set[int]] = {}
    for row in table.casefold().splitlines():
        for place, name in enumerate(row.split()):
            for spelling in (name, _without_accents(name)):
                for length in (shortest, shortest + 1, len(name)):
                    places.setdefault(spelling[:length], set()).add(place)
    return {spelling: frozenset(found) for spelling, found in places.items()}


def _without_accents(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


_WEEKDAY = _spellings(_WEEKDAYS, shortest=2)
_MONTH = {name: min(found) + 1 for name, found in _spellings(_MONTHS, shortest=3).items() if len(found) == 1}
_ENGLISH_MONTHS = _MONTHS.split()[:12]

_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th|er|\.|º)?"
_NAME = rf"(?P<name>{'|'.join(sorted(_MONTH, reverse=True))})\.?"  # the longest of two that begin alike comes first
_HALF = r" ?(?P<half>[ap])\.?m\.?"
_TIME = rf"(?P<hour>\d\d?)(?:[:.h](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?(?:{_HALF})?|{_HALF})"
_ZONE = (
    rf"(?P<zone>(?:{'|'.join(_CLOCKS)}) time|(?:UTC|GMT)?[+\-−]\d\d?(?::?\d\d)?|UTC|GMT|Z|"
    r"(?-i:[A-Z]{1,5}|[A-Z][A-Za-z_]+/[\w+/-]+))"
)
_WEEKDAY_BEFORE = rf"(?:(?P<weekday>{'|'.join(sorted(_WEEKDAY, reverse=True))})\.?,? )?"
_CLOCK_BEFORE = (
    rf"(?P<hour>\d\d?)(?:[:h](?P<minute>\d\d)(?:{_HALF})?|{_HALF})(?: ?{_ZONE})?,? (?:on )?{_WEEKDAY_BEFORE}"
)
_CLOCK_BEHIND = (
    rf"(?:(?:T|,? (?:at |um |à )?){_TIME}(?: Uhr)?|T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?)"
    rf"(?:(?: ?{_ZONE}| \({_ZONE}\))(?: \([^()]*\))?)?"
)
_SHAPES = (
    *(rf"{_YEAR}{mark}(?P<month>\d\d?){mark}(?P<day>\d\d?)" for mark in ("-", "/", r"\.")),
    *(rf"(?P<either>\d\d?){mark}(?P<other>\d\d?){mark}{_YEAR}" for mark in ("-", "/", r"\.")),
    rf"{_DAY}[ -](?:of |de )?{_NAME},?[ -](?:de )?(?:{_YEAR}(?: г\.| года)?|(?P<short_year>\d\d)(?= \d\d:))",
    rf"{_NAME} {_DAY},? {_YEAR}",
    *(rf"{_CLOCK_BEFORE}{day}" for day in (rf"{_DAY} {_NAME},? {_YEAR}", rf"{_NAME} {_DAY},? {_YEAR}")),
    rf"{_NAME} {_DAY} {_TIME} (?:{_ZONE} )?{_YEAR}",  # asctime, and what the date command prints
    rf"{_YEAR}[ -]{_NAME}[ -]{_DAY}",
    r"(?P<year>(?:19|20)\d\d)(?P<month>0\d|1[0-2])(?P<day>[0-3]\d)",  # newswire's 20020729T140500Z
)


def _one_pattern() -> re.Pattern[str]:
    """All shapes in one expression; since a name may stand there only once, each gets a number behind it."""
    numbers = count()
    # A cheap look ahead comes first: only where a digit stands within two words is it worth trying all the names.
    start = r"(?<![\w/.-])(?=(?:[^\W\d_]{2,13}[.,]{0,2} ){0,2}\d)"
    source = rf"{start}{_WEEKDAY_BEFORE}(?:{'|'.join(_SHAPES)})(?:{_CLOCK_BEHIND})?(?![\w/])(?!\.\d)"
    return re.compile(re.sub(r"\?P<(\w+)>", lambda group: f"?P<{group[1]}_{next(numbers)}>", source), re.IGNORECASE)


_WRITTEN = _one_pattern()
_PARTS = tuple(name.rpartition("_")[0] for name in _WRITTEN.groupindex)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+\-−])(\d\d?):?(\d\d)?", re.IGNORECASE)
_FOUR_DIGITS = re.compile(r"\d{4}")
_LONGEST = 90  # characters: no written date is longer, and the pattern need not run over whole paragraphs


def opening(text: str) -> str | None:
    """The date that the text begins with, as written. It has the shape of a date, but may not exist."""
    found = _WRITTEN.match(text) if _FOUR_DIGITS.search(text, 0, _LONGEST) else None
    return found[0] if found else None


def closing(text: str) -> str | None:
    """The date that the text ends with, as written."""
    tail = text[-_LONGEST:]
    if not _FOUR_DIGITS.search(tail):
        return None
    return next((found[0] for found in _WRITTEN.finditer(tail) if found.end() == len(tail)), None)


def first(text: str) -> str | None:
    """The first date written anywhere in the text, as written."""
    found = _WRITTEN.search(text) if _FOUR_DIGITS.search(text) else None
    return found[0] if found else None


def interpret(text: str, timezone: ZoneInfo, day_first: bool) -> Moment:
    """Read a whole text as one date, in `timezone` unless it names another, 00:00 unless it names a time.

    Understands ISO 8601 and RFC 3339, RFC 822 and 2822, and what the rows above say. `day_first` settles 03/04/2002.
    Where a clock shows a time twice the first is taken, and where it skips one, the time that it shows instead; a note
    says so. Raises ValueError for what is no date.
    """
    parts = _parts(text)
    if parts is None:
        raise ValueError(f"no date can be read from {_shown(text)!r}")
    day, order_note = _day(parts, day_first)
    zone, zone_note = _zone(parts.get("zone"), timezone)
    try:
        local = (day + _clock(parts)).replace(tzinfo=zone)
        at = local.astimezone(UTC)
        clock_note = _clock_note(local) if "hour" in parts else None
    except OverflowError:
        raise ValueError(f"{_shown(text)!r} lies outside of the years 1 to 9999") from None
    notes = (order_note, zone_note, _weekday_note(parts.get("weekday"), day), clock_note)
    return Moment(at, "; ".join(filter(None, notes)) or None, has_zone="zone" in parts)


def is_unset(text: str, timezone: ZoneInfo) -> bool:
    """Whether this is what programs write that have no date: the year 1 or 0, or the beginning of Unix time.

    That is 00:00 on 1 January 1970, in UTC or on whatever clock is meant.
    """
    parts = _parts(text) if _UNSET.search(text) else None
    if parts is None or (year := _year(parts)) not in _UNSET_YEARS:
        return False
    if year <= 1:
        return True
    try:
        local = _day(parts, day_first=True)[0] + _clock(parts)
    except ValueError:
        return False
    zone, _ = _zone(parts.get("zone"), timezone)
    return local == _EPOCH.replace(tzinfo=None) or local.replace(tzinfo=zone) == _EPOCH


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNSET = re.compile(r"\b(?:000[01]|(?:19)?(?:69|70))")  # a cheap look ahead: hardly any date is one of these
_UNSET_YEARS = frozenset({0, 1, 1969, 1970})  # where it is 1970 in UTC, west of Greenwich it still was 1969


def _parts(text: str) -> dict[str, str] | None:
    """What a whole text says as a date, by the names in the rows above; None where it has not the shape of one."""
    written = " ".join(text.split())
    found = _WRITTEN.fullmatch(written) if len(written) <= _LONGEST else None
    return found and {part: value for part, value in zip(_PARTS, found.groups(), strict=True) if value is not None}


def _day(parts: dict[str, str], day_first: bool) -> tuple[datetime, str | None]:
    year = _year(parts)
    if "either" in parts:
        return _ordered_day(year, int(parts["either"]), int(parts["other"]), day_first)
    month = int(parts["month"]) if "month" in parts else _MONTH.get(parts["name"].casefold(), 0)
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
        raise ValueError(f"{_ENGLISH_MONTHS[month - 1]} {year} has no day {day}")
    return datetime(year, month, day)  # noqa: DTZ001 - a day as a wall calendar shows it; the zone comes with the clock


def _year(parts: dict[str, str]) -> int:
    return int(parts["year"]) if "year" in parts else _full_year(int(parts["short_year"]))


def _full_year(short: int) -> int:
    return short + (2000 if short < 50 else 1900)  # RFC 2822, section 4.3


def _clock(parts: dict[str, str]) -> timedelta:
    """The time of day; 24:00 ends the day (ISO 8601), and a leap second is the one after it."""
    hour, minute, second = (int(parts.get(name, 0)) for name in ("hour", "minute", "second"))
    half = parts.get("half")
    if half and not 1 <= hour <= 12:
        raise ValueError(f"{hour} {half}m does not exist")
    if half:
        hour = hour % 12 + (12 if half in "pP" else 0)
    if hour > 24 or (hour == 24 and (minute or second)) or minute > 59 or second > 60:
        raise ValueError(f"the time {hour:02}:{minute:02}:{second:02} does not exist")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _zone(name: str | None, otherwise: ZoneInfo) -> tuple[tzinfo, str | None]:
    if name is None:
        return otherwise, None
    if name.upper() in _OFFSETS:
        return fixed_offset(timedelta(hours=_OFFSETS[name.upper()])), None
    if clock := _CLOCKS.get(name.casefold().removesuffix(" time")):
        return ZoneInfo(clock), None
    if offset := _OFFSET.fullmatch(name):
        return _fixed(name, -1 if offset[1] in "-−" else 1, int(offset[2]), int(offset[3] or 0)), None
    try:
        return ZoneInfo(name), None
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: America/Argentina is a folder of tzdata
        return otherwise, f"the time zone {name} is not known: {otherwise} was taken"


def _fixed(name: str, sign: int, hours: int, minutes: int) -> tzinfo:
    if hours > 23 or minutes > 59:
        raise ValueError(f"the offset {name} does not exist")
    return fixed_offset(sign * timedelta(hours=hours, minutes=minutes))


def _clock_note(local: datetime) -> str | None:
    """What a clock did that was put forward or back just then (PEP 495)."""
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    if before is None or after is None or before == after:
        return None
    if before > after:
        return f"{local.tzinfo} had {local:%H:%M} twice that day: the first was taken"
    shown = local.astimezone(UTC).astimezone(local.tzinfo)
    return f"{local.tzinfo} had no {local:%H:%M} that day: {shown:%H:%M} was taken"


def _weekday_note(name: str | None, day: datetime) -> str | None:
    if name is None or day.weekday() in _WEEKDAY.get(name.casefold(), ()):
        return None
    return f"the date says {name}, but {_long(day)} was a {_WEEKDAYS.split()[day.weekday()]}: the weekday was ignored"


def _long(day: datetime) -> str:
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
