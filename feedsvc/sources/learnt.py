"""Page chrome that was learnt: which lines a folder's files lose, and where. Pure; what is learnt, `learning` decides.

It is taken out before a file is parsed: its rows are emptied, so that every line keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice, takewhile
from typing import NamedTuple

from feedsvc.errors import Rejected
from feedsvc.model import Article, Line, SourceFile
from feedsvc.sources import MEDIA_TYPES, parse, wire
from feedsvc.sources._chrome import fold, known
from feedsvc.sources._decode import decoded
from feedsvc.sources.front_matter import split

READ = frozenset({"text/plain", "text/markdown"})
"""The media types whose lines are their authors' own: of what is marked up, a line is whatever an editor wrapped."""

WANDERS = 1
"""Filled lines by which a line may stand higher or lower: a banner above it comes and goes."""

_WRAPPED = 60  # characters: a line as wide that ends no sentence goes on below
_DATED = re.compile(r"(?:^|/)(?:19|20)\d\d(?:[/-]\d\d?){0,2}$")
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "…", '"', "”", "»", ")")


class End(StrEnum):
    """From which end of a file its filled lines are counted."""

    TOP = "top"
    BOTTOM = "bottom"


@dataclass(frozen=True)
class Recurring:
    """A line that many files of a folder have at one place."""

    line: str
    end: End
    place: int
    """In filled lines from that end, the first being 1; those of front matter are not counted."""
    files: int
    """How many have it there."""
    of: int
    """How many were compared; copies of one story are one."""

    @property
    def share(self) -> float:
        return self.files / self.of

    @property
    def drop(self) -> tuple[str, End, int]:
        """What decides which rows go: where this is alike, the same entries come out."""
        return fold(self.line), self.end, self.place

    def where(self) -> str:
        """For people: `1st line`, `last line`, `2nd line from the end`."""
        if self.end is End.TOP:
            return f"{_ordinal(self.place)} line"
        return "last line" if self.place == 1 else f"{_ordinal(self.place)} line from the end"


Learnt = Mapping[str, tuple[Recurring, ...]]
"""By folder, as `folder_of` names them."""


class Body(NamedTuple):
    """The rows of a file, the places of those of its body that are filled, and how it was encoded."""

    rows: list[str]
    filled: list[int]
    encoding: str


def folder_of(path: str) -> str:
    """The folder whose files are compared, "" for the topmost: folders named for years, months and days are no others
    than the one in which they lie, since an archive by date is one series."""
    return _DATED.sub("", path.rpartition("/")[0])


def is_read(path: str) -> bool:
    """Whether a file of this name has lines to be learnt, as far as its name tells."""
    dot = path.rfind(".")
    return dot >= 0 and MEDIA_TYPES.get(path[dot:].lower()) in READ


def body_of(source: SourceFile) -> Body | None:
    """What lines are looked for in; None where the file has none of its own. Raises Rejected."""
    if source.media_type not in READ or wire.is_wire(source.data):
        return None
    text, encoding = decoded(source.data)
    first = split(text).first - 1 if source.media_type == "text/markdown" else 0
    rows = text.split("\n")
    return Body(rows, [place for place in range(first, len(rows)) if rows[place].strip()], encoding)


def stands_apart(rows: Sequence[str], place: int) -> bool:
    """Whether a row is no part of a sentence that goes over several rows: that is an article's own text."""
    above = rows[place - 1].rstrip() if place else ""
    below = rows[place + 1].lstrip() if place + 1 < len(rows) else ""
    return (len(above) < _WRAPPED or above.endswith(_SENTENCE_ENDS)) and not below[:1].islower()


def dropped(body: Body, recurring: Sequence[Recurring], folder: str = "") -> dict[int, Line]:
    """The rows that go, by their place; none goes where nothing would be left.

    Between them and the edge stands nothing but others and what is chrome anywhere: further in, it is the text that
    says the same.
    """
    gone = standing(body, recurring, folder)
    edge = {*_run(body, body.filled, gone), *_run(body, body.filled[::-1], gone)}
    gone = {place: line for place, line in gone.items() if place in edge}
    return gone if len(gone) < len(body.filled) else {}


def _run(body: Body, filled: Sequence[int], gone: Mapping[int, Line]) -> Iterator[int]:
    return takewhile(lambda place: place in gone or known(body.rows[place]), filled)


def standing(body: Body, recurring: Sequence[Recurring], folder: str = "") -> dict[int, Line]:
    """Where the lines stand, each once, whatever is around them."""
    gone: dict[int, Line] = {}
    for one in recurring:
        wanted = fold(one.line)
        for place in islice(_around(body.filled, one), 2 * WANDERS + 1):
            row = body.rows[place]
            if place not in gone and fold(row) == wanted and stands_apart(body.rows, place):
                gone[place] = Line(place + 1, row.strip(), _why(one, folder))
                break
    return gone


def parse_less(source: SourceFile, learnt: Learnt, chrome: frozenset[str], kind: str) -> Article:
    """What the file says without the lines that its folder has learnt. Raises Rejected as `parse` does.

    A file that says nothing without them is read with them.
    """
    folder = folder_of(source.path) if learnt else ""
    recurring = learnt.get(folder)
    body = body_of(source) if recurring else None
    gone = dropped(body, recurring, folder) if body and recurring else {}
    if body is None or not gone:
        return parse(source, chrome, kind)
    rows = ["" if place in gone else row for place, row in enumerate(body.rows)]
    try:
        article = parse(replace(source, data="\n".join(rows).encode()), chrome, kind)
    except Rejected:
        return parse(source, chrome, kind)
    left_out = sorted((*article.dropped, *gone.values()), key=lambda line: line.number)
    return replace(article, dropped=tuple(left_out), origins={**article.origins, "encoding": body.encoding})


def _around(filled: Sequence[int], one: Recurring) -> Iterator[int]:
    """The places around its own, that one first."""
    for offset in sorted(range(-WANDERS, WANDERS + 1), key=abs):
        number = one.place + offset
        if 1 <= number <= len(filled):
            yield filled[number - 1] if one.end is End.TOP else filled[-number]


def _why(one: Recurring, folder: str) -> str:
    whose = f"{folder}/" if folder else "the article folder"
    return f"learnt: {one.files:,} of {one.of:,} files of {whose} have it as their {one.where()}"


def _ordinal(number: int) -> str:
    last = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"
