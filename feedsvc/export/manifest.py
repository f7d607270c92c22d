"""What was written into a folder, and what became of addresses that are no more: a value, and its JSON."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from typing import Any

import orjson

from feedsvc.errors import ExportError

Headers = tuple[tuple[str, str], ...]
"""Names and values, sorted."""

_VERSION = 1
"""Of this form: raised where a former release could misread it."""


STEM = "{stem}"
"""Stands in headers for what the addresses of the document and its sisters begin with."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was written, with the codings beside it."""

    digest: str
    """Of its bytes; empty where nobody knows whether it was written to its end."""
    modified: int = 0
    """Its modification time, in whole seconds since 1970."""
    codings: tuple[str, ...] = ()
    """Suffixes of the files beside it."""
    headers: Headers = ()
    """What the server says with it, its own address being replaced by STEM."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A file beside an article, as it was copied. As it is by default: there was none."""

    path: str
    """Where it lies, as in Attachment; empty where nobody knows, since that export was cut off."""
    stamp: str = ""
    """Is another for other bytes."""
    digest: str = ""
    """Of its bytes; empty where there is no copy, or nobody knows whether it was made to its end."""
    modified: int = 0
    """As that of Written."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where an address leads, and how long that may be believed."""

    location: str
    cache_control: str


@dataclass(slots=True)
class Manifest:
    """The state of a folder. As it is by default: of an empty one."""

    fingerprint: str = ""
    epoch: str = ""
    revision: int = 0
    """Everything up to this revision of the store is in the folder."""
    written: dict[str, Written] = field(default_factory=dict)
    """By address."""
    gone: set[str] = field(default_factory=set)
    """Addresses that are answered 410."""
    redirects: dict[str, Redirect] = field(default_factory=dict)
    navigations: dict[str, Headers] = field(default_factory=dict)
    """What is said to a browser that shows it, by the pattern of the addresses."""
    copied: dict[str, Copied] = field(default_factory=dict)
    """By address: all files beside articles that entries refer to, whether they are there or not."""

    def to_json(self) -> bytes:
        """Headers, of which a hundred thousand files have a dozen sorts, are each told once."""
        sorts: dict[Headers, int] = {}
        written = {
            address: (file.digest, file.modified, " ".join(file.codings), sorts.setdefault(file.headers, len(sorts)))
            for address, file in self.written.items()
        }
        return orjson.dumps(
            {
                "version": _VERSION,
                "fingerprint": self.fingerprint,
                "epoch": self.epoch,
                "revision": self.revision,
                "headers": list(sorts),
                "written": written,
                "copied": {address: astuple(file) for address, file in self.copied.items()},
                "gone": sorted(self.gone),
                "redirects": self.redirects,
                "navigations": self.navigations,
            }
        )


def from_json(data: bytes, where: str) -> Manifest:
    """Raises ExportError for what is no manifest of this release."""
    try:
        told = orjson.loads(data)
        if told["version"] != _VERSION:
            raise ExportError(f"{where} was written by another release of feedsvc. Export into an empty folder")
        return _manifest(told)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ExportError(f"{where} is damaged ({error}). Export into an empty folder") from error


def _manifest(told: dict[str, Any]) -> Manifest:
    sorts = list(map(_headers, told["headers"]))
    written = {
        address: Written(digest, modified, tuple(codings.split()), sorts[sort])
        for address, (digest, modified, codings, sort) in told["written"].items()
    }
    return Manifest(
        told["fingerprint"],
        told["epoch"],
        told["revision"],
        written,
        set(told["gone"]),
        {address: Redirect(**redirect) for address, redirect in told["redirects"].items()},
        {pattern: _headers(headers) for pattern, headers in told["navigations"].items()},
        {address: Copied(*file) for address, file in told.get("copied", {}).items()},
    )


def _headers(told: list[list[str]]) -> Headers:
    return tuple((name, value) for name, value in told)
