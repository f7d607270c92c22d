"""When the folder is scanned: an interval, or a line of cron."""

from __future__ import annotations

import re
from datetime import timedelta

from apscheduler.triggers.cron import CronTrigger

from feedsvc.config.kinds import wrong

SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(days=7)

_INTERVAL = re.compile(r"(?P<number>[0-9]{1,6}) ?(?P<unit>[smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")  # in cron, 0 and 7 are Sunday
_NUMBERED = re.compile(r"(?P<first>[0-7])(?:-(?P<last>[0-7]))?(?:/(?P<step>[1-9]))?")


def schedule(value: str) -> timedelta | str:
    """An interval such as `30s`, or a cron line of five fields as CronTrigger.from_crontab takes it."""
    written = " ".join(value.split())
    if len(written.split()) == 5:
        return _cron(written)
    found = _INTERVAL.fullmatch(written)
    if not found:
        raise wrong(
            f"{value!r} is neither an interval nor a cron line",
            'Write "30s", "5m", "2h" or "1d", or five fields such as "*/15 6-22 * * mon-fri"',
        )
    interval = timedelta(**{_UNITS[found["unit"]]: int(found["number"])})
    if not SHORTEST <= interval <= LONGEST:
        raise wrong(f"{value!r} is out of bounds", 'Write an interval from "1s" to "7d"')
    return interval


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
