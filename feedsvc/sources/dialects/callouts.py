"""Callouts, which GitHub and Hugo call alerts: `> [!note] Title` above a quotation becomes its title."""

from __future__ import annotations

import re

from feedsvc.sources.dialects.code import REST_OF_ROW
from feedsvc.sources.dialects.manuscript import Manuscript

_CALLOUT = re.compile(rf"^((?:[ \t]*>)+[ \t]*)\[!([\w-]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*({REST_OF_ROW})$", re.MULTILINE)


def rewrite(body: Manuscript) -> None:
    body.replace(_CALLOUT, _titled)


def _titled(found: re.Match[str]) -> str:
    before, kind, title = found.groups()
    return f"{before}**{title.strip() or kind.capitalize()}**\n{before.rstrip()}"
