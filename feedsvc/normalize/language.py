"""Which language an entry is in."""

from __future__ import annotations

from feedsvc import languages, sanitize
from feedsvc.normalize.case import Case


def language(case: Case) -> str:
    """The article's language tag in its customary case, else the site's (R12)."""
    written = sanitize.line(case.article.language)
    if tag := languages.tag(written.replace("_", "-")):
        return tag
    if written:
        case.note(f"{written!r} is no language tag such as en-GB: the site's, {case.site.language}, was taken.")
    return case.site.language
