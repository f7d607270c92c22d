"""What a folder holds, read as it would be published; nothing is written anywhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from feedsvc.errors import Rejected
from feedsvc.model import Article, Entry, Site, SourceFile
from feedsvc.normalize import normalize
from feedsvc.rejection import Rejection
from feedsvc.sources import parse
from feedsvc.sources.markdown import unread_keys
from feedsvc.sources.scan import Folder, shown

_FEW = 50
"""Pages without a date that are named one by one; more of them are what the folder consists of."""


@dataclass(slots=True)
class Stock:
    """The articles of a folder by their paths, and what stands in the way of others."""

    published: dict[str, datetime] = field(default_factory=dict)
    undated: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    """For the date of their publication."""
    expired: list[str] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    """Of front matter, that mean nothing here."""
    left_out: Counter[str] = field(default_factory=Counter)
    """What articles hold that only their generator can fill in, by its reason."""
    example: dict[str, str] = field(default_factory=dict)
    """One place of each of these."""

    @property
    def pages(self) -> list[str]:
        """Those without a date where most have one: pages of the site, such as `about.md`, and no articles."""
        few = len(self.undated) <= _FEW and len(self.undated) * 2 <= len(self.published)
        return sorted(self.undated) if few else []


def take(folder: Folder, site: Site, kind: str, now: datetime) -> Stock:
    """Raises ScanAlarm where the folder cannot be read."""
    stock = Stock()
    look = folder.look()
    stock.rejected += [Rejection.of(path, why) for path, why in look.refused.items()]
    for path in sorted(look.files):
        try:
            if source := folder.read(look.files[path]):
                _add(stock, source, site, kind, now)
        except Rejected as rejected:
            stock.rejected.append(Rejection.of(shown(path), rejected))
    return stock


def _add(stock: Stock, source: SourceFile, site: Site, kind: str, now: datetime) -> None:
    article = parse(source, frozenset(), kind)
    _note_unread(stock, source, article)
    if article.draft:
        stock.drafts.append(source.path)
        return
    entry = normalize(article, source, None, site, now)
    if entry.expires and entry.expires <= now:
        stock.expired.append(source.path)
    elif entry.embargo:
        stock.waiting.append(source.path)
    else:
        _count(stock, source.path, entry, now)


def _count(stock: Stock, path: str, entry: Entry, now: datetime) -> None:
    stock.languages[entry.language] += 1
    stock.topics.update(entry.subjects)
    if entry.published == now:
        stock.undated.append(path)  # its date is when it was first seen
    else:
        stock.published[path] = entry.published


def _note_unread(stock: Stock, source: SourceFile, article: Article) -> None:
    if source.media_type.startswith("text/m"):
        stock.keys.update(unread_keys(source))
    for line in article.dropped:
        stock.left_out[line.why] += 1
        stock.example.setdefault(line.why, f"{source.path}:{line.number}: {line.text}")
