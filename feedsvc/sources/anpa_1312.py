"""ANPA 1312: a message of a North American wire, in plain text with the marks of the typesetter.

SYN SYN SOH service and number US selector; priority, category, form, keyword, version, day and words; STX the text,
whose first rows begin with ^; ETX the time; EOT.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from feedsvc.errors import Rejected
from feedsvc.model import Article, Line, SourceFile
from feedsvc.sources import _people, _subjects, _wire
from feedsvc.sources._chrome import fold, take_out
from feedsvc.sources._rows import Row, fields
from feedsvc.sources._wire import Found, Message, message, places

_HEADER = re.compile(
    r"\s*(?P<service>[A-Za-z])?(?P<number>\d{1,4})[^\x1f\n]{0,16}\x1f(?P<selector>[^\n]*)\n"
    r"\s*(?P<priority>[A-Za-z])\s+(?P<category>[A-Za-z])\s*(?P<form>[\x11-\x14]*)\s*"
    r"(?P<keyword>[^\s,]+)(?P<version>[^\n]*?)(?:\s+(?P<day>\d\d?-\d\d?))?(?:\s+(?P<words>\d{1,5}))?\s*",
)
_LONGEST_HEADER = 300
"""Characters, of which a real one has 80: what is optional in it costs the cube of its spaces."""
_TABULAR = "\x12"
_TIME_OF_DAY = r"(?P<hour>\d\d):?(?P<minute>\d\d)\s?(?P<zone>[A-Z]{1,4})"
_MONTH_FIRST = re.compile(rf"(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)\s+{_TIME_OF_DAY}")  # AP-NY-07-29-02 1405EDT
_DAY_FIRST = re.compile(rf"{_TIME_OF_DAY}\s+(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d\d)")  # 14:05ET 29-07-02

_NOTE = re.compile(
    r"(?:eds?|editors?|editor['’]s note|update|index|symbol|code|with|graphic|photo)\b[^:]{0,30}:", re.IGNORECASE
)
_ADVANCE = re.compile(r"\badv(?:ance)?\s*\d\d?\b", re.IGNORECASE)
_STOPPED = re.compile(r"\b(?:kill|withhold|eliminat\w*)\b", re.IGNORECASE)
_ADVISORY = "v"


def _version(written: str) -> bool:
    """Whether the version is none to publish: an advance for a day that it does not date, or one that takes back."""
    return bool(_ADVANCE.search(written) or _STOPPED.search(written))


def _advisory(category: str) -> bool:
    return category.casefold() == _ADVISORY


def _keyword(keyword: str) -> tuple[str, ...]:
    """`bc-harbour-ports` without the cycle that it is for (AM, PM, both, or none)."""
    return _subjects.named(re.sub(r"^(?:am|pm|bc|ap)-+", "", keyword, flags=re.IGNORECASE).replace("-", " "))


ROWS = (
    Row("id", "service, number and time", str),
    Row("draft", "version", _version),
    Row("draft", "category", _advisory),
    Row("title", "headline", str),
    Row("published", "time", str),
    Row("authors", "byline", _people.authors),
    Row("topics", "category", _subjects.anpa),
    Row("topics", "keyword", _keyword),
)


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read a message. Raises Rejected, with its line, where its header is none or it was cut short."""
    found = message(source)
    header = _HEADER.fullmatch(found.header) if len(found.header) <= _LONGEST_HEADER else None
    if header is None:
        raise Rejected("the header is not that of ANPA 1312", "Have the message sent again", 1)
    rows = found.text.split("\n")
    dropped = take_out(rows, chrome, found.line)
    head, taken = _head(rows, header["keyword"], found.line)
    given = fields(ROWS, places(_header(header, found) | head))
    given["origins"] |= found.origins
    body = _table(rows) if _TABULAR in header["form"] else "\n".join(_paragraphs(rows))
    if not body and "title" not in given:
        raise Rejected("the message holds no text", "Have the message sent again", found.line)
    return Article(body=body, body_type="text/html", dropped=_sorted(dropped + taken), **given)


