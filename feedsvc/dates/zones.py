"""Time zones as dates name them, by letters, an offset or a place, and what clocks do that are changed. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as fixed_offset
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

OFFSETS = {  # hours from UTC; a name that two zones claim, such as IST, is left out and gets a note
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "SAST": 2, "EEST": 3, "MSK": 3, "PKT": 5, "ICT": 7, "WIB": 7, "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9,
    "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "ADT": -3, "AST": -4, "EDT": -4, "EST": -5, "CDT": -5,
    "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKDT": -8, "AKST": -9, "HST": -10,
}  # fmt: skip

CLOCKS = {  # "14:05 Moscow time" names a clock, and no offset: that depends on the day
    "moscow": "Europe/Moscow", "kyiv": "Europe/Kyiv", "kiev": "Europe/Kyiv", "london": "Europe/London",
    "paris": "Europe/Paris", "berlin": "Europe/Berlin", "central european": "Europe/Brussels", "tokyo": "Asia/Tokyo",
    "beijing": "Asia/Shanghai", "seoul": "Asia/Seoul", "pyongyang": "Asia/Pyongyang", "tehran": "Asia/Tehran",
    "new york": "America/New_York", "eastern": "America/New_York", "central": "America/Chicago",
    "mountain": "America/Denver", "pacific": "America/Los_Angeles", "greenwich mean": "UTC",
}  # fmt: skip

WALLS = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
"""Letters that leave open whether it is summer, as agencies of the United States write them."""

_OFFSET = re.compile(r"(?:UTC|GMT)?([+\-−])(\d\d?):?(\d\d)?", re.IGNORECASE)


def zone(name: str | None, otherwise: ZoneInfo) -> tuple[tzinfo, str | None]:
    """The zone of this name, or the other one where nothing is named, or nothing known; a sentence says the latter.

    Raises ValueError for an offset that does not exist.
    """
    if name is None:
        return otherwise, None
    if name.upper() in OFFSETS:
        return fixed_offset(timedelta(hours=OFFSETS[name.upper()])), None
    if clock := WALLS.get(name) or CLOCKS.get(name.casefold().removesuffix(" time")):
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


def clock_note(local: datetime) -> str | None:
    """What a clock did that was put forward or back just then (PEP 495)."""
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    if before is None or after is None or before == after:
        return None
    if before > after:
        return f"{local.tzinfo} had {local:%H:%M} twice that day: the first was taken"
    shown = local.astimezone(UTC).astimezone(local.tzinfo)
    return f"{local.tzinfo} had no {local:%H:%M} that day: {shown:%H:%M} was taken"


def suffix_note(named: str, offset: str, at: datetime) -> str | None:
    """What is to be said of the zone that RFC 9557 (section 3.4) has named behind an offset, which goes before it."""
    meant, unknown = zone(named, ZoneInfo("UTC"))
    if unknown:
        return f"the time zone {named} is not known: the offset was taken"
    if (
        offset.upper() == "Z"
        or at.astimezone(meant).utcoffset() == at.astimezone(zone(offset, ZoneInfo("UTC"))[0]).utcoffset()
    ):
        return None
    return f"{named} was not at {offset} then: the offset was taken"
