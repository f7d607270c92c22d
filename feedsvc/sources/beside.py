"""The files that lie beside articles and belong to them: where they are, and what can be told of them without playing
them. Of a picture or a recording no more is read than its head."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import imagesize
from tinytag import TinyTag, TinyTagException

from feedsvc import addresses, media_types
from feedsvc.model import Article, Attachment, Enclosure
from feedsvc.sources.containers import container_of
from feedsvc.sources.references import ANYWHERE
from feedsvc.sources.scan import is_unfinished
from feedsvc.sources.spelling import Spelling

_SCALABLE = frozenset({"image/svg+xml"})
"""Pictures of no size of their own: they are as large as the page has room."""


@dataclass(frozen=True)
class Beside:
    """The article folder, as far as it holds files that articles refer to. Travels to other processes."""

    root: Path
    """Without links in it, as are those of `static`."""
    static: tuple[Path, ...] = ()
    """Further folders, whose files the site has at its root: what lies there has a path that begins with `/`."""

    def find(self, attachment: Attachment) -> Attachment | None:
        """The attachment with its path in the folder; None where no such file lies there, or it may not be shown."""
        path = attachment.path
        if path.startswith(ANYWHERE):
            path = self._paths.get(path.removeprefix(ANYWHERE).rpartition("/")[2].casefold(), "")
        place = path if path and self.locate(path) else self.spelled(path)
        return Attachment(attachment.name, place) if place else None

    def spelled(self, path: str) -> str | None:
        """The path of the one file that an author means who writes it with other capitals, as many systems let him."""
        found = self._spelling.of(path) if path and not path.startswith("/") else None
        return found if found and self.locate(found) else None

    def locate(self, path: str) -> Path | None:
        """Where a file of this path lies; None for what is hidden, no regular file, or outside of the folder."""
        if is_unfinished(path):
            return None
        if path.startswith("/"):
            inside = path.lstrip("/")
            return next((found for folder in self.static if (found := _located(folder, inside))), None)
        return _located(self.root, path)

    def stamp(self, path: str) -> str:
        """What is another for a file of other bytes, without reading it; empty where none is of this path."""
        place = f"{self.root}/{path}" if not path.startswith("/") else str(self.locate(path) or "")
        try:
            seen = os.stat(place)  # noqa: PTH116 (a Path for each is slow)
        except (OSError, ValueError):
            return ""
        return f"{seen.st_mtime_ns}-{seen.st_ctime_ns}-{seen.st_size}-{seen.st_ino}"

    def measure(self, path: str, href: str) -> Enclosure | None:
        """A file of this path as an enclosure at `href`, with its length, its size in pixels or its duration."""
        found = self.locate(path)
        if found is None:
            return None
        kind = media_types.of(path)
        width, height = _size(found) if kind.startswith("image/") and kind not in _SCALABLE else (None, None)
        duration = _duration(found) if kind.startswith(("audio/", "video/")) else None
        return Enclosure(href, kind, found.stat().st_size, width, height, duration)

    @cached_property
    def _paths(self) -> dict[str, str]:
        """Every file by its name; of several, the one with the fewest folders, as wikis take it."""
        found: dict[str, str] = {}
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if not is_unfinished(name)]
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), self.root)  # noqa: PTH118 (a Path for each is slow)
                known = found.get(name.casefold())
                if known is None or path.count("/") < known.count("/"):
                    found[name.casefold()] = path
        return found

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.root)

    def __reduce__(self) -> tuple[type[Beside], tuple[Path, tuple[Path, ...]]]:
        return Beside, (self.root, self.static)  # without what was found at one time


def _located(root: Path, path: str) -> Path | None:
    """A regular file below a folder that we may read, wherever links lead to it from."""
    try:
        target = (root / path).resolve(strict=True)
        is_file = stat.S_ISREG(target.stat().st_mode)
    except (OSError, ValueError, RuntimeError):  # a name too long, a NUL, a loop of links
        return None
    return target if is_file and root in target.parents and os.access(target, os.R_OK) else None


def accompanied(article: Article, beside: Beside) -> Article:
    """The article with what can be told of its attachments, as far as they lie in the folder, and which do not."""
    if not article.attachments:
        return article
    by_attachment = {attachment: beside.find(attachment) for attachment in article.attachments}
    found = [there or attachment for attachment, there in by_attachment.items()]
    missing = tuple(one for one, there in by_attachment.items() if there is None and not container_of(one.path))
    nowhere = {_address(attachment) for attachment in missing}
    measured = [told for there in found if (told := beside.measure(there.path, _address(there)))]
    named = {file.href for file in (*article.enclosures, *article.media)}
    by_address = {told.href: told for told in measured}
    return replace(
        article,
        attachments=tuple(found),
        missing=missing,
        enclosures=tuple(
            _completed(each, by_address.get(each.href)) for each in article.enclosures if each.href not in nowhere
        ),
        media=(
            *(_completed(each, by_address.get(each.href)) for each in article.media),
            *(told for told in measured if _is_shown(told) and told.href not in named),
        ),
    )


def _address(attachment: Attachment) -> str:
    return addresses.ATTACHMENT_SCHEME + quote(attachment.name)


def _is_shown(file: Enclosure) -> bool:
    return file.type.startswith(("image/", "audio/", "video/"))


def _completed(enclosure: Enclosure, measured: Enclosure | None) -> Enclosure:
    """What the author says of it, and where he says nothing what the file does; of its length, the file knows best."""
    if measured is None:
        return enclosure
    return replace(
        measured,
        type=enclosure.type if enclosure.type not in {"", media_types.UNKNOWN} else measured.type,
        duration=enclosure.duration or measured.duration,
        title=enclosure.title,
    )


def _size(path: Path) -> tuple[int | None, int | None]:
    try:
        width, height = imagesize.get(path)
    except (OSError, ValueError):
        return None, None
    return (width, height) if width > 0 and height > 0 else (None, None)


def _duration(path: Path) -> int | None:
    try:
        seconds = TinyTag.get(path, tags=False).duration
    except (OSError, TinyTagException):
        return None
    return round(seconds) or None if seconds else None
