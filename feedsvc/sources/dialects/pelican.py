"""Pelican: `Title:` lines in place of front matter, `{filename}` before links, and marks of Python-Markdown."""

from __future__ import annotations

import re

from feedsvc.sources.dialects.manuscript import Manuscript
from feedsvc.sources.front_matter import Keys, from_lines

_TOC = re.compile(r"^\[TOC\][ \t]*$", re.MULTILINE)
_LANGUAGE = re.compile(r"^(?: {4}|\t)(?:#!|:::)[\w+#-]+[ \t]*\n(?=(?: {4}|\t))", re.MULTILINE)


def keys(given: Keys, _path: str) -> Keys:
    """With lists that are written in one line taken apart, at semicolons if there are any, else at commas."""
    return Keys({key: from_lines.many(key, value) for key, value in given.values.items()}, given.lines)


def rewrite(body: Manuscript) -> None:
    body.replace(_TOC, lambda _: "")
    body.replace(_LANGUAGE, lambda _: "")
