"""What the pages say of their own accord, in the site's language: words, dates, numbers.

catalogs       the words: a .po file for each language beside this one; English is in the templates themselves
locales        what is known of how a language writes (CLDR, the Unicode consortium's tables)
├── moments    days, months, hours
└── amounts    numbers, shares, sizes, how long and how long ago
speaking       templates that have all of that
stylesheet     the words that a feed shows in a browser
harvest        the messages that templates and modules hold, and catalogs that have them all
__main__       the command that brings every catalog up to date
"""

from __future__ import annotations

from feedsvc.web.translations.catalogs import SOURCE, Words, gettext_noop, words

__all__ = ["SOURCE", "Words", "gettext_noop", "words"]
