"""IPTC 7901: a message of a news agency in plain text, as sent from 1979 on and to this day.

SOH source and number, priority, category, words, further information; the keywords; STX the text; ETX the time; EOT.
"""

from __future__ import annotations

import re

from feedsvc.errors import Rejected
from feedsvc.model import Article, Line, SourceFile
from feedsvc.sources import _people, _subjects, _wire
from feedsvc.sources._chrome import take_out
from feedsvc.sources._head import byline
from feedsvc.sources._paragraphs import paragraphs
from feedsvc.sources._rows import Row, fields
from feedsvc.sources._wire import Found, Message, message, places

_HEADER = re.compile(
    r"\s*(?P<source>[^\W\d_]{0,8})(?P<number>\d{1,5})[ ]+(?P<priority>\d)[ ]+(?P<category>[^\W\d_]{1,4})"
    r"(?:[ ]+(?P<words>\d{1,5}))?(?:[ ]+(?P<information>[^\n]*))?(?:\n(?P<keywords>.*))?",
    re.DOTALL,
)
_TIME = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)(?:\s*(?P<zone>Z|UTC|GMT|[A-Z]{3,4}T))?"
    r"\s+(?P<month>[^\W\d_]{3,9})\.?\s+(?P<century>\d\d)?(?P<year>\d\d)\b",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"[\s*#-]*(?:the following information is not (?:intended )?for publication"
    r"|die folgenden informationen sind nicht zur ver.{1,2}ffentlichung"
    r"|notizblock\b|les informations suivantes ne sont pas destin)",
    re.IGNORECASE,
)
"""The line below which agencies tell editors what is for them alone, such as telephone numbers."""

_LONGEST_HEADLINE = 4
"""Lines."""


def _keywords(line: str) -> tuple[str, ...]:
    return tuple(name for part in re.split(r"[/\n,]", line) for name in _subjects.named(part.strip("= ")))


def _category(letters: str) -> tuple[str, ...]:
    return _subjects.coded(f"iptc7901:{letters.casefold()}")


ROWS = (
    Row("id", "source, number and time", str),
    Row("title", "headline", str),
    Row("published", "time", str),
    Row("authors", "byline", _people.authors),
    Row("topics", "keywords", _keywords),
    Row("topics", "category", _category),
)


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read a message. Raises Rejected, with its line, where its header is none or it was cut short."""
    found = message(source)
    header = _HEADER.fullmatch(found.header)
    if header is None:
        raise Rejected("the header is not that of IPTC 7901", "Write source and number, priority and category", 1)
    rows = [row.rstrip() for row in found.text.split("\n")]
    dropped = take_out(rows, chrome, found.line) + _notes(rows, found.line)
    given = fields(ROWS, places(_header(header, found) | _head(rows, found.line)))
    given["origins"] |= found.origins
    text = paragraphs(rows)
    if not text and "title" not in given:
        raise Rejected("the message holds no text", "Have the message sent again", found.line)
    return Article(body="\n\n".join(text), dropped=tuple(dropped), **given)


def _header(header: re.Match[str], found: Message) -> dict[str, Found]:
    first = max(found.line - found.header.count("\n"), 1)
    time = _time(found.end)
    identifier = f"{header['source']}{header['number']}/{time}" if time else ""
    end = found.line + found.text.count("\n")
    return {
        "source, number and time": Found(identifier.lower().replace(" ", "-"), first),
        "category": Found(header["category"], first),
        "keywords": Found(header["keywords"] or "", first + 1),
        "time": Found(time, end),
    }


def _time(end: str) -> str:
    """The end line's `291405 GMT jul 02` as `29 jul 2002 14:05 GMT`; empty where there is none."""
    found = _TIME.search(end)
    if found is None:
        return ""
    year = f"{found['century']}{found['year']}" if found["century"] else _wire.year_of(found["year"])
    zone = (found["zone"] or "").upper()
    return f"{found['day']} {found['month']} {year} {found['hour']}:{found['minute']} {zone}".rstrip()


def _head(rows: list[str], first: int) -> dict[str, Found]:
    """The headline and the byline above the text, whose rows are emptied."""
    found: dict[str, Found] = {}
    filled = [place for place, row in enumerate(rows) if row]
    headline = _headline(rows, filled)
    if headline:
        found["headline"] = Found(" ".join(_said(rows[place]) for place in headline), first + headline[0])
    below = next((place for place in filled if place not in headline), None)
    if below is not None and byline(_said(rows[below])):
        found["byline"] = Found(_said(rows[below]), first + below)
        headline = [*headline, below]
    for place in headline:
        rows[place] = ""
    return found


def _headline(rows: list[str], filled: list[int]) -> list[int]:
    """The rows up to the one that ends with `=`, as agencies end headlines; else the first, where it stands alone."""
    for count, place in enumerate(filled[:_LONGEST_HEADLINE], 1):
        if rows[place].endswith("="):
            return filled[:count]
    alone = filled and (len(filled) == 1 or filled[1] > filled[0] + 1 or rows[filled[1]][0].isspace())
    return filled[:1] if alone and not rows[filled[0]].endswith((".", ",")) else []


def _said(row: str) -> str:
    return " ".join(row.rstrip("=").split())


def _notes(rows: list[str], first: int) -> list[Line]:
    """Take out what is for editors alone: everything below the line that says so, and the rule above it."""
    start = next((place for place, row in enumerate(rows) if _NOTES.match(row)), len(rows))
    while 0 < start < len(rows) and _RULE.fullmatch(rows[start - 1]):
        start -= 1
    below = range(start, len(rows))
    taken = [Line(first + place, rows[place].strip(), "is for editors alone") for place in below if rows[place]]
    rows[start:] = [""] * len(below)
    return taken


_RULE = re.compile(r"[\s*#=_-]*")
