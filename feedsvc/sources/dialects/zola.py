"""Zola: shortcodes, `{{ name(src="…") }}` and `{% name() %} … {% end %}`; `@/` before links."""

from __future__ import annotations

import re

from feedsvc.sources.dialects.code import between
from feedsvc.sources.dialects.embeds import EMBEDS
from feedsvc.sources.dialects.manuscript import Manuscript
from feedsvc.sources.front_matter import Keys

_ARGUMENTS = r"""\((?:[^()"'`]|"[^"]*"|'[^']*'|`[^`]*`)*\)"""
_MEANT = re.compile(r"\]\(@/|\{\{-?\s*\w+\(|\{%-?\s*\w+\(")
_SHOWN = between(r"(?:\{\{|\{%)\s*/\*", r"\*/\s*(?:\}\}|%\})")
_SHORTCODE = re.compile(rf"\{{[{{%]-?\s*([\w:.]+)({_ARGUMENTS})\s*-?[}}%]\}}")
_END = re.compile(r"\{%-?\s*end\s*-?%\}")
_ARGUMENT = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s,()"'`]+))""")
UNKNOWN = "a shortcode of the site's own, which only Zola can fill in"


def is_meant(text: str) -> bool:
    """Whether a text can only be Zola's."""
    return _MEANT.search(text) is not None


def keys(given: Keys, _path: str) -> Keys:
    """As they are: the tables of topics are flattened for every dialect."""
    return given


def rewrite(body: Manuscript) -> None:
    body.replace(_SHOWN, lambda found: body.shelter.keep(f"{found[0][:2]} {found[1].strip()} {found[0][-2:]}"))
    body.replace(_SHORTCODE, lambda found: _made(body, found), UNKNOWN)
    body.replace(_END, lambda _: "")


def _made(body: Manuscript, found: re.Match[str]) -> str | None:
    make = EMBEDS.get(found[1])
    return make(arguments(body.shelter.restored(found[2]))) if make else None


def arguments(written: str) -> dict[str, str]:
    """Of a shortcode: all have names."""
    found = (match.groups() for match in _ARGUMENT.finditer(written))
    return {name: next(filter(None, values), "") for name, *values in found}
