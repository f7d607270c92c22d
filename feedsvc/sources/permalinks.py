"""Links to other articles by the addresses of a site's pages: `../third/`, `/blog/second/`, `/2024/03/first.html`.

How a site makes addresses of its files, only its generator knows; but nearly always the last part is the file's name or
its article's slug, and those before it are folders and parts of its date. Where exactly one article of the folder can
be meant, it is. Pure.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

ON_SITE = "//"
"""Before an address, in place of a key, as a reference: no key begins so."""

_FOREIGN = re.compile(r"[a-z][\w+.-]*:|//|[?#]|$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:x?html?|php|aspx?)$", re.IGNORECASE)
_LONGEST = 1000
"""Characters: no page has an address of as many."""

_DATED = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)[-_]")
_HOMES = frozenset({"archive", "archives", "article", "articles", "blog", "news", "post", "posts", "stories", "story"})
"""Where sites keep their articles, whatever the folder is called."""

_LINK = re.compile(
    rb"""
    (?: \](?:\(<?|:[\ \t]++<?)             # [text](address), [text]: address
      | <(?<=[\ \n]<)                       # `text <address>`_
      | h(?<!\wh)(?i:ref)\s*+=\s*+["']?     # href=address
      | H(?<!\wH)(?i:ref)\s*+=\s*+["']?
    )
    (?![A-Za-z][\w+.-]*+:|//)
    ([^\s"'<>()#?]++)
    """,
    re.VERBOSE,
)
"""An address that is not whole, as Markdown, HTML and reStructuredText write it. Each way begins with a character of
its own, before anything that is looked at: the engine then skips all others, and every article is searched."""


class _Place(NamedTuple):
    """What an address may be made of: an article's folders, its name and its date."""

    key: str
    folders: tuple[str, ...]
    name: str
    date: frozenset[int]
    """Year, month and day; empty where the path tells none."""

    @property
    def plain(self) -> tuple[str, ...]:
        return (*self.folders, self.name)


def is_page(target: str) -> bool:
    """Whether an address, without what is behind `?` and `#`, may be that of a page of the site."""
    if len(target) > _LONGEST or _FOREIGN.match(target):
        return False
    is_named = _SUFFIX.search(target) is not None
    is_file = "." in target.rpartition("/")[2].strip(".") and not is_named
    return (is_named or "/" in target) and not is_file and bool(_parts(target))


def may_lead(data: bytes) -> bool:
    """Whether the bytes of an article hold a link to a page of the site."""
    return any(is_page(written.decode("utf-8", "replace")) for written in _LINK.findall(data))


class Permalinks:
    """The articles of a folder, by their keys, as sites address them."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by_name: dict[str, list[_Place]] = defaultdict(list)
        for key in keys:
            place = _place(key)
            whole = place._replace(name=key.casefold().rpartition("/")[2])  # with its date, as some sites keep it
            for each in {place, whole}:
                self._by_name[each.name].append(each)

    def find(self, target: str, path: str) -> str | None:
        """The key of the one article that an address means, as the article at `path` writes it."""
        parts = _parts(target)
        if not parts:
            return None
        alike = self._by_name.get(parts[-1], [])
        if not target.startswith("/"):
            beside = {place.key: place for place in alike if place.plain in _seen_from(path, target)}
            if beside:
                return _only(beside)
        tiers = (
            {place.key: place for place in alike if place.plain == tuple(parts)},
            {place.key: place for place in alike if _fits(place, parts[:-1], frozenset())},
            {place.key: place for place in alike if _fits(place, parts[:-1], _HOMES)},
        )
        return next((_only(tier) for tier in tiers if tier), None)


def slug(target: str) -> str:
    """What an article must be called to be meant by its slug; empty for an address that names none."""
    return next(reversed(_parts(target)), "")


def suits(target: str, key: str) -> bool:
    """Whether the article of this key, whatever it is called itself, may have such an address."""
    return _fits(_place(key), _parts(target)[:-1], _HOMES)


def _only(found: Mapping[str, _Place]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def _place(key: str) -> _Place:
    folder, _, name = key.casefold().rpartition("/")
    folders = tuple(part.lstrip("_") for part in folder.split("/") if part)
    dated = _DATED.match(name)
    digits = dated.groups() if dated else [part for part in folders if part.isdecimal()]
    return _Place(key, folders, name[dated.end() :] if dated else name, frozenset(map(int, digits)))


def _parts(target: str) -> list[str]:
    """The parts of an address, in small letters, without suffix and `index`."""
    whole = _SUFFIX.sub("", target.casefold())
    parts = [part for part in whole.split("/") if part not in {"", ".", ".."}]
    return parts[:-1] if parts and parts[-1] == "index" else parts


def _seen_from(path: str, target: str) -> list[tuple[str, ...]]:
    """Where a relative address leads, from an article that is a folder of the site, and from one that is a file."""
    own = _place(path.rpartition(".")[0].removesuffix("/index")).plain
    return [tuple(_parts(posixpath.normpath(posixpath.join("/", *folder, target)))) for folder in (own, own[:-1])]


def _fits(place: _Place, parts: Iterable[str], homes: frozenset[str]) -> bool:
    """Whether an article of this place may have such an address: by its folders, its date, and homes of articles."""
    return all(part in place.folders or part in homes or _is_part_of_date(part, place.date) for part in parts)


def _is_part_of_date(part: str, date: frozenset[int]) -> bool:
    """Whether it is a year, a month or a day of this date; of any, where that is not known."""
    return part.isdecimal() and len(part) <= len("2024") and (not date or int(part) in date)
