"""What is to be published as files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import feedsvc
from feedsvc.model import Site
from feedsvc.sources.beside import Beside
from feedsvc.store.base import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_COMPILED = "__pycache__"


@dataclass(frozen=True, slots=True)
class Edition:
    """The application that serves a site, the store behind it, and what neither of them can be asked for."""

    application: WSGIApplication
    store: Store
    site: Site
    settings: str
    """All that shapes documents beside the store, written out: where it differs, everything is asked for anew."""
    archive: int
    """Entries of an archive document."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """What a topic's slug was before, and what it is now."""
    retired: frozenset[str] = frozenset()
    """Topics that are gone for good."""
    beside: Beside | None = None
    """Where the files lie that articles refer to."""

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits, the same as long as the same store would be published as the same files."""
        made_by = repr((self.site, self.settings, self.archive, sorted(self.aliases.items()), sorted(self.retired)))
        return hashlib.sha256(f"{_program()}{made_by}".encode()).hexdigest()[:16]


@cache
def _program() -> str:
    """A digest of this program, its templates and stylesheets included: what another one makes may differ."""
    root = Path(feedsvc.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*")):
        if file.is_file() and _COMPILED not in file.parts:
            digest.update(file.relative_to(root).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()
