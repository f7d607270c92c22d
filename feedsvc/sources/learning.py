"""Page chrome, learnt: lines that recur at one place in many files of a folder, and are nobody's own text. Pure.

The order of the files makes no difference, nor do copies: what tells on is how many different stories have the line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from feedsvc.errors import Rejected
from feedsvc.model import SourceFile
from feedsvc.sources import parse
from feedsvc.sources._chrome import fold
from feedsvc.sources._head import byline, date_alone, dated_headline
from feedsvc.sources.learnt import WANDERS, Body, End, Recurring, body_of, standing, stands_apart

FEWEST = 10
"""Different stories that must have a line: fewer may be a series that an author began each time in the same words."""

LEARNT_FROM = 2 / 3
"""Of the stories: no half of a newsroom opens its copy with the same words, but the pages of two sites may share a
folder, and what only one of them shows around its articles is for a person to decide."""

KEPT_TO = 1 / 2
"""What was learnt stays until fewer have it: between the two shares a line neither comes nor goes."""

OFFERED_FROM = 1 / 4
"""For people who look at it first."""

REACH = 12
"""Filled lines from either end: menus are hardly longer, and further in stands the text."""

_LONGEST = 300  # characters: a notice of rights; what is longer is a paragraph
_TRIED = 40  # files, read without a line to see whether they lose their headline: some 10 ms
_EXAMPLES = 2
_WORD = re.compile(r"[^\W_]")
_MARKUP = ("#", "`", "~", "<", "{", "|", ">", "![", ":::", "\t", "    ")
"""How a line of Markdown begins that means something: a heading, a fence, a tag, a table."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is compared of a file: its lines from either end, folded; "" where a line is part of a longer text."""

    source: SourceFile
    body: Body
    ends: Mapping[End, tuple[str, ...]]
    story: tuple[str, ...]
    """Alike for copies of one story: its two longest lines, which chrome seldom is both of."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A line that recurs, with the paths of files that have it."""

    recurring: Recurring
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a line stands: from this end, about so many filled lines in, in these sheets."""

    end: End
    line: str
    place: int
    sheets: tuple[Sheet, ...]


def sheet(source: SourceFile) -> Sheet | None:
    """What is compared of a file; None where it has no lines of its own, or cannot be read."""
    try:
        body = body_of(source)
    except Rejected:
        return None
    if body is None or not body.filled:
        return None
    is_markdown = source.media_type == "text/markdown"
    top = tuple(_key(body, place, is_markdown) for place in body.filled[:REACH])
    bottom = tuple(_key(body, place, is_markdown) for place in reversed(body.filled[-REACH:]))
    longest = sorted((body.rows[place] for place in body.filled), key=lambda row: (-len(row), row))[:2]
    return Sheet(source, body, {End.TOP: top, End.BOTTOM: bottom}, tuple(longest))


def learn(sheets: Iterable[Sheet], kind: str, former: Sequence[Recurring] = ()) -> tuple[Recurring, ...]:
    """The chrome of one folder, of the conventions of `kind`; the `former` is what was learnt of it before."""
    kept = {(fold(one.line), one.end): one.place for one in former}
    return tuple(_at_the_edge([offer.recurring for offer in _found(_stories(sheets), kind, LEARNT_FROM, kept)]))


def _at_the_edge(found: Sequence[Recurring]) -> Iterator[Recurring]:
    """Those with nothing between them and the edge of a file but others that recur.

    What stands further in, such as "Ingredients" below each headline of a cookery page, may be the articles' own: that
    is for a person to decide.
    """
    for end in End:
        last = 0
        for one in sorted((one for one in found if one.end is end), key=lambda one: one.place):
            if one.place <= last + 1:
                last = one.place
                yield one


def offers(sheets: Iterable[Sheet], kind: str) -> list[Offer]:
    """What a person might call chrome, the most frequent first."""
    found = _found(_stories(sheets), kind, OFFERED_FROM, {})
    return sorted(
        found, key=lambda offer: (-offer.recurring.files, offer.recurring.end is End.BOTTOM, offer.recurring.place)
    )


def _key(body: Body, place: int, is_markdown: bool) -> str:
    row = body.rows[place]
    is_chrome = len(row) <= _LONGEST and _WORD.search(row) and stands_apart(body.rows, place)
    return fold(row) if is_chrome and not (is_markdown and row.startswith(_MARKUP)) else ""


def _stories(sheets: Iterable[Sheet]) -> list[Sheet]:
    """One sheet of each story, in the order of their paths."""
    first: dict[tuple[str, ...], Sheet] = {}
    for one in sorted(sheets, key=lambda sheet: sheet.source.path):
        first.setdefault(one.story, one)
    return list(first.values())


def _found(stories: Sequence[Sheet], kind: str, share: float, kept: Mapping[tuple[str, End], int]) -> list[Offer]:
    made = [(spot, _offer(spot, len(stories))) for spot in _each_once(_frequent(stories, share, kept), kept)]
    may_be = [(spot, offer) for spot, offer in made if not _is_an_articles_own(offer.recurring.line)]
    # Some of these are headlines: what stands below one is none for that reason alone.
    recurring = [offer.recurring for _, offer in may_be]
    return [
        offer
        for number, (spot, offer) in enumerate(may_be)
        if not _is_headline(offer.recurring, spot.sheets, recurring[:number], _run(recurring[number:]), kind)
    ]


def _run(recurring: Sequence[Recurring]) -> Sequence[Recurring]:
    """The first of these and those that stand right below it, as the lines of a menu do."""
    length = 1
    while length < len(recurring) and recurring[length].end is End.TOP is recurring[0].end:
        if recurring[length].place > recurring[length - 1].place + 1:
            break
        length += 1
    return recurring[:length]


def _frequent(stories: Sequence[Sheet], share: float, kept: Mapping[tuple[str, End], int]) -> Iterator[_Spot]:
    for spot in _spots(stories, kept):
        is_kept = (spot.line, spot.end) in kept
        enough = KEPT_TO * len(stories) if is_kept else max(FEWEST, share * len(stories))
        if len(spot.sheets) >= enough:
            yield spot


def _each_once(spots: Iterable[_Spot], kept: Collection[tuple[str, End]]) -> list[_Spot]:
    """From the top to the bottom. Of a line that recurs at both ends, as all of a short file does, the end where it was
    learnt, or where more have it, or nearer to it."""

    def weight(spot: _Spot) -> tuple[bool, int, int, End]:
        return (spot.line, spot.end) in kept, len(spot.sheets), -spot.place, spot.end

    best: dict[str, _Spot] = {}
    for spot in spots:
        best[spot.line] = max(best.get(spot.line, spot), spot, key=weight)
    return sorted(best.values(), key=_downwards)


def _downwards(spot: _Spot) -> tuple[bool, int, str]:
    is_below = spot.end is End.BOTTOM
    return is_below, -spot.place if is_below else spot.place, spot.line


def _spots(stories: Sequence[Sheet], kept: Mapping[tuple[str, End], int]) -> Iterator[_Spot]:
    """Each line that may be in enough stories, where most of them have it, or where it was learnt."""
    having: dict[tuple[str, End], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, story in enumerate(stories):
        for end, lines in story.ends.items():
            for place, line in enumerate(lines, start=1):
                if line:
                    having[line, end][place].append(number)
    for (line, end), places in having.items():
        if sum(map(len, places.values())) >= FEWEST or (line, end) in kept:
            place = kept.get((line, end)) or max(places, key=lambda place: _weight(places, place))
            yield _Spot(end, line, place, tuple(stories[number] for number in sorted(_near(places, place))))


def _near(places: Mapping[int, Collection[int]], place: int) -> set[int]:
    return {number for near in range(place - WANDERS, place + WANDERS + 1) for number in places.get(near, ())}


def _weight(places: Mapping[int, Collection[int]], place: int) -> tuple[int, int, int]:
    return len(_near(places, place)), len(places[place]), -place


def _is_an_articles_own(line: str) -> bool:
    """Dates, bylines and dated headlines recur, and are still what an article says of itself."""
    return bool(date_alone(line) or byline(line) or dated_headline(line))


def _offer(spot: _Spot, of: int) -> Offer:
    first = spot.sheets[0]
    row = next(row for row in (first.body.rows[place] for place in first.body.filled) if fold(row) == spot.line)
    recurring = Recurring(" ".join(row.split()), spot.end, spot.place, len(spot.sheets), of)
    return Offer(recurring, tuple(sheet.source.path for sheet in spot.sheets[:_EXAMPLES]))


def _is_headline(
    one: Recurring, sheets: Sequence[Sheet], above: Sequence[Recurring], run: Sequence[Recurring], kind: str
) -> bool:
    """Whether these files are called by the line, and most would have no headline of their own without it, nor without
    the whole `run` that begins with it.

    A weather report is called "Weather" every day; the name of a newspaper stands above headlines, and so may the
    names of its edition and its pages.
    """
    tried = sheets[:_TRIED]
    wanted = fold(one.line)
    called = [sheet for sheet in tried if fold(_title(sheet, above, kind) or "") == wanted]
    if len(called) * 2 < len(tried):
        return False
    return not any(_have_their_own(called, (*above, *gone), kind) for gone in dict.fromkeys(((one,), tuple(run))))


def _have_their_own(sheets: Sequence[Sheet], gone: Sequence[Recurring], kind: str) -> bool:
    """Whether without these lines most are called otherwise than the others."""
    titles = {_title(sheet, gone, kind) for sheet in sheets} - {None}
    return len(titles) * 2 >= len(sheets)


def _title(sheet: Sheet, gone: Sequence[Recurring], kind: str) -> str | None:
    """What the file is called without these lines."""
    left_out = standing(sheet.body, gone)
    rows = ["" if place in left_out else row for place, row in enumerate(sheet.body.rows)]
    try:
        return parse(replace(sheet.source, data="\n".join(rows).encode()), kind=kind).title
    except Rejected:
        return None
