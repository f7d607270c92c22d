"""Entries as Atom, RSS and JSON Feed: each rendered once, into a fragment, and spliced into every document it is in.

The three formats are three sisters, which do the same in the same order (Renderer); opml lists the feeds themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Protocol

from feedsvc.feed import Feed
from feedsvc.model import Assignment, Entry, Format, Fragment, Site
from feedsvc.render import atom, jsonfeed, opml, rss, specimen
from feedsvc.render.frame import Frame

_PLAIN = Frame()


class Renderer(Protocol):
    """What the module of each format can do."""

    def fragment(self, entry: Entry, assignments: Sequence[Assignment], site: Site) -> bytes: ...

    def document(self, feed: Feed, fragments: Iterable[bytes], site: Site, frame: Frame) -> bytes: ...


_RENDERERS: dict[Format, Renderer] = {Format.ATOM: atom, Format.RSS: rss, Format.JSON: jsonfeed}


def render(entry: Entry, assignments: Sequence[Assignment], site: Site) -> tuple[Fragment, ...]:
    """The entry in every format."""
    return tuple(Fragment(kind, renderer.fragment(entry, assignments, site)) for kind, renderer in _RENDERERS.items())


def fragment(entry: Entry, assignments: Sequence[Assignment], site: Site, format: Format) -> bytes:
    """The entry in one format: for what is shown once and stored nowhere, such as a brief."""
    return _RENDERERS[format].fragment(entry, assignments, site)


def assemble(feed: Feed, format: Format, fragments: Sequence[bytes], site: Site, frame: Frame = _PLAIN) -> bytes:
    """A whole feed document of fragments of its format, in the order given; without any, a valid empty feed."""
    return _RENDERERS[format].document(feed, fragments, site, frame)


def _version() -> str:
    digest = hashlib.sha256(opml.document(specimen.SITE, [specimen.FEED]))
    for renderer in _RENDERERS.values():
        fragments = [
            renderer.fragment(specimen.RICH, specimen.ASSIGNMENTS, specimen.SITE),
            renderer.fragment(specimen.BARE, (), specimen.SITE),
        ]
        for frame in specimen.FRAMES:
            digest.update(renderer.document(specimen.FEED, fragments, specimen.SITE, frame))
    return digest.hexdigest()[:8]


VERSION: str = _version()
"""Eight hex digits of what the renderers make of two specimens: a part of every ETag.

Computed, so that nobody can forget to raise it; from bytes and not from source text, so that it moves with a new
feedgen or lxml that writes differently, and rests when only a comment has changed. Costs a millisecond at import.
"""
