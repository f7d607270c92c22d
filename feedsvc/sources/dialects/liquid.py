"""Liquid and Nunjucks in a text: code stays, what front matter can fill in is filled in, of conditions the first branch
stays, loops go, and of other tags the text stays. Nothing is run."""

from __future__ import annotations

import re
from html import escape

from feedsvc.sources import references
from feedsvc.sources.dialects import branches, filters
from feedsvc.sources.dialects.code import between
from feedsvc.sources.dialects.manuscript import Manuscript

_RAW = between(r"\{%-?\s*(?:raw|verbatim)\s*-?%\}", r"\{%-?\s*end(?:raw|verbatim)\s*-?%\}")
_RAW_MARK = re.compile(r"\{%-?\s*(?:end)?(?:raw|verbatim)\s*-?%\}")
_HIDDEN = between(r"\{%-?\s*comment\s*-?%\}", r"\{%-?\s*endcomment\s*-?%\}")
_NOTE = between(r"\{#", r"#\}")
_CODE = between(r"\{%-?\s*highlight\b[^%\n]*%\}", r"\{%-?\s*endhighlight\s*-?%\}")
_LANGUAGE = re.compile(r"\{%-?\s*highlight\s+([\w+#-]+)")
_POST = re.compile(r"(?:\{\{[^{}]*+\}\})?\{%-?\s*+(post_url|link)\s++([^%]++)%\}")
_OUTPUT = re.compile(r"\{\{-?\s*+((?:[^{}\n\"']|\"[^\"]*\"|'[^']*')*+)\s*+\}\}")
_TAG = re.compile(r"\{%-?\s*+([\w-]++)?+(?:[^%{\"']|\"[^\"\n]*\"|'[^'\n]*'|\{(?!%)|%(?!\}))*+%\}")
_SILENT = frozenset({"if", "elsif", "elif", "else", "unless", "case", "when", "for", "assign", "set", "capture"})
UNKNOWN = "a template's tag, which only the generator can fill in"


def is_meant(text: str) -> bool:
    """Whether a text holds tags that mean something in a template, and not just braces."""
    return _MEANT.search(text) is not None


_MEANT = re.compile(
    r"\{%-?\s*(?:highlight|raw|post_url|link|include|include_relative|comment|assign|capture|endif|endfor)\b"
    r"|\{\{-?\s*(?:site|page|metadata)\."
)


def rewrite(body: Manuscript) -> None:
    keep, restored = body.shelter.keep, body.shelter.restored
    body.shelter.mend(_RAW_MARK)
    body.replace(_RAW, lambda found: keep(restored(found[1])))
    for hidden in (_HIDDEN, _NOTE):
        body.replace(hidden, lambda found: "\n" * found[0].count("\n"))
    body.replace(_CODE, lambda found: keep(body.code(restored(found[1]), _language(found[0])), found[0]))
    branches.rewrite(body)
    body.replace(_POST, _reference)
    body.replace(_OUTPUT, lambda found: _filled(body, found[1]), UNKNOWN)
    body.replace(_TAG, lambda found: "" if _is_silent(found[1]) else None, UNKNOWN)


def _language(highlighted: str) -> str:
    found = _LANGUAGE.match(highlighted)
    return found[1] if found else ""


def _is_silent(name: str | None) -> bool:
    return name in _SILENT or (name or "").startswith("end")


def _bare(inside: str) -> str:
    """What stands in a tag, without the hyphen that takes the space behind it away."""
    return inside.rstrip().removesuffix("-").strip()


def _reference(found: re.Match[str]) -> str:
    """Where a tag leads: a post by its name, an article or another file by its path from the site's root."""
    written = _bare(found[2]).strip("\"'")
    if found[1] == "post_url" or written.endswith(references.ARTICLES):
        return references.address(references.anywhere(written))
    return f"/{written.lstrip('/')}"


def _filled(body: Manuscript, expression: str) -> str | None:
    """What an output stands for, as far as the file itself can tell."""
    value, behind = filters.parts(_bare(expression))
    literal = filters.literal(value)
    if literal is not None:
        return filters.filtered(literal, behind)
    said = body.value(value.removeprefix("page."))
    made = None if said is None else filters.filtered(said, behind)
    return None if made is None else escape(made)
