"""Templates that speak a language: their words, what is around them, dates and numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from feedsvc import languages
from feedsvc.web.translations.amounts import Amounts
from feedsvc.web.translations.catalogs import Words
from feedsvc.web.translations.moments import Moments

_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def speak(environment: Environment, tag: str, spoken: Words) -> None:
    """Let templates say what they say, on a site in the language of this tag.

    `language` is that of their words, `direction` that of the layout. Two globals are attributes, and empty in most
    places: `own` stands on what is in the site's language though the words around are not (what the publisher says,
    dates), `english` on what is never translated.
    """
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True  # a message is one line, however a template breaks it
    install = environment.install_gettext_translations  # type: ignore[attr-defined]  # comes with the extension
    install(spoken.translations, newstyle=True)
    environment.globals.update(
        language=spoken.language,
        direction=_direction(tag),
        own=Markup("") if spoken.language == tag else Markup(' lang="{}"').format(tag),
        english=Markup("") if spoken.is_english else Markup(' lang="en" dir="ltr"'),
    )
    written = _filters(tag)
    if _direction(tag) != _direction(spoken.language):
        written = {name: _isolated(write) for name, write in written.items()}
    environment.filters.update(written)


def _filters(tag: str) -> dict[str, Callable[[Any], str]]:
    moments, amounts = Moments(tag), Amounts(tag)
    return {
        "day": moments.day,
        "short_day": moments.short_day,
        "month": moments.month,
        "moment": moments.moment,
        "minute": moments.minute,
        "number": amounts.number,
        "percent": amounts.percent,
        "size": amounts.size,
        "span": amounts.span,
        "ago": amounts.ago,
        "ahead": amounts.ahead,
    }


def _isolated(write: Callable[[Any], str]) -> Callable[[Any], str]:
    """So that an Arabic date in an English sentence turns nothing around but itself (UAX 9, section 2.4)."""
    return lambda value: f"{_ISOLATE}{write(value)}{_END}"


def _direction(tag: str) -> str:
    return "rtl" if languages.direction(tag) == "rtl" else "ltr"
