"""What single lines at the head of agency copy say: a headline with its date, a date alone, a byline, a dateline."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feedsvc import dates
from feedsvc.model import Author

_SEPARATORS = "-–—−|•·:"
_LETTERS = re.compile(r"\w+")
_UPDATED = (
    *("updated", "update", "modified", "revised", "changed", "edited", "corrected"),
    *("aktualisiert", "geändert", "stand", "mis à jour", "mise à jour", "modifié", "actualizado", "actualización"),
    *("modificado", "обновлено", "изменено"),
)
_PUBLISHED = (
    *("published", "posted", "issued", "released", "filed", "dated", "date", "veröffentlicht", "erschienen", "publié"),
    *("publicado", "опубликовано"),
)
_LABEL = re.compile(
    rf"(?:first |last |zuletzt |dernière |última )?(?:(?P<updated>{'|'.join(_UPDATED)})|{'|'.join(_PUBLISHED)})"
    r"(?: on| at| am| le| el)?\s*:?\s+",
    re.IGNORECASE,
)
_BETWEEN_DATES = re.compile(r"\s*[|•·;]\s*|\s+[-–—]\s+")
_LONGEST_DATE_LINE = 100
_BYLINE = re.compile(r"by:?\s+(?P<people>\S.{2,150})", re.IGNORECASE)
_BETWEEN_PEOPLE = re.compile(r"\s*(?:,|;|&|\band\b)\s*", re.IGNORECASE)
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "le", "van", "von"}
)
_ROLES = frozenset({"correspondent", "editor", "reporter", "staff", "writer"})
_DATELINE = re.compile(r"(?P<place_and_day>[^\W\d_].{2,90}?)\s?(?:—|–|--|\s-\s)")
_ASIDE = re.compile(r"\s*\([^()]*\)\s*")
_FOLDER = re.compile(r"(?:^|/)(?P<year>(?:19|20)\d\d)[/-](?:(?P<month>\d\d)[/-])?")


class DatedHeadline(NamedTuple):
    """A headline and its date, as written; the date stands `before` or `behind` it."""

    title: str
    date: str
    where: str


class Dateline(NamedTuple):
    """A date as written, and for people what it was taken from."""

    written: str
    origin: str


def dated_headline(line: str) -> DatedHeadline | None:
    """A headline with the date before or behind it, set off by a dash, a bar or brackets."""
    found = _date_behind(line, "-–—−|•·") or _date_before(line)
    if found is None and line.endswith((")", "]")):
        found = _date_behind(line[:-1], "([")
    return None if found and _is_span(found.title, found.date) else found


def _date_behind(line: str, openers: str) -> DatedHeadline | None:
    date = dates.closing(line)
    before = line[: -len(date)].rstrip() if date else ""
    if date is None or not before.endswith(tuple(openers)):
        return None
    title = before[:-1].rstrip(f"{_SEPARATORS} ")
    return DatedHeadline(title, date, "behind") if title else None


def _is_span(title: str, date: str) -> bool:
    """Whether the headline itself goes from day to day: "Tides, 22.07.2002 – 29.07.2002"."""
    since = dates.closing(title)
    return since is not None and _LETTERS.sub("", since) == _LETTERS.sub("", date)


def _date_before(line: str) -> DatedHeadline | None:
    bracket = {"(": ")", "[": "]"}.get(line[0], "")
    inside = line[1:] if bracket else line
    date = dates.opening(inside)
    if date is None:
        return None
    behind = inside[len(date) :].lstrip()
    if not behind or behind[0] not in (bracket or _SEPARATORS):
        return None
    title = behind[1:].lstrip(f"{_SEPARATORS} ")
    return DatedHeadline(title, date, "before") if title else None


def date_alone(line: str) -> tuple[str, str] | None:
    """A line that holds a date and at most a label: "published" or "updated", and the date as written."""
    if len(line) > _LONGEST_DATE_LINE:
        return None
    line = _unbracketed(line)
    label = _LABEL.match(line)
    rest = line[label.end() :] if label else line
    date = dates.opening(rest)
    if date is None or rest[len(date) :].strip(" .|"):
        return None
    return ("updated" if label and label["updated"] else "published", date)


def dates_alone(line: str) -> dict[str, str]:
    """The same of a line that may hold both: "Published 2002-07-29 | Updated 2002-07-30"."""
    if one := date_alone(line):
        return dict([one])
    parts = _BETWEEN_DATES.split(_unbracketed(line)) if len(line) <= _LONGEST_DATE_LINE else []
    found = dict(filter(None, map(date_alone, parts)))
    return found if len(found) == len(parts) else {}


def labelled_date(line: str) -> tuple[str, str] | None:
    """The same of a line that says which of the two it is, as one at the end of a text must."""
    return date_alone(line) if _LABEL.match(_unbracketed(line)) else None


def _unbracketed(line: str) -> str:
    return line.strip("()[]* ") if line[:1] in {"(", "[", "*"} else line


def byline(line: str) -> tuple[tuple[Author, ...], str | None] | None:
    """A line such as "By Mira Halden and OLE BRANDT, 29 July 2002": the people, and the date if it holds one."""
    found = _BYLINE.fullmatch(line)
    if found is None:
        return None
    people = found["people"]
    date = dates.closing(people)
    if date:
        people = people[: -len(date)].rstrip(f"{_SEPARATORS}, ")
    names = [name for name in _BETWEEN_PEOPLE.split(people.partition(" in ")[0]) if name]
    if not names or not all(map(_is_name, names)):
        return None
    return tuple(Author(name) for name in names if name is names[0] or not _is_role(name)), date


def _is_name(words: str) -> bool:
    """Two to five words with capitals: "By Friday" is no byline, nor is "By and large"."""
    parts = words.split()
    return 2 <= len(parts) <= 5 and all(part[0].isupper() or part in _PARTICLES for part in parts)


def _is_role(words: str) -> bool:
    return words.split()[-1].casefold() in _ROLES


def dateline(paragraph: str, path: str, updated: str | None = None) -> Dateline | None:
    """The date in "PYONGYANG, July 29 (Agency) —" at the start of a paragraph, or None where it cannot be known.

    Agencies leave the year out; it is known where the file lies under one, as in 2002/07/talks.txt, or from the date
    of the last change.
    """
    found = _DATELINE.match(paragraph)
    if found is None or not _is_place(found["place_and_day"]):
        return None
    place_and_day = _ASIDE.sub(" ", found["place_and_day"]).strip()
    if whole := dates.first(place_and_day):
        return Dateline(whole, "the dateline")
    if completed := _with_year_of(path, place_and_day):
        return Dateline(completed, "the dateline, its year that of the folder")
    completed = _with_year_before(updated, place_and_day) if updated else None
    return Dateline(completed, "the dateline, its year that of the last change") if completed else None


def _is_place(opening: str) -> bool:
    """A place in capitals, or an agency in brackets behind it: other sentences, too, begin with a date and a dash."""
    return opening.split()[0].strip(",.").isupper() or opening.endswith(")")


def _with_year_of(path: str, place_and_day: str) -> str | None:
    folder = _FOLDER.search(path)
    written = dates.closing(f"{place_and_day}, {folder['year']}") if folder else None
    if folder is None or written is None:
        return None
    # "Dec. 31" in 2003/01 is of the year before: the folder tells the year of its own month alone.
    return written if folder["month"] in (None, _month(written)) else None


def _with_year_before(updated: str, place_and_day: str) -> str | None:
    """The day in the last year in which it came no later than the change."""
    changed = _moment(updated)
    for year in (changed.year, changed.year - 1) if changed else ():
        written = dates.closing(f"{place_and_day}, {year:04}")
        day = _moment(written) if written else None
        if changed and day and day.date() <= changed.date():
            return written
    return None


def _month(written: str) -> str | None:
    day = _moment(written)
    return f"{day.month:02}" if day else None


def _moment(written: str) -> datetime | None:
    try:
        return dates.interpret(written, ZoneInfo("UTC"), day_first=True).at
    except ValueError:
        return None
