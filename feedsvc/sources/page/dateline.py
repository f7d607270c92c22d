"""The line below a headline that says when an article was written, and often by whom: told by what it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

_LINES = ("p", "div", "span", "ul", "time", "address")
_INLINE = frozenset({"span", "time"})
_LINES_OF_TEXT = frozenset({"p", "span", "li", "td", "dd", "address"})
_LONGEST = 160
"""Characters. What is longer tells of the author, and is text."""

_MOST_ABOVE = 2
"""Paragraphs between the headline and this line: a standfirst, and what the article is filed under."""

_BY = re.compile(r"(?:by|von|par|por|di|da|av|af|door)\s*:?\s+([^\W\d_].*)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[|·•–—/]\s*|\s-\s")
_LEADS = re.compile(
    r"""
    (?: (?:first | last | zuletzt)\s+ )? (?: published | posted | updated | modified | written | veröffentlicht | erschienen
    | aktualisiert | geändert | stand | publié(?:e)? | mis\s+à\s+jour | publicado | actualizado | pubblicato | aggiornato )?
    \s*:? \s* (?: on | at | am | vom | le | el | il )?
    | (?:about\s+)? \d{1,3} [\s-]* (?: min\.? | minutes? | minuten | minuti | minutos ) (?: \s+ (?:read | lesezeit | de\s+lecture) )?
    | lesezeit: \s* \d{1,3} \s* (?: min\.? | minuten )
    """,  # noqa: E501 (words, by language)
    re.VERBOSE | re.IGNORECASE,
)
"""What stands before a date and beside it, besides names."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The element that is the line, and the byline in it, such as `By Ann Bell`; empty where it holds none."""

    element: etree._Element
    byline: str


def below_headline(within: etree._Element, *, taken_out: bool = False) -> Dateline | None:
    """The first such line below a headline; where the headline was `taken_out`, also at the top."""
    room = _MOST_ABOVE + 1 if taken_out else 0
    for element in within.iter("h1", *_LINES):
        if element.tag == "h1":
            room = _MOST_ABOVE + 1
        elif room and element is not within:
            if found := _dateline(element):
                return found
            room -= element.tag == "p" and bool(_text(element))
    return None


def _dateline(element: etree._Element) -> Dateline | None:
    if next(element.iter("time"), None) is None or not _stands_alone(element) or len(_text(element)) > _LONGEST:
        return None
    authors = {_text(link) for link in element.iter("a") if "author" in link.get("rel", "").split()}
    byline = ""
    for part in _BETWEEN.split(" ".join(_without_times(element).split())):
        said = part.strip(" ,;")
        if not byline and (_BY.fullmatch(said) or said in authors):
            byline = said
        elif not _LEADS.fullmatch(said):
            return None
    return Dateline(element, byline)


def _stands_alone(element: etree._Element) -> bool:
    """Whether it is a line, and no part of one."""
    above, before = element.getparent(), element.getprevious()
    if element.tag not in _INLINE or above is None:
        return True
    beside = (element.tail, above.text if before is None else before.tail)
    return above.tag not in _LINES_OF_TEXT and not "".join(filter(None, beside)).strip()


def _without_times(element: etree._Element) -> str:
    """The text of a line, with a bar for each date and between the items of a list."""
    if element.tag == "time":
        return "|"
    inner = "".join(_without_times(child) + (child.tail or "") for child in element)
    return f"{'|' if element.tag == 'li' else ''}{element.text or ''}{inner}"


def _text(element: Any) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
