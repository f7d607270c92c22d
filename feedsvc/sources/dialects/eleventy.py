"""Eleventy: Liquid or Nunjucks in the text; `tags` in front matter name collections, of which some are no topics."""

from __future__ import annotations

import re

from feedsvc.sources.dialects import liquid
from feedsvc.sources.dialects.manuscript import Manuscript
from feedsvc.sources.front_matter import Keys, Value

_COLLECTIONS = frozenset({"all", "post", "posts", "page", "pages", "nav"})
"""Names that starters give the collection of everything: they say what a file is, not what it is about."""


_FROM_GIT = re.compile(r"(?:git )?(?:last modified|created)", re.IGNORECASE)
"""Dates that are asked of the file system or of git, which say when a copy was made, too."""


def keys(given: Keys, _path: str) -> Keys:
    """Without the names of collections among the tags, and without dates that are none."""
    return Keys({key: _meant(key, value) for key, value in given.values.items()}, given.lines)


def _meant(key: str, value: Value) -> Value:
    if key == "date" and isinstance(value, str) and _FROM_GIT.fullmatch(value.strip()):
        return None
    return _topics(value) if key == "tags" else value


def _topics(value: Value) -> Value:
    if isinstance(value, str):
        value = [value]  # one tag, whatever it holds: Eleventy takes nothing apart
    if not isinstance(value, list):
        return value
    return [tag for tag in value if not (isinstance(tag, str) and tag.casefold() in _COLLECTIONS)]


def rewrite(body: Manuscript) -> None:
    liquid.rewrite(body)