def _header(header: re.Match[str], found: Message) -> dict[str, Found]:
    first = max(found.line - 1 - found.header.rstrip("\n").count("\n"), 1)
    time = _time(found.end)
    identifier = f"{header['service'] or ''}{header['number']}/{time}" if time else ""
    end = found.line + found.text.count("\n")
    return {
        "service, number and time": Found(identifier.lower().replace(" ", "-"), first),
        "category": Found(header["category"], first + 1),
        "keyword": Found(header["keyword"], first + 1),
        "version": Found(" ".join(f"{header['keyword']} {header['version']}".split()), first + 1),
        "time": Found(time, end),
    }


def _time(end: str) -> str:
    """The end line's time as `2002-07-29 14:05 EDT`; empty where there is none."""
    found = _DAY_FIRST.search(end) or _MONTH_FIRST.search(end)
    if found is None:
        return ""
    year, month, day = _wire.year_of(found["year"]), int(found["month"]), int(found["day"])
    if not _wire.is_day(year, month, day):
        month, day = day, month
    return f"{year}-{month:02}-{day:02} {found['hour']}:{found['minute']} {found['zone']}"


def _head(rows: list[str], keyword: str, first: int) -> tuple[dict[str, Found], list[Line]]:
    """What the rows above the text say, which are emptied; and those of them that readers need not see."""
    found: dict[str, Found] = {}
    dropped: list[Line] = []
    for place, written in _above(rows):
        said = _said(written)
        name = _meaning(said, keyword, found)
        if name:
            found[name] = Found(said.removeprefix("HL:").strip(), first + place)
        elif said:
            dropped.append(Line(first + place, said, "is for editors alone"))
    return found, dropped


def _above(rows: list[str]) -> list[tuple[int, str]]:
    """The rows above the text, with their places: those with ^ and what goes on with these, and notes without one."""
    heads: list[tuple[int, str]] = []
    for place, row in enumerate(rows):
        goes_on = bool(heads) and not heads[-1][1].endswith(("<", "=")) and not row.startswith("\t")
        if goes_on and not row.startswith("^"):
            heads[-1] = (heads[-1][0], f"{heads[-1][1]} {row.strip()}".strip())
        elif row.startswith("^") or _NOTE.match(row):
            heads.append((place, row.strip()))
        elif row.strip():
            break
        rows[place] = ""
    return heads


def _meaning(said: str, keyword: str, found: dict[str, Found]) -> str | None:
    """What one row above the text is: its headline, its byline, or nothing for readers."""
    if said.startswith("HL:"):
        return "headline"
    if re.match(r"by\s", said, re.IGNORECASE) and "byline" not in found:
        return "byline"
    if not said or _is_slug(said, keyword) or _NOTE.match(said) or "headline" in found or "byline" in found:
        return None
    return "headline"


def _is_slug(said: str, keyword: str) -> bool:
    """Whether a row repeats the header's keyword, as `BC-Harbour,1st Ld` or `AM-XX--Harbour` do."""
    return fold(said).startswith(fold(keyword)) or ("--" in said and fold(keyword).rpartition("-")[2] in fold(said))


def _sorted(dropped: list[Line]) -> tuple[Line, ...]:
    return tuple(sorted(dropped, key=lambda line: line.number))


def _said(row: str) -> str:
    return _spelled(row.strip().strip("^<@=").strip())


def _paragraphs(rows: list[str]) -> Iterator[str]:
    """The text as HTML: a paragraph begins with a tab or an indent, and ends with <."""
    paragraph: list[str] = []
    for row in (*rows, "\t"):
        if row[:1].isspace() and paragraph:
            yield _paragraph(paragraph)
            paragraph = []
        if row.strip():
            paragraph.append(row)
        if row.rstrip().endswith("<") and paragraph:
            yield _paragraph(paragraph)
            paragraph = []


def _paragraph(rows: list[str]) -> str:
    return f"<p>{escape(' '.join(filter(None, map(_said, rows))), quote=False)}</p>"


def _table(rows: list[str]) -> str:
    """A table of the wire, whose columns are made of spaces."""
    kept = [escape(_spelled(row.rstrip().strip("^<")), quote=False) for row in rows]
    text = "\n".join(kept).strip("\n")
    return f"<pre>{text}</pre>" if text.strip() else ""


def _spelled(text: str) -> str:
    """Quotes and dashes, for which a wire of seven bits has no characters of their own."""
    return text.replace("``", "“").replace("''", "”").replace(" _ ", " — ")
