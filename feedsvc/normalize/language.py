"""Which language an entry is in."""

from __future__ import annotations

from feedsvc import languages, sanitize
from feedsvc.normalize.case import Case
from feedsvc.normalize.detecting import detected
from feedsvc.normalize.wording import Wording


def language(case: Case, words: Wording) -> str:
    """The article's language tag in its customary case, else that of its words, else the site's (R12)."""
    written = sanitize.line(case.article.language)
    if tag := languages.tag(written.replace("_", "-")):
        return tag
    site = case.site.language
    if written:
        case.note("language", f"{written!r} is no language tag such as en-GB: the site's, {site}, was taken.")
        return site
    found = detected(f"{words.title}. {words.summary}")
    if found is None or found == site.partition("-")[0]:
        case.because("language", "site.language: the article names none, and its words speak for no other")
        return site
    case.because("language", "detected in title and summary: the article names none")
    return found
