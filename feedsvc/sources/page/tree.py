"""The text of a page -> a tree, by a parser that fetches nothing, mends what browsers mend, and has its bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from feedsvc.errors import Rejected

MOST_TAGS = 100_000
"""Start and end tags together: a page has 5,000, and these take half a second."""

_PAGE = re.compile(r"<(?:!doctype|html|head|body|title|meta|frameset)[\s>/]", re.IGNORECASE)
_DECLARATIONS = re.compile(r"(?<=<!doctype html)[^\[>]*+\[[^\]]*+\]\s*+(?=>)", re.IGNORECASE)
"""Those of an XML document type, entities among them: HTML has none, and shows what is left of them as text."""

_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_NO_CHARACTERS = ("\ufffe", "\uffff")
_ILLEGAL = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]))(?![0-9a-f]);?", re.IGNORECASE
)
"""What no feed can hold (XML 1.0, section 2.2) and lxml refuses to write, by itself or as a reference to its number."""

_LOOKED_AT = 20_000
"""Characters, in which a page has shown what it is: some begin with a long comment."""

_BOUNDS = frozenset({etree.ErrorTypes.ERR_RESOURCE_LIMIT})
"""What libxml2 says where more than 256 elements are open or a text is longer than 10 MB, and it stops reading."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed file; `whole` where it is a page, and not just a piece of one."""

    root: etree._Element
    whole: bool

    @property
    def body(self) -> etree._Element:
        """The body, which the parser makes where the file has none."""
        found = self.root.find("body")
        return self.root if found is None else found


def tree(text: str) -> Tree:
    """Parse a file. Raises Rejected, with the line, for what holds no element, too many, or too many in each other."""
    if (tags := text.count("<")) > MOST_TAGS:
        problem = f"the page has {tags:,} tags, of {MOST_TAGS:,} allowed"
        raise Rejected(problem, "Split it, or leave it out with articles.exclude")
    return Tree(_parsed(text), _PAGE.search(text, 0, _LOOKED_AT) is not None)


def _parsed(text: str) -> etree._Element:
    text = _ILLEGAL.sub("", _DECLARATIONS.sub("", text, count=1))
    for character in _NO_CHARACTERS:
        text = text.replace(character, "")
    # A parser for each page: what it complains of is kept in it, and threads would read each other's.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = etree.fromstring(text.encode("utf-8", "replace").translate(None, _CONTROLS), parser)
    for entry in parser.error_log:
        if entry.type in _BOUNDS:
            raise _too_much(entry)
    if root is None:
        raise Rejected("the file holds no HTML", "Write the article, or remove the file")
    return root


def _too_much(entry: etree._LogEntry) -> Rejected:
    if "depth" in entry.message:
        remedy = "Close the elements that are left open, or leave the page out with articles.exclude"
        return Rejected("more than 256 HTML elements are open at once", remedy, entry.line)
    remedy = "Split it, or leave it out with articles.exclude"
    return Rejected("the page holds a text of more than 10 MB", remedy, entry.line)
