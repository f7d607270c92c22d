"""The dialects of Markdown that generators and note-takers write, one sister for each, with the same functions.

    keys        the front matter as the table of fields expects it
    rewrite     the text as any Markdown has it
    is_meant    whether a text can be nothing else, where that can be told

A folder's kind is in config.toml; without one, each file is taken for what only that can be which it holds, and most
hold nothing of the kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyromark

from feedsvc.sources.dialects import astro, eleventy, hugo, jekyll, obsidian, pelican, zola
from feedsvc.sources.dialects.manuscript import Manuscript
from feedsvc.sources.front_matter import Keys

__all__ = ["AUTO", "KINDS", "Dialect", "Manuscript", "named", "told"]

AUTO = "auto"
"""The kind of a folder whose files are each taken for what they are."""

_NONE = pyromark.Options(0)
_IDS = pyromark.Options.ENABLE_HEADING_ATTRIBUTES
_TERMS = pyromark.Options.ENABLE_DEFINITION_LIST


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is done to a file of one kind before it is plain Markdown; `title` makes one of its path, if it has none."""

    keys: Callable[[Keys, str], Keys]
    rewrite: Callable[[Manuscript], None]
    title: Callable[[str], str] | None = None
    options: pyromark.Options = _NONE
    """What its Markdown has beyond everybody's."""


_BY_KIND = {
    "jekyll": Dialect(jekyll.keys, jekyll.rewrite, jekyll.title, _IDS | _TERMS),
    "hugo": Dialect(hugo.keys, hugo.rewrite, options=_IDS | _TERMS),
    "zola": Dialect(zola.keys, zola.rewrite, options=_IDS),
    "pelican": Dialect(pelican.keys, pelican.rewrite, options=_TERMS),
    "eleventy": Dialect(eleventy.keys, eleventy.rewrite),
    "astro": Dialect(astro.keys, lambda _: None),
    "obsidian": Dialect(obsidian.keys, obsidian.rewrite, obsidian.title),
}
_MDX = Dialect(astro.keys, astro.rewrite)
_WIKI = Dialect(lambda keys, _: keys, obsidian.rewrite_links)

_TEMPLATES = frozenset({"jekyll", "hugo", "eleventy"})
"""Kinds whose tags stand in HTML as they do in Markdown."""

KINDS = (AUTO, *_BY_KIND)


def named(kind: str, *, mdx: bool = False) -> Dialect | None:
    """The dialect of every file in a folder of this kind; None where each file tells its own."""
    return _MDX if mdx else _BY_KIND.get(kind)


def in_html(kind: str) -> Dialect | None:
    """The dialect of HTML with front matter in a folder of this kind; None where HTML is all that it is."""
    return _BY_KIND[kind] if kind in _TEMPLATES else None


def told(path: str, text: str) -> Dialect | None:
    """The dialect that a file shows by itself, if it shows any: most are told apart by four looks for a sign."""
    if "_posts/" in path or "_drafts/" in path:
        return _BY_KIND["jekyll"]
    if "{" in text and ("{{" in text or "{%" in text):
        if hugo.is_meant(text):
            return _BY_KIND["hugo"]
        if zola.is_meant(text):
            return _BY_KIND["zola"]
        if jekyll.is_meant(path, text):
            return _BY_KIND["jekyll"]
    is_wiki = ("[[" in text and obsidian.is_meant(text)) or "[!" in text
    return _WIKI if is_wiki else None
