"""How things are named: slugs for addresses, tag URIs for ids. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from itertools import dropwhile
from urllib.parse import quote

from feedsvc.folding import folded, is_mark

_SPECIFIC = "/-._~!$&'()*+,;=:@"  # what RFC 4151 lets stand in the last part of a tag URI
LONGEST_SLUG = 80
"""Characters: readers and file systems cut long addresses; a word more tells nobody anything."""

_SPELLED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # most of what is asked is one already, which is told at once
_SIGNS = re.compile(r"(.)([+#]+)", re.DOTALL)
_SPOKEN = {ord("+"): " plus ", ord("#"): " sharp "}


@lru_cache(maxsize=4096)  # the same few folders and subjects come back in every entry, at 3 us each
def slug(text: str) -> str:
    """Letters and digits of any script, folded, hyphens between: "North Korea" is `north-korea`. May be empty.

    The signs of C++, C# and "Disney+", which other things are called without, are spelled: `c-plus-plus`.
    """
    if len(text) <= LONGEST_SLUG and _SPELLED.fullmatch(text):
        return text
    if "+" in text or "#" in text:
        text = _SIGNS.sub(_spoken, text)
    words = ("".join(dropwhile(is_mark, word)) for word in folded(text).split())
    return _cut("-".join(filter(None, words))).strip("-")


def _spoken(found: re.Match[str]) -> str:
    """Signs in words where they belong to the letter or digit before them; `#1` and `A + B` have none such."""
    before, signs = found.groups()
    return before + signs.translate(_SPOKEN) if before.isalnum() or is_mark(before) else found[0]


def _cut(text: str) -> str:
    """As much of it as a slug may have: where a letter's marks would be lost, the letter goes with them."""
    end = min(len(text), LONGEST_SLUG)
    while 0 < end < len(text) and is_mark(text[end]):
        end -= 1
    return text[:end]


def entry_slug(path: str, entry_id: str) -> str:
    """The stem of the file's name and ten digits of the id's hash: readable, unique without asking a store."""
    parts = path.rsplit("/", 2)
    stem = parts[-1].rsplit(".", 1)[0]
    if stem in {"index", "_index"} and len(parts) > 1:
        stem = parts[-2]
    mark = hashlib.sha256(entry_id.encode()).hexdigest()[:10]
    return f"{slug(stem)}-{mark}".lstrip("-")


def tag_uri(authority: str, specific: str) -> str:
    """A tag URI (RFC 4151): an id that holds wherever the thing moves. NFC, so that ids compare byte for byte."""
    return f"tag:{authority}:{quote(unicodedata.normalize('NFC', specific), safe=_SPECIFIC)}"


def entry_id(authority: str, path: str) -> str:
    """The id of an entry whose file names none: from where the file was first seen."""
    return tag_uri(authority, f"articles/{path}")


def feed_id(authority: str, selection: str, search: str = "") -> str:
    """The id of a feed, the same for its three formats; `search` is what is looked for in it, encoded already."""
    whole = tag_uri(authority, f"feeds/{selection}")
    return f"{whole}?{search}" if search else whole
