"""What libxml2 finds wrong with a document, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from feedsvc.errors import Rejected

_SEND_AGAIN = "Mend it, or have the file sent again by whoever made it"
_NUMBERED = "Write the character itself, or its number as in &#160;"
_TYPES = etree.ErrorTypes

_CLOSED_WRONG = re.compile(r"tag mismatch: ([^\s,]{1,64})\S* line (\d+) and ([^\s,]{1,64})")
_CUT_SHORT = re.compile(r"in tag (\S{1,64})\S* line (\d+)")
_ENTITY = re.compile(r"'([^']{1,64})'")
_PREFIX = re.compile(r"prefix (\S{1,64})")


def broken(error: Any) -> Rejected:
    """The rejection that a syntax error of lxml is, whose stubs do not know its `code`."""
    line = max(error.lineno or 1, 1)
    say = _SAYINGS.get(error.code, _not_well_formed)
    problem, remedy = say(error.msg or "")
    return Rejected(problem, remedy, line)


def is_past_mending(error: Any) -> bool:
    """Whether a document is no XML at all, or too much of it, so that no character more or less would help."""
    return error.code in {_TYPES.ERR_DOCUMENT_EMPTY, _TYPES.ERR_RESOURCE_LIMIT}


def unknown_entity(name: str, line: int | None) -> Rejected:
    """The rejection of a document with an entity that neither HTML nor XML knows."""
    return Rejected(f"the entity {name} is not known", _NUMBERED, line)


def _empty(_: str) -> tuple[str, str]:
    return "the file holds no XML", _SEND_AGAIN


def _too_large(_: str) -> tuple[str, str]:
    problem = "the XML is too large to be an article: it is nested too deep, or one text or name in it is too long"
    return problem, "Leave it out with articles.exclude"


def _unknown_entity(said: str) -> tuple[str, str]:
    found = _ENTITY.search(said)
    return f"the entity &{found[1]}; is not known" if found else "an entity is not known", _NUMBERED


def _bare(_: str) -> tuple[str, str]:
    return "the XML is broken: a & or a < stands for itself", "Write &amp; for & and &lt; for <"


def _mismatch(said: str) -> tuple[str, str]:
    found = _CLOSED_WRONG.search(said)
    what = f"<{found[1]}> of line {found[2]} is closed by </{found[3]}>" if found else "an element is closed by another"
    return f"the XML is broken: {what}", f"Close each element before the one that it stands in. {_SEND_AGAIN}"


def _cut_short(said: str) -> tuple[str, str]:
    found = _CUT_SHORT.search(said)
    before = f"<{found[1]}> of line {found[2]} is closed" if found else "all of its elements are closed"
    return f"the XML is broken: it ends before {before}, as a file does that was cut short", _SEND_AGAIN


def _open_tag(_: str) -> tuple[str, str]:
    return "the XML is broken: it ends before a tag does, or the tag lacks its >", _SEND_AGAIN


def _goes_on(_: str) -> tuple[str, str]:
    return "the XML is broken: it goes on behind its end", f"A document has one root. {_SEND_AGAIN}"


def _prefix(said: str) -> tuple[str, str]:
    found = _PREFIX.search(said)
    what = f"the prefix {found[1]}" if found else "a prefix"
    return f"the XML is broken: {what} is declared nowhere", f"Declare it with xmlns. {_SEND_AGAIN}"


def _attribute(_: str) -> tuple[str, str]:
    return "the XML is broken: an attribute has no value in quotes, or is there twice", _SEND_AGAIN


def _not_well_formed(_: str) -> tuple[str, str]:
    return "the XML is broken: it is not well-formed here", _SEND_AGAIN


_SAYINGS: dict[int, Callable[[str], tuple[str, str]]] = {
    _TYPES.ERR_DOCUMENT_EMPTY: _empty,
    _TYPES.ERR_RESOURCE_LIMIT: _too_large,
    _TYPES.ERR_UNDECLARED_ENTITY: _unknown_entity,
    _TYPES.ERR_ENTITYREF_SEMICOL_MISSING: _bare,
    _TYPES.ERR_NAME_REQUIRED: _bare,
    _TYPES.ERR_LT_IN_ATTRIBUTE: _bare,
    _TYPES.ERR_TAG_NAME_MISMATCH: _mismatch,
    _TYPES.ERR_TAG_NOT_FINISHED: _cut_short,
    _TYPES.ERR_CDATA_NOT_FINISHED: _cut_short,
    _TYPES.ERR_COMMENT_NOT_FINISHED: _cut_short,
    _TYPES.ERR_GT_REQUIRED: _open_tag,
    _TYPES.ERR_DOCUMENT_END: _goes_on,
    _TYPES.NS_ERR_UNDEFINED_NAMESPACE: _prefix,
    _TYPES.ERR_ATTRIBUTE_NOT_STARTED: _attribute,
    _TYPES.ERR_ATTRIBUTE_NOT_FINISHED: _attribute,
    _TYPES.ERR_ATTRIBUTE_WITHOUT_VALUE: _attribute,
    _TYPES.ERR_ATTRIBUTE_REDEFINED: _attribute,
}
