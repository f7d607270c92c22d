"""The text of a WordPress post made into the HTML that WordPress shows for it: paragraphs, captions, shortcodes.

What is in the database is not what is shown: classic posts have blank lines for paragraphs, which `wpautop` of
WordPress makes into `<p>`; posts of the block editor are HTML between comments; both hold shortcodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import NamedTuple

from feedsvc.sources.dialects.code import between

_BLOCKS_EDITED = re.compile(r"<!-- wp:")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_COMMENT_END = "-->"
_KEPT = re.compile(
    r"(<(?P<kept>pre|script|style|textarea|svg)\b(?:(?!</?(?P=kept)\b).)*+</(?P=kept)\s*+>)", re.DOTALL | re.IGNORECASE
)
"""Where a line end is a line end, and a bracket a bracket. It begins at the last of its openings: see code.between."""

_NAMES = (
    "address|area|article|aside|blockquote|caption|col|colgroup|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|h[1-6]|header|hgroup|hr|legend|li|map|menu|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|"
    "audio|video"
)
_BLOCK = re.compile(rf"</?(?:{_NAMES})\b", re.IGNORECASE)
_BEFORE_BLOCK = re.compile(rf"(?<!\s)\s*+(?=</?(?:{_NAMES})\b[^<>]*+>)", re.IGNORECASE)
_BEHIND_BLOCK = re.compile(rf"(</(?:{_NAMES})\s*+>|<hr\b[^<>]*+>|<blockquote\b[^<>]*+>)\s*", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"(?:<br\s*+/?>|(?<![^\S\n]))[^\S\n]*+\n", re.IGNORECASE)
_ALONE = re.compile(r"^[^\S\n]*(https?://[^\s<>\"\[\]]+)[^\S\n]*$", re.MULTILINE)
"""An address on a line of its own, in whose place WordPress shows what is there."""

_SHORTCODE = re.compile(
    r"(?P<open>\[?)\[(?P<end>/?)(?P<name>[a-z][\w-]*)(?P<given>(?:\s[^\[\]]*)?)\](?P<close>\]?)(?!\()", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"(?<![\w-])([\w-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s'\"]+))")
_CAPTION = between(r"\[(?:wp_)?caption\b[^\[\]]*+\]", r"\[/(?:wp_)?caption\]")
_IMAGE_AND_CAPTION = re.compile(r"\s*(<a\b[^>]*>\s*<img\b[^>]*>\s*</a>|<img\b[^>]*>)\s*(.*)", re.DOTALL)
_EMBED = re.compile(
    r"\[(?:embed|youtube|vimeo)\b[^\[\]]*+\]\s*+(https?://[^\s<\[\]]++)\s*+\[/(?:embed|youtube|vimeo)\]"
)
_CORE = frozenset({"audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption", "youtube", "vimeo"})
_GALLERY = "gallery"
_SUFFIXES = ("src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv")
"""The attributes that name the file of a recording or film."""


_NO_GALLERIES: Mapping[str, Sequence[str]] = MappingProxyType({})


class Shown(NamedTuple):
    """The HTML of a post, and what of it nobody but WordPress could fill in: each with its line in the text, from 0."""

    html: str
    dropped: tuple[tuple[int, str], ...]


Galleries = Mapping[str, Sequence[str]]
"""The addresses of the pictures that each gallery of a post shows, by its attributes."""


def galleries(content: str) -> list[str]:
    """The attributes of each gallery that a post may show, each once: as Galleries has them."""
    found = (each["given"] for each in _SHORTCODE.finditer(content) if each["name"].lower() == _GALLERY)
    return list(dict.fromkeys(map(_attributes_in_line, found)))


def shown(content: str, pictures: Galleries = _NO_GALLERIES) -> Shown:
    """What WordPress shows of a post's text, with these pictures in its galleries."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    paired = frozenset(found["name"].lower() for found in _SHORTCODE.finditer(content) if found["end"])
    parts = _KEPT.split(content)
    is_classic = _BLOCKS_EDITED.search(content) is None
    made = [
        part if place % 3 else _part(part, pictures, paired, is_classic=is_classic)
        for place, part in enumerate(parts)
        if place % 3 < 2  # the third of three is the name alone
    ]
    return Shown("\n".join(filter(None, made)), tuple(_dropped(content, paired)))


