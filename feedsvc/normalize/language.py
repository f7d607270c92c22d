"""Which language an entry is in."""

from __future__ import annotations

import re

from feedsvc import sanitize
from feedsvc.normalize.case import Case

_WELL_FORMED = re.compile(
    r"""
      (?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})       # language and its extensions
      (?:-[a-z]{4})?                                    # script
      (?:-(?:[a-z]{2}|\d{3}))?                          # region
      (?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*               # variants
      (?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*                 # extensions
      (?:-x(?:-[a-z\d]{1,8})+)?                         # for private use
    | x(?:-[a-z\d]{1,8})+
    """,
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
"""RFC 5646, section 2.1, without the irregular tags, which it keeps only for what was registered long ago."""


def language(case: Case) -> str:
    """The article's language tag in its customary case, else the site's (R12)."""
    written = sanitize.line(case.article.language).replace("_", "-")
    if _WELL_FORMED.fullmatch(written):
        return _customary_case(written)
    if written:
        case.note(f"{written!r} is no language tag such as en-GB: the site's, {case.site.language}, was taken.")
    return case.site.language


def _customary_case(tag: str) -> str:
    """Regions in capitals, scripts capitalized, the rest small, as is all behind a single letter (section 2.1.1)."""
    parts = tag.lower().split("-")
    for place, part in enumerate(parts[1:], start=1):
        if len(parts[place - 1]) == 1:
            break
        if len(part) == 2:
            parts[place] = part.upper()
        elif len(part) == 4:
            parts[place] = part.capitalize()
    return "-".join(parts)
