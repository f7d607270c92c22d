"""Entries cut short, for readers who want to know of an article and read it elsewhere. Pure."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from feedsvc import sanitize
from feedsvc.model import Entry
from feedsvc.shorten import shortened


def brief(entry: Entry, characters: int) -> Entry:
    """The same entry with nothing but text as its content: at most so many characters (at least 1), cut at a word.

    Where the content shows no text, but an image, say, it is the summary. Beside it stands no summary: that would say
    the same again (RFC 4287, section 4.2.13), or more than was asked for.
    """
    text = sanitize.plain(entry.content) or entry.summary
    return replace(entry, content=escape(shortened(text, characters), quote=False), summary="")
