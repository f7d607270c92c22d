"""HTML from anywhere made HTML that is safe everywhere, and the plain text of such HTML."""

from __future__ import annotations

import re
from functools import partial
from html import unescape

import nh3

from feedsvc.errors import Rejected
from feedsvc.sanitize import allowed, characters
from feedsvc.sanitize.addresses import SCHEMES, absolute, absolute_candidates, is_half
from feedsvc.sanitize.balance import balanced

_TAG = r"""</?(?:{names})(?![^\s/>])(?:[^>"]|"[^"]*")*>"""
_INLINE_TAG = re.compile(_TAG.format(names="|".join(sorted(allowed.INLINE))))
_WRITTEN_TAG = re.compile(rf"</?(?:{'|'.join(sorted(allowed.TAGS))})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ANY_TAG = re.compile(_TAG.format(names="|".join(sorted(allowed.TAGS))))


def html(markup: str, base: str) -> str:
    """The part of `markup` that is harmless, repaired, each address in it absolute, as seen from `base`.

    Raises Rejected, with the line of `markup` where elements are nested too deep, without one where `base` is no base.
    """
    repaired = balanced(characters.text(markup))
    # A Cleaner per call costs 20 us, and resolves as browsers do; one Cleaner for all would have to resolve in Python,
    # at 6 us for each relative address.
    try:
        cleaner = nh3.Cleaner(
            tags=allowed.TAGS,
            clean_content_tags=allowed.SWALLOWED,
            attributes=allowed.ATTRIBUTES,
            attribute_filter=partial(_attribute, base),
            link_rel=None,
            url_schemes=SCHEMES,
            url_relative=("rewrite_with_base", base),
        )
    except ValueError as error:
        raise Rejected(f"{base!r} is no web address ({error})", "Give the article another link, or none") from error
    # A character reference may have named what text() took out before, so it looks again. `&nbsp;` is no XML (X5).
    return characters.text(cleaner.clean(repaired).replace("&nbsp;", "\xa0"))


def _attribute(base: str, _tag: str, name: str, value: str) -> str | None:
    """The attribute's value, or None to leave the attribute out. nh3 itself sees to href, src and poster."""
    if name == "srcset":
        return absolute_candidates(value, base)
    if name == "cite":
        return absolute(value, base)
    if name in {"href", "src", "poster"} and is_half(value):
        return None
    return value


def untagged(markup: str) -> str:
    """The text of safe HTML as it lies: tags taken out, a space for each that ends a line, references resolved."""
    return unescape(_ANY_TAG.sub(" ", _INLINE_TAG.sub("", markup)))


def plain(markup: str) -> str:
    """The text of safe HTML on one line, its white space collapsed."""
    return " ".join(untagged(markup).split())


def has_tags(text: str) -> bool:
    """Whether a text holds tags of HTML; `a < b`, `list<int>` and a mention of `<title>` are none."""
    return "<" in text and _WRITTEN_TAG.search(text) is not None
