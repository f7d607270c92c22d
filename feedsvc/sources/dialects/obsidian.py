"""Obsidian: wiki links and embeds, callouts, comments, highlights, block ids, and `#tags` in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import PurePosixPath
from urllib.parse import quote

from feedsvc.sources import references
from feedsvc.sources.dialects import callouts
from feedsvc.sources.dialects.embeds import media
from feedsvc.sources.dialects.manuscript import Manuscript
from feedsvc.sources.front_matter import Keys, Value

_WIKI = re.compile(r"\[\[(?=[^\s\[\]])[^\[\]\n]+\]\](?!\()")
_LINK = re.compile(r"(!?)\[\[([^\[\]|#^\n\\]*)(#[^\[\]|\n\\]*)?(?:\\?\|([^\[\]\n]*))?\]\](?!\()")
_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_BLOCK_ID = re.compile(r"(?:^|(?<![ \t])[ \t]+)\^[A-Za-z0-9-]+[ \t]*$", re.MULTILINE)
_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]+)(?<=\S)==")
_TAG = r"\#(?=[\w/-]*[^\W\d_])[\w/-]+"
_TAG_LINE = re.compile(rf"^[ \t]*{_TAG}(?:[ \t,]+{_TAG})*[ \t]*$", re.MULTILINE)
_TAG_IN_TEXT = re.compile(rf"(?<![^\s(\[]){_TAG}")
_SIZE = re.compile(r"(\d+)(?:x(\d+))?")
_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp"})
_PLAYED = {
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".ogg", ".flac", ".3gp"), "audio"),
    **dict.fromkeys((".mp4", ".webm", ".ogv", ".mov", ".mkv"), "video"),
}
_FILES = frozenset({*_IMAGES, *_PLAYED, ".pdf"})
_TAG_KEYS = frozenset({"tags", "tag"})
ONLY_TAGS = "only tags, which are topics of the entry"


def is_meant(text: str) -> bool:
    """Whether a text has wiki links."""
    return _WIKI.search(text) is not None


def keys(given: Keys, _path: str) -> Keys:
    """With tags in one line taken apart, without their `#`, and each nested one with those that it lies in; and with
    wiki links in other values as what they lead to."""
    return Keys({key: _value(key, value) for key, value in given.values.items()}, given.lines)


def _value(key: str, value: Value) -> Value:
    if key.casefold() in _TAG_KEYS:
        return _tags(value)
    if isinstance(value, list):
        return [_unlinked(item) for item in value]
    return _unlinked(value)


def _unlinked(value: Value) -> Value:
    found = _LINK.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return value
    target = found[2].strip()
    is_file = PurePosixPath(target).suffix.lower() in _FILES
    return references.ANYWHERE + target if is_file else (found[4] or PurePosixPath(target).name)


def _tags(value: Value) -> Value:
    written = re.split(r"[,\s]+", value) if isinstance(value, str) else value
    if not isinstance(written, list) or not all(isinstance(tag, str | None) for tag in written):
        return value
    return [name for tag in written if isinstance(tag, str) for name in _nested(tag.strip().lstrip("#"))]


def _nested(tag: str) -> Iterator[str]:
    """`world/asia` is in `world` too."""
    parts = [part for part in tag.split("/") if part]
    return ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def rewrite(body: Manuscript) -> None:
    """All of it, where the folder is known to be a vault."""
    body.replace(_COMMENT, lambda found: "\n" * found[0].count("\n"))
    rewrite_links(body)
    body.replace(_BLOCK_ID, lambda _: "")
    body.replace(_HIGHLIGHT, lambda found: f"<mark>{found[1]}</mark>")
    for tag in _TAG_IN_TEXT.findall(body.body):
        body.topics += [name for name in _nested(tag.lstrip("#")) if name not in body.topics]
    body.replace(_TAG_LINE, lambda _: None, ONLY_TAGS)


def rewrite_links(body: Manuscript) -> None:
    """The part that is nothing else in any Markdown: wiki links, embeds and callouts."""
    callouts.rewrite(body)
    body.replace(_LINK, lambda found: body.shelter.keep(_embed(found) if found[1] else _link(found)))


def title(path: str) -> str:
    """A note is called as its file."""
    return PurePosixPath(path).stem


def _link(found: re.Match[str]) -> str:
    target, place, text = found[2].strip(), found[3] or "", (found[4] or "").strip()
    heading = "" if place.startswith("#^") else place[1:]
    shown = text or " > ".join(filter(None, (PurePosixPath(target).name.removesuffix(".md"), heading)))
    fragment = f"#{quote(heading)}" if heading else ""
    if not target:
        return escape(shown) if shown else found[0]
    if PurePosixPath(target).suffix.lower() in _FILES:
        return f'<a href="{references.ANYWHERE}{escape(quote(target))}">{escape(shown)}</a>'
    return f'<a href="{references.address(references.anywhere(target), fragment)}">{escape(shown)}</a>'


def _embed(found: re.Match[str]) -> str:
    target, text = found[2].strip(), (found[4] or "").strip()
    suffix = PurePosixPath(target).suffix.lower()
    source = references.ANYWHERE + quote(target)
    if suffix in _IMAGES:
        return _image(source, text)
    return media(_PLAYED[suffix], source) if suffix in _PLAYED else _link(found)


def _image(source: str, text: str) -> str:
    """With what stands behind the bar: its size in pixels, or else what it shows."""
    size = _SIZE.fullmatch(text)
    if size is None:
        return f'<img src="{escape(source)}" alt="{escape(text)}">'
    height = f' height="{size[2]}"' if size[2] else ""
    return f'<img src="{escape(source)}" alt="" width="{size[1]}"{height}>'
