"""MDX knows no code by indentation (https://mdxjs.com/docs/what-is-mdx/): text is indented as the component is that it
stands in. Markdown would take it for code, so the indentation goes, but for that which makes lists within lists."""

from __future__ import annotations

import re

from feedsvc.sources.dialects.code import rows
from feedsvc.sources.dialects.manuscript import Manuscript

_CODE = 4
"""Columns of indentation by which Markdown knows code (CommonMark, section 4.4)."""
_ITEM = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])[ \t]")


def remove(body: Manuscript) -> None:
    """Take the indentation off every block that Markdown would read as code, with the code that is fenced in it."""
    base, in_list = 0, False
    lines = rows(body.body)
    for place, row in enumerate(lines):
        text = row.lstrip(" \t")
        indent = row[: len(row) - len(text)].expandtabs(_CODE)
        if not text.strip():
            continue
        starts_item = _ITEM.match(text) is not None
        if not in_list or (len(indent) <= base and not starts_item):
            base, in_list = (len(indent) if len(indent) >= _CODE else 0), starts_item
        kept = min(base, len(indent))
        if kept:
            lines[place] = indent[kept:] + body.shelter.outdented(text, kept)
    body.body = "".join(lines)
