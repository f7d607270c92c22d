"""Filters of Liquid and Nunjucks that come out the same wherever they run; what needs the site to work out is none."""

from __future__ import annotations

import re
from collections.abc import Callable

_PART = re.compile(r"(?:[^|\"']|\"[^\"]*\"|'[^']*')+")
_FILTER = re.compile(r"([\w-]+)\s*(?::\s*(.*)|\((.*)\)|)", re.DOTALL)
_LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'")
OWN_ADDRESS = frozenset({"site.url", "site.baseurl", "site.github.url", "metadata.url", "site.base_url"})
"""The site's own address: what follows it is a path on the site, and so it is understood without."""


def _rooted(value: str) -> str:
    """An address of the site itself, from its root (Jekyll, `relative_url`); another's stays as it is."""
    return value if re.match(r"[a-z][a-z0-9+.-]*:|//|/|#", value, re.IGNORECASE) else f"/{value}"


def _same(value: str) -> str:
    return value


_FILTERS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("relative_url", "absolute_url", "url", "htmlBaseUrl"), _rooted),
    **dict.fromkeys(("escape", "escape_once", "xml_escape", "e", "safe", "markdownify", "default"), _same),
    **dict.fromkeys(("strip", "trim"), str.strip),
    **dict.fromkeys(("upcase", "upper"), str.upper),
    **dict.fromkeys(("downcase", "lower"), str.lower),
    "capitalize": str.capitalize,
}
"""Those without a word of their own, or of which it does not count. All is escaped anyway, and safe nowhere."""


def parts(expression: str) -> tuple[str, list[str]]:
    """What an output stands for, and the filters behind it."""
    value, *filters = (part.strip() for part in _PART.findall(expression)) if expression.strip() else [""]
    return value, filters


def literal(written: str) -> str | None:
    """The text between quotes; None for what is no text, or the site's own address, which is empty."""
    if written in OWN_ADDRESS:
        return ""
    found = _LITERAL.fullmatch(written)
    return None if found is None else found[1] if found[1] is not None else found[2]


def filtered(value: str, filters: list[str]) -> str | None:
    """The value after all of its filters; None where one of them is not known here."""
    for written in filters:
        found = _FILTER.fullmatch(written)
        name, argument = (found[1], (found[2] or found[3] or "").strip()) if found else ("", "")
        if name in {"append", "prepend"} and (more := literal(argument)) is not None:
            value = value + more if name == "append" else more + value
        elif name in _FILTERS:
            value = _FILTERS[name](value)
        else:
            return None
    return value