def _dropped(content: str, paired: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The shortcodes that nobody but WordPress could fill in, each with its line, from 0."""
    line = at = 0
    for found in _SHORTCODE.finditer(_KEPT.sub(lambda kept: " " * len(kept[0]), content)):
        if not found["end"] and found["name"].lower() not in _CORE and _is_shortcode(found, paired):
            line, at = line + content.count("\n", at, found.start()), found.start()
            yield line, found[0]


def _part(text: str, pictures: Galleries, paired: frozenset[str], *, is_classic: bool) -> str:
    text = _CAPTION.sub(_figure, _without_comments(text))
    text = _EMBED.sub(r"\n\n\1\n\n", text)
    text = _SHORTCODE.sub(lambda found: _instead(found, pictures, paired), text)
    text = _ALONE.sub(r'<a href="\1">\1</a>', text).strip()
    return paragraphs(text) if is_classic else text


def _without_comments(text: str) -> str:
    """What is opened behind the last end of a comment has none, and to look for it costs what the rest is long."""
    head, end, rest = text.rpartition(_COMMENT_END)
    return _COMMENT.sub("", head + end) + rest


def paragraphs(text: str) -> str:
    """Blank lines divide paragraphs, unless blocks do, and a line end breaks the line."""
    apart = _BEHIND_BLOCK.sub(r"\1\n\n", _BEFORE_BLOCK.sub("\n\n", text)).strip()
    return "\n".join(_paragraph(each.strip()) for each in _BLANK_LINES.split(apart) if each.strip())


def _paragraph(text: str) -> str:
    return text if _BLOCK.match(text) else "<p>{}</p>".format(_LINE_END.sub("<br>\n", text))


def _figure(found: re.Match[str]) -> str:
    """A picture with its caption, which older versions keep in an attribute."""
    parts = _IMAGE_AND_CAPTION.fullmatch(found[1])
    if parts is None:
        return found[1]
    words = parts[2].strip() or _attributes(found[0].partition("]")[0]).get("caption", "")
    return f"<figure>{parts[1]}<figcaption>{words}</figcaption></figure>"


def _is_shortcode(found: re.Match[str], paired: frozenset[str]) -> bool:
    """`[sic]` is none: what is in brackets counts where WordPress knows it, attributes are given, or an end tag is."""
    name = found["name"].lower()
    is_escaped = bool(found["open"] and found["close"])
    return not is_escaped and (name in _CORE or name in paired or _ATTRIBUTE.search(found["given"]) is not None)


def _instead(found: re.Match[str], pictures: Galleries, paired: frozenset[str]) -> str:
    if found["open"] and found["close"]:
        return found[0][1:-1]  # `[[gallery]]` is how posts mention one
    if not _is_shortcode(found, paired):
        return found[0]
    return found["open"] + _content(found["name"].lower(), found["given"], pictures) + found["close"]


def _content(name: str, written: str, pictures: Galleries) -> str:
    if name == _GALLERY:
        together = pictures.get(_attributes_in_line(written), ())
        return "".join(f'\n\n<figure><img src="{escape(address)}" alt=""></figure>\n\n' for address in together)
    if name not in {"audio", "video"}:
        return ""
    address = next(filter(None, map(_attributes(written).get, _SUFFIXES)), None)
    return f'\n\n<{name} src="{escape(address)}" controls></{name}>\n\n' if address else ""


def _attributes_in_line(written: str) -> str:
    return " ".join(written.split())


def _attributes(given: str) -> dict[str, str]:
    return {name.lower(): quoted or single or bare for name, quoted, single, bare in _ATTRIBUTE.findall(given)}
