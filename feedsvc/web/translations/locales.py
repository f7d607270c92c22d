"""Which of CLDR's locales writes as a site does."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from feedsvc import languages

_BRITISH = Locale("en", "GB")
"""English that names no country: 29 July 2002, 14:05. CLDR's own default is American."""


def locale(tag: str) -> Locale | None:
    """None: CLDR knows nothing of that language."""
    return next(filter(None, map(_parsed, languages.wider(tag))), None)


def locale_or_english(tag: str) -> Locale:
    return locale(tag) or _BRITISH


def _parsed(tag: str) -> Locale | None:
    try:
        parsed = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):  # ValueError: an extension, of which it cannot read any
        return None
    return _BRITISH if str(parsed) == "en" else parsed
