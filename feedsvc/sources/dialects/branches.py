"""Conditions and loops of templates, which are not worked out: of a condition its first branch stays, a loop goes."""

from __future__ import annotations

import re

from feedsvc.sources.dialects.code import between
from feedsvc.sources.dialects.manuscript import Manuscript

OTHER = "another branch of a condition, of which the first is taken"
LOOP = "a template's loop, which only the generator can run"

_DEEPEST = 10
"""Within one another: no article has a third of it, and each level costs a look at the whole text."""


def _tag(names: str) -> str:
    return rf"\{{%-?\s*(?:{names})\b[^%\n]*%\}}"


_ELSE, _END = _tag("elsif|elseif|elif|else"), _tag("endif|endunless")
_WITHIN = rf"(?:(?!{_tag('if|unless|elsif|elseif|elif|else')}|{_END}).)*+"
_OTHER = re.compile(rf"{_ELSE}{_WITHIN}(?={_END})", re.DOTALL)
_CHOICE = re.compile(rf"{_tag('if|unless')}({_WITHIN}){_END}", re.DOTALL)
_LOOP = between(_tag("for|tablerow"), _tag("endfor|endtablerow"))


def rewrite(body: Manuscript) -> None:
    """From the inside out, and no deeper than articles go."""
    for _ in range(_DEEPEST):
        before = body.body
        body.replace(_LOOP, lambda _: None, LOOP)
        body.replace(_OTHER, lambda _: None, OTHER)
        body.replace(_CHOICE, lambda found: found[1])
        if body.body == before:
            return
