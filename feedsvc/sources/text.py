"""Agency copy in plain text: lines of page chrome, a headline with its date, a byline, paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from feedsvc.errors import Rejected
from feedsvc.model import Article, Line, SourceFile
from feedsvc.sources._chrome import known, take_out
from feedsvc.sources._decode import decoded
from feedsvc.sources._head import DatedHeadline, byline, dated_headline, dateline, dates_alone, labelled_date
from feedsvc.sources._paragraphs import WIDEST, paragraphs

_HEAD = 12  # filled lines: crawled pages show no more above a headline, and further down text would pass for one
_FOOT = 3  # filled lines: below the date of the last change stand at most a notice of rights and a rule
_LONGEST_CHROME = 60  # characters: less than wrapped text is wide, so that no line of it passes for chrome
_LONGEST_HEADLINE = 150  # without a date beside it; with one it may be of any length
_SENTENCE_ENDS = (".", "!", "?", '"', "”")
_INITIALS_AT_END = re.compile(r"\b(?:\w\.)+$")


@dataclass(slots=True)
class _Head:
    """What the rows above the text were found to say; each such row is emptied, so that only text is left."""

    rows: list[str]
    written: tuple[str, ...]
    """The rows as they were."""
    fields: dict[str, Any] = field(default_factory=dict)
    """Of an Article: title, published, updated and authors, as far as they were found."""
    lines: dict[str, int] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    chrome: list[Line] = field(default_factory=list)

    def take(self, place: int, origin: str, **fields: Any) -> None:
        self.note(place, origin, **fields)
        self.rows[place] = ""

    def note(self, place: int, origin: str, **fields: Any) -> None:
        """Take what a row says, and leave the row in the text."""
        self.fields |= fields
        self.lines |= dict.fromkeys(fields, place + 1)
        self.origins |= dict.fromkeys(fields, origin)

    def drop(self, place: int, why: str) -> None:
        self.chrome.append(Line(place + 1, self.written[place].strip(), why))
        self.rows[place] = ""


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read a plain text file. Raises Rejected where there is no text, or none but chrome."""
    content, encoding = decoded(source.data)
    rows = [row.rstrip() for row in content.split("\n")]
    configured = take_out(rows, chrome) if chrome else []
    head = _read_head(rows)
    _read_foot(head)
    text = paragraphs(rows)
    if text and "published" not in head.fields:
        _read_dateline(head, text[0], source.path)
    if not text and "title" not in head.fields:
        raise Rejected("the file holds nothing but page chrome", "Write the article, or remove the file")
    dropped = tuple(sorted(configured + head.chrome, key=lambda line: line.number))
    origins = {"encoding": encoding, **head.origins}
    return Article(body="\n\n".join(text), dropped=dropped, lines=head.lines, origins=origins, **head.fields)


def _read_head(rows: list[str]) -> _Head:
    """Go down until the text begins. What stands above a dated headline is chrome, what follows it a byline or text."""
    head = _Head(rows, tuple(rows))
    above: list[int] = []  # places of rows that may be chrome or the headline
    for place in islice((place for place, row in enumerate(rows) if row), _HEAD):
        line = _spaced(rows[place])
        if _read_byline(head, place, line) or _read_date(head, place, line):
            continue
        if "title" in head.fields or (above and not _is_short(rows[above[-1]])):
            break
        if dated := dated_headline(line):
            _take_dated_headline(head, place, dated, above)
        elif _is_headline(line):
            above.append(place)
        else:
            break
    if "title" not in head.fields:
        _read_undated_headline(head, above)
    return head


def _take_dated_headline(head: _Head, place: int, dated: DatedHeadline, above: list[int]) -> None:
    for chrome in above:
        head.drop(chrome, known(head.rows[chrome]) or "stands above the headline with the date")
    if "published" in head.lines:  # a date above was the page's own: today's, say, when it was crawled
        head.drop(head.lines["published"] - 1, "is a date of the page's own: the headline has one")
    head.take(place, "the headline with its date", title=dated.title)
    head.take(place, f"the date {dated.where} the headline", published=dated.date)


def _read_byline(head: _Head, place: int, line: str) -> bool:
    found = None if "authors" in head.fields else byline(line)
    if found is None:
        return False
    authors, date = found
    if date and "published" not in head.fields:
        head.take(place, "the date in the byline", published=date)
    head.take(place, "the byline", authors=authors)
    return True


def _read_date(head: _Head, place: int, line: str) -> bool:
    found = dates_alone(line)
    if not found or found.keys() & head.fields.keys():
        return False
    head.take(place, "the date on a line of its own", **found)
    return True


def _read_foot(head: _Head) -> None:
    """Below the text, a line that says "Updated:", or the like, and a date."""
    filled = [place for place, row in enumerate(head.rows) if row]
    for place in reversed(filled[-_FOOT:]):
        found = labelled_date(_spaced(head.rows[place]))
        above = head.rows[place - 1] if place else ""
        if found and found[0] not in head.fields and (not above or above.endswith(_SENTENCE_ENDS)):
            head.take(place, "the date on a line at the end", **dict([found]))


def _read_undated_headline(head: _Head, above: list[int]) -> None:
    for place in above:
        why = known(head.rows[place])
        if why is None:
            if _stands_alone(head.rows, place):
                head.take(place, "the first line, which stands by itself", title=_spaced(head.rows[place]))
            break
        head.drop(place, why)


def _read_dateline(head: _Head, paragraph: str, path: str) -> None:
    date = dateline(paragraph, path, head.fields.get("updated"))
    if date:
        first = next(place for place, row in enumerate(head.rows) if row)
        head.note(first, date.origin, published=date.written)


def _is_short(line: str) -> bool:
    return len(line) <= _LONGEST_CHROME and not line.endswith((".", ",", ";", ":", "!", "?", "…"))


def _is_headline(line: str) -> bool:
    """Whether a line could be one: neither as long as a paragraph, nor ended as sentences are ("U.S." ends none)."""
    if len(line) > _LONGEST_HEADLINE:
        return False
    return not line.endswith((".", ",", ";", ":")) or _INITIALS_AT_END.search(line) is not None


def _stands_alone(rows: list[str], place: int) -> bool:
    """Whether nothing is joined to a row: a blank below, a paragraph in one line, or lines it is far too short for."""
    below = []
    for row in rows[place + 1 :]:
        if not row:
            break
        below.append(row)
    longest = max(map(len, below), default=WIDEST)
    return longest >= WIDEST or len(rows[place]) * 4 < longest * 3 or below[0][0].isspace()


def _spaced(row: str) -> str:
    return " ".join(row.split())
