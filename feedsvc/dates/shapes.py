"""The shapes in which dates are written, a row for each, and the parts that a date of such a shape has. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

from feedsvc.dates.names import MONTH, WEEKDAY
from feedsvc.dates.zones import CLOCKS

AFTERNOON = frozenset({"p", "P", "下午", "午後", "오후"})
EASTERN_HALVES = frozenset({"上午", "下午", "午前", "午後", "오전", "오후"})
"""Chinese, Japanese and Korean, in which an hour of such a half may be nought."""

_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th|er|\.|º)?"
_NAME = rf"(?P<name>{'|'.join(sorted(MONTH, reverse=True))})\.?"  # the longest of two that begin alike comes first
_HALF = r" ?(?P<half>[ap])\.?m\.?"
_TIME = rf"(?P<hour>\d\d?)(?:[:.h](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?(?:{_HALF})?|{_HALF})"
_ZONE = (
    rf"(?P<zone>(?:{'|'.join(CLOCKS)}) time|(?:UTC|GMT)?[+\-−]\d\d?(?::?\d\d)?|UTC|GMT|Z|"
    r"(?-i:[A-Z]{1,5}|[A-Z][A-Za-z_]+/[\w+/-]+))"
)
_GO_NAME = r" (?-i:[A-Z]{3,5}|[+\-]\d\d(?:\d\d)?)"
"""What Go prints of a time has the zone's name, or its offset once more, behind the offset, which tells enough."""
_WEEKDAY_BEFORE = rf"(?:(?P<weekday>{'|'.join(sorted(WEEKDAY, reverse=True))})\.?,? )?"
_CLOCK_BEFORE = (
    rf"(?P<hour>\d\d?)(?:[:h](?P<minute>\d\d)(?:{_HALF})?|{_HALF})(?: ?{_ZONE})?,? (?:on )?{_WEEKDAY_BEFORE}"
)
_CLOCK_BEHIND = (
    rf"(?:(?:T|,? (?:at |um |à )?){_TIME}(?: Uhr)?|T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?)"
    rf"(?:(?: ?{_ZONE}| \({_ZONE}\))(?: \([^()]*\)|(?<=[+\-]\d{{4}}){_GO_NAME})?)?"
)
_EASTERN_DAY = (
    rf"{_YEAR}(?:年|년) ?(?P<month>\d\d?)(?:月|월) ?(?P<day>\d\d?)(?:日|号|일)"
    r"(?: ?(?:[（(][一二三四五六日月火水木金土월화수목금토일](?:曜日?|요일)?[)）]"
    r"|(?:星期|周|週)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일))?"
)
_EASTERN_CLOCK = (
    rf" ?(?:(?P<half>{'|'.join(sorted(EASTERN_HALVES))}) ?)?(?P<hour>\d\d?)"
    r"(?:[:：](?P<minute>\d\d)(?:[:：](?P<second>\d\d))?"
    r"|(?:時|时|点|點|시)(?: ?(?P<minute>\d\d?)(?:分|분)(?: ?(?P<second>\d\d?)(?:秒|초))?)?)"
    rf"(?: ?{_ZONE}| ?\({_ZONE}\))?"
)
_SHAPES = (
    *(rf"{_YEAR}{mark}(?P<month>\d\d?){mark}(?P<day>\d\d?)" for mark in ("-", "/", r"\.")),
    *(rf"(?P<either>\d\d?){mark}(?P<other>\d\d?){mark}{_YEAR}" for mark in ("-", "/", r"\.")),
    rf"{_DAY}[ -](?:of |de )?{_NAME},?[ -](?:de )?(?:{_YEAR}(?: г\.| года)?|(?P<short_year>\d\d)(?= \d\d:))",
    rf"{_NAME} {_DAY},? {_YEAR}",
    *(rf"{_CLOCK_BEFORE}{day}" for day in (rf"{_DAY} {_NAME},? {_YEAR}", rf"{_NAME} {_DAY},? {_YEAR}")),
    rf"{_NAME} {_DAY} {_TIME} (?:{_ZONE} )?{_YEAR}",  # asctime, and what the date command prints
    rf"{_YEAR}[ -]{_NAME}[ -]{_DAY}",
    rf"{_EASTERN_DAY}(?:{_EASTERN_CLOCK})?",
    r"(?P<year>(?:19|20)\d\d)(?P<month>0\d|1[0-2])(?P<day>[0-3]\d)",  # newswire's 20020729T140500Z
)
_ISO = (  # found nowhere but where a date must stand: in a headline such digits number a law, or a ship
    r"(?P<year>\d{4})-?W(?P<week>\d\d)-?(?P<day_of_week>[1-7])",
    r"(?P<year>\d{4})-(?P<day_of_year>\d{3})",
)


def _one_pattern(shapes: Iterable[str]) -> re.Pattern[str]:
    """All shapes in one expression; since a name may stand there only once, each gets a number behind it."""
    numbers = count()
    # A cheap look ahead comes first: only where a digit stands within two words is it worth trying all the names.
    start = r"(?<![\w/.-])(?=(?:[^\W\d_]{2,13}[.,]{0,2} ){0,2}\d)"
    source = rf"{start}{_WEEKDAY_BEFORE}(?:{'|'.join(shapes)})(?:{_CLOCK_BEHIND})?(?![\w/])(?!\.\d)"
    return re.compile(re.sub(r"\?P<(\w+)>", lambda group: f"?P<{group[1]}_{next(numbers)}>", source), re.IGNORECASE)


WRITTEN = _one_pattern(_SHAPES)
"""A date as it may stand in a line of text."""
_EXACT = _one_pattern(_ISO)
_SUFFIX = re.compile(r"(?P<date>[^\[\]]+)(?:\[!?(?P<named>[\w.+/:-]+)\])?(?:\[[a-z_][\w-]*=[\w-]+\])*")
"""What RFC 9557 puts behind a date: a zone, and tags that may be passed over unless a `!` says otherwise."""

LONGEST = 90
"""Characters: no written date is longer, and the pattern need not run over whole paragraphs."""


def parts_of(text: str) -> dict[str, str] | None:
    """What a whole text says as a date, by the names in the rows above; None where it has not the shape of one."""
    written = " ".join(text.split())
    if len(written) > LONGEST:
        return None
    suffixed = _SUFFIX.fullmatch(written) if written.endswith("]") else None
    found = _parts(suffixed["date"] if suffixed else written)
    if found and suffixed and suffixed["named"]:
        found["named"] = suffixed["named"]
    return found


def _parts(written: str) -> dict[str, str] | None:
    found = WRITTEN.fullmatch(written) or _EXACT.fullmatch(written)
    if found is None:
        return None
    return {name.rpartition("_")[0]: value for name, value in found.groupdict().items() if value is not None}
