"""Messages as telegraph lines carried them: a header, a text and an end line between control characters (ISO 646)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from feedsvc.errors import Rejected
from feedsvc.model import SourceFile
from feedsvc.sources._decode import decoded
from feedsvc.sources._rows import Places
from feedsvc.sources.containers import Part, key_of, members

_MESSAGE = re.compile(
    r"\x01(?P<header>[^\x01-\x04]*)(?P<stx>\x02?)(?P<text>[^\x01\x03\x04]*)(?P<etx>\x03?)(?P<end>[^\x01\x04]*)"
)
_OPENING = re.compile(rb"[\x00\x0a\x0d\x16\x20]{0,16}\x01")
_SEND_AGAIN = "Have the message sent again"


@dataclass(frozen=True, slots=True)
class Message:
    """What stands between start of heading, start of text, end of text and end of transmission."""

    header: str
    text: str
    end: str
    line: int
    """Of the file, on which the text begins."""
    origins: dict[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a message, and on which line of the file."""

    value: str
    line: int


def is_wire(data: bytes) -> bool:
    """Whether a file begins as a message does: with SOH, behind nothing but idle characters."""
    return _OPENING.match(data) is not None


def message(source: SourceFile) -> Message:
    """The one message of a file. Raises Rejected, with its line, where it was cut short or is not the only one."""
    text, encoding = decoded(source.data)
    found = list(_MESSAGE.finditer(text))
    if len(found) != 1:
        problem = f"the file holds {len(found) or 'no'} messages"
        raise Rejected(problem, "Send each message in a file of its own, from SOH to EOT", 1)
    each = found[0]
    line = text.count("\n", 0, each.start("text")) + 1
    if not each["stx"]:
        raise Rejected("the message has no start of text (STX)", _SEND_AGAIN, text.count("\n", 0, each.start()) + 1)
    if not each["etx"]:
        raise Rejected("the message has no end of text (ETX): it was cut short", _SEND_AGAIN, line)
    return Message(each["header"], each["text"], each["end"], line, {"encoding": encoding})


def split(source: SourceFile) -> list[SourceFile] | None:
    """The messages of a file that has several, known by what they say; None where it is one."""
    found = [b"\x01" + each for each in source.data.split(b"\x01")[1:]]
    if len(found) < 2:
        return None
    # The number of a message comes round again after a day or two, so what tells it from others is all of it.
    return members(source, source.media_type, [Part(key_of(each.decode("latin-1")), each, each) for each in found])


def places(found: Mapping[str, Found]) -> Places:
    """What was found in a message, by its name in the table."""
    return Places(
        lambda place: [found[place].value] if place in found and found[place].value else [],
        lambda place, _: found[place].line,
    )


def year_of(two_digits: str) -> int:
    """The year that a wire names by two digits: these formats are of 1979."""
    short = int(two_digits)
    return short + (2000 if short < _PIVOT else 1900)


_PIVOT = 70


def is_day(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    try:
        datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return False
    return True
