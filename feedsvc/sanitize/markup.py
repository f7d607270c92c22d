"""HTML from anywhere made HTML that is safe everywhere, and the plain text of such HTML."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import partial
from html import unescape
from typing import Literal

import nh3

from feedsvc.errors import Rejected
from feedsvc.sanitize import allowed, characters
from feedsvc.sanitize.addresses import SCHEMES, absolute, absolute_candidates, is_half
from feedsvc.sanitize.balance import balanced
from feedsvc.shorten import excerpt, quoted

_TAG = r"""</?(?:{names})(?![^\s/>])(?:[^>"]|"[^"]*")*>"""
_INLINE_TAG = re.compile(_TAG.format(names="|".join(sorted(allowed.INLINE))))
_WRITTEN_TAG = re.compile(rf"</?(?:{'|'.join(sorted(allowed.TAGS))})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ANY_TAG = re.compile(_TAG.format(names="|".join(sorted(allowed.TAGS))))

_AttributeFilter = Callable[[str, str, str], str | None]
_UrlRelative = tuple[Literal["rewrite_with_base"], str] | Callable[[str], None]


def html(markup: str, base: str) -> str:
    """The part of `markup` that is harmless, repaired, each address in it absolute, as seen from `base`.

    Raises Rejected, with the line of `markup` where elements are nested too deep, without one where `base` is needed
    and is no base.
    """
    repaired = balanced(characters.text(markup))
    cleaned = _baseless.clean(repaired)
    if cleaned is None:
        cleaned = _seen_from(base).clean(repaired)
    # A character reference may have named what text() took out before, so it looks again. `&nbsp;` is no XML (X5).
    return characters.text(cleaned.replace("&nbsp;", "\xa0"))


def _seen_from(base: str) -> nh3.Cleaner:
    try:
        return _cleaner(partial(_attribute, base), ("rewrite_with_base", base))
    except ValueError as error:
        raise Rejected(
            f"{quoted(base)} is no web address ({excerpt(str(error))})", "Give the article another link, or none"
        ) from error


def _cleaner(attribute_filter: _AttributeFilter, url_relative: _UrlRelative) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=allowed.TAGS,
        clean_content_tags=allowed.SWALLOWED,
        attributes=allowed.ATTRIBUTES,
        attribute_filter=attribute_filter,
        link_rel=None,
        url_schemes=SCHEMES,
        url_relative=url_relative,
    )


def _attribute(base: str, _tag: str, name: str, value: str) -> str | None:
    """The attribute's value, or None to leave the attribute out. nh3 itself sees to href, src and poster."""
    if name == "srcset":
        return absolute_candidates(value, base)
    if name == "cite":
        return absolute(value, base)
    return _whole(name, value)


def _whole(name: str, value: str) -> str | None:
    return None if name in {"href", "src", "poster"} and is_half(value) else value


class _Baseless(threading.local):
    """Cleans markup whose addresses are all absolute, as most is, and gives up where it meets one that is not.

    It serves every entry, one for each thread: a Cleaner for each base takes 50 us to make, nearly as long as cleaning.
    """

    def __init__(self) -> None:
        self._met_relative = False
        self._cleaner = _cleaner(self._attribute, self._relative)

    def clean(self, markup: str) -> str | None:
        self._met_relative = False
        cleaned = self._cleaner.clean(markup)
        return None if self._met_relative else cleaned

    def _attribute(self, _tag: str, name: str, value: str) -> str | None:
        self._met_relative |= name in {"srcset", "cite"}
        return _whole(name, value)

    def _relative(self, _address: str) -> None:
        self._met_relative = True


_baseless = _Baseless()


def untagged(markup: str) -> str:
    """The text of safe HTML as it lies: tags taken out, a space for each that ends a line, references resolved."""
    return unescape(_ANY_TAG.sub(" ", _INLINE_TAG.sub("", markup)))


def plain(markup: str) -> str:
    """The text of safe HTML on one line, its white space collapsed and nothing unseen in it."""
    return characters.line(untagged(markup))


def has_tags(text: str) -> bool:
    """Whether a text holds tags of HTML; `a < b`, `list<int>` and a mention of `<title>` are none."""
    return "<" in text and _WRITTEN_TAG.search(text) is not None
