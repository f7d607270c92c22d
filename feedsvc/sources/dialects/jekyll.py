"""Jekyll: Liquid tags, kramdown's attribute lists, and names of topics with spaces between."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from feedsvc.sources.dialects import liquid
from feedsvc.sources.dialects.manuscript import Manuscript
from feedsvc.sources.front_matter import Keys, Value

_ATTRIBUTES = re.compile(r"(?:^[*-] [^\n]*\n)?^[ \t]*\{:toc[^{}\n]*\}[ \t]*$|\{:[^{}\n]*\}", re.MULTILINE)
_ABBREVIATION = re.compile(r"^\*\[[^\]\n]+\]:[^\n]*$", re.MULTILINE)
_SPACED = frozenset({"tags", "categories"})
_NAME = re.compile(r"(?:\d{2,4}-\d{1,2}-\d{1,2}-)?(.+)")
_FOLDERS = frozenset({"_posts", "_drafts"})


def is_meant(path: str, text: str) -> bool:
    """Whether a file can only be Jekyll's: by a folder that it lies in, or by its tags."""
    return not _FOLDERS.isdisjoint(path.split("/")[:-1]) or liquid.is_meant(text)


def keys(given: Keys, _path: str) -> Keys:
    """With the lists of topics that are written in one line taken apart at their spaces, or commas if there are any."""
    return Keys({key: _apart(key, value) for key, value in given.values.items()}, given.lines)


def _apart(key: str, value: Value) -> Value:
    if key not in _SPACED or not isinstance(value, str) or "," in value:
        return value
    return list(value.split())


def rewrite(body: Manuscript) -> None:
    body.replace(_ATTRIBUTES, lambda _: "")
    body.replace(_ABBREVIATION, lambda _: "")
    liquid.rewrite(body)


def title(path: str) -> str:
    """Made of the file's name, as Jekyll does: `2024-05-01-old-bridges.md` is "Old Bridges"."""
    found = _NAME.fullmatch(PurePosixPath(path).stem)
    words = (found[1] if found else path).replace("-", " ").split()
    return " ".join(word[:1].upper() + word[1:] for word in words)
