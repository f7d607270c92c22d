"""Which language an entry is in."""

from __future__ import annotations

from feedsvc import languages, sanitize
from feedsvc.normalize.case import Case
from feedsvc.normalize.detecting import SHORTEST, detected
from feedsvc.normalize.wording import Wording
from feedsvc.shorten import quoted

_FAMILIES = (
    frozenset({"no", "nb", "nn"}),
    frozenset({"bs", "hr", "sh", "sr"}),
    frozenset({"gl", "pt"}),
    frozenset({"id", "ms"}),
    frozenset({"wuu", "yue", "zh"}),
)
"""Languages that the model mixes up, or names by the family, though it is sure: then the site's is the better guess."""

_LOOKED_INTO = 1000
"""Characters of HTML, a few paragraphs: more than is looked at, however many tags are among them."""


def language(case: Case, words: Wording) -> str:
    """The article's language tag in its customary case, else that of its words, else the site's (R12)."""
    written = sanitize.line(case.article.language)
    if tag := languages.tag(written.replace("_", "-")):
        return tag
    site = case.site.language
    if written:
        case.note("language", f"{quoted(written)} is no language tag such as en-GB: the site's, {site}, was taken.")
        return site
    found = detected(_words(words), site.partition("-")[0])
    if found is None or _is_near(found, site.partition("-")[0]):
        case.because("language", "site.language: the article names none, and its words speak for no other")
        return site
    case.because("language", "detected in title and summary: the article names none")
    return found


def _words(words: Wording) -> str:
    """Title and summary; where these are short, with what the content begins with."""
    said = f"{words.title}. {words.summary}"
    if len(said) >= SHORTEST or len(words.content) <= len(words.summary):
        return said
    return f"{said} {sanitize.plain(words.content[:_LOOKED_INTO].rpartition('<')[0])}"


def _is_near(found: str, site: str) -> bool:
    """Whether the site's language is what was found, or so close to it that words hardly tell them apart."""
    return found == site or any({found, site} <= family for family in _FAMILIES)
