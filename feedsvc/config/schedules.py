"""Spans of time as they are written, such as `30s`; and when the folder is scanned: such a span, or a line of cron."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from apscheduler.triggers.cron import CronTrigger

from feedsvc.config.kinds import wrong

_INTERVAL = re.compile(r"(?P<number>[0-9]{1,6}) ?(?P<unit>[smhd])")
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")  # in cron, 0 and 7 are Sunday
_NUMBERED = re.compile(r"(?P<first>[0-7])(?:-(?P<last>[0-7]))?(?:/(?P<step>[1-9]))?")


def interval(shortest: timedelta, longest: timedelta, unit: str = "s") -> Callable[[str], timedelta]:
    """What reads an interval between these two, both included, in whole numbers of a unit."""

    def read(value: str) -> timedelta:
        found = _measured(value)
        if found is None:
            raise wrong(f"{value!r} is no interval", 'Write a number and s, m, h or d, such as "5m"')
        if not shortest <= found <= longest:
            remedy = f'Write an interval from "{written(shortest)}" to "{written(longest)}"'
            raise wrong(f"{value!r} is out of bounds", remedy)
        if odd := found % _UNITS[unit]:
            raise wrong(f'{value!r} is no multiple of "1{unit}"', f'Write one, such as "{written(found - odd)}"')
        return found

    return read


def _measured(value: str) -> timedelta | None:
    """The interval that a text says, None where it says none; a zero needs no unit."""
    text = " ".join(value.split())
    if text == "0":
        return timedelta(0)
    found = _INTERVAL.fullmatch(text)
    return int(found["number"]) * _UNITS[found["unit"]] if found else None


def written(span: timedelta) -> str:
    """A span of whole seconds, in the largest unit that measures it: 60 seconds are `1m`, 90 are `90s`."""
    unit = next(unit for unit, length in _UNITS.items() if not span % length)
    return f"{span // _UNITS[unit]}{unit}"


max_age = interval(timedelta(minutes=1), timedelta(days=1), unit="m")
"""In whole minutes: RSS counts nothing finer (`ttl`), and a document says the same as its headers (R13)."""

up_to_a_year = interval(timedelta(0), timedelta(days=365))

_between_scans = interval(timedelta(seconds=1), timedelta(days=7))


def schedule(value: str) -> timedelta | str:
    """An interval such as `30s`, or a cron line of five fields as CronTrigger.from_crontab takes it."""
    line = " ".join(value.split())
    if len(line.split()) == 5:
        return _cron(line)
    if _measured(line) is None:
        raise wrong(
            f"{value!r} is neither an interval nor a cron line",
            'Write "30s", "5m", "2h" or "1d", or five fields such as "*/15 6-22 * * mon-fri"',
        )
    return _between_scans(line)


def _cron(line: str) -> str:
    *fields, weekdays = line.split()
    named = " ".join([*fields, ",".join(_named(part) for part in weekdays.split(","))])
    try:
        CronTrigger.from_crontab(named, timezone="UTC")
    except ValueError as error:
        raise wrong(
            f"{line!r} is no cron line: {error}",
            'Write minute, hour, day, month and weekday, such as "*/15 6-22 * * mon-fri"',
        ) from error
    return named


def _named(weekdays: str) -> str:
    """`1-5` as `mon,tue,wed,thu,fri`: cron counts from Sunday, but APScheduler 3 from Monday (its issue 286)."""
    found = _NUMBERED.fullmatch(weekdays)
    if not found:
        return weekdays
    first = int(found["first"])
    last = int(found["last"] or first)
    if last < first:
        raise wrong(f"{weekdays!r} runs backwards", 'Write weekdays such as "1-5", "mon-fri" or "5,6,0"')
    return ",".join(_WEEKDAYS[first : last + 1 : int(found["step"] or 1)])
