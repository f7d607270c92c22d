"""Letters as people compare them: no capitals, no accents, nothing that cannot be seen. Pure.

Slugs and the words of rules both stand on this: a topic named "Café" is `cafe` in its address, and the rule `café`
finds "LE CAFE".
"""

from __future__ import annotations

import unicodedata
from functools import cache

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}

# What Unicode does not take apart and people still type plain: strokes, ligatures, the Turkish dotless i, and the
# tatweel that only stretches an Arabic word.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "\u0640": None}
)

# What Unicode takes apart and people do not: a mark makes another letter of a Cyrillic one, with a key of its own (й
# is no и, ї no і), but for the dots of ё and the grave accents; and an Arabic hamza on waw or yeh is spelling.
_CYRILLIC = range(0x0400, 0x0530)
_CYRILLIC_ACCENTED = frozenset("ЁёЀѐЍѝ")
_HAMZA_CARRIERS = frozenset("\u0624\u0626")

# A letter by its category, an apostrophe by its use: Hawaiʻi is Hawai'i.
_APOSTROPHES = "\u02bb\u02bc"
_ZERO_WIDTH_SPACE = "\u200b"
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


def folded(text: str) -> str:
    """The text in small letters without accents, with a space for each character that is no part of a word.

    Composed (NFC). What is folded stays as it is. ASCII costs 6 ns a character; others, once met, some 100.
    """
    if text.isascii():
        return text.translate(_ASCII)
    return unicodedata.normalize("NFC", "".join(map(_folded, unicodedata.normalize("NFKC", text))))


def is_mark(char: str) -> bool:
    """Whether it belongs to the letter before it: a vowel sign, a virama, the voicing of kana."""
    return unicodedata.category(char)[0] == "M"


@cache  # holds no more than Unicode does
def _folded(char: str) -> str:
    if _is_letter_of_its_own(char):
        return char.casefold()
    return "".join(map(_part, unicodedata.normalize("NFD", char))).casefold().translate(_PLAIN)


def _is_letter_of_its_own(char: str) -> bool:
    return char in _HAMZA_CARRIERS or (ord(char) in _CYRILLIC and char.isalpha() and char not in _CYRILLIC_ACCENTED)


def _part(char: str) -> str:
    """What is left of a letter, or of a mark on it."""
    if _is_accent(char) or _is_unseen(char):
        return ""
    return char if unicodedata.category(char)[0] in "LNM" and char not in _APOSTROPHES else " "


def _is_accent(char: str) -> bool:
    """A mark that people leave out when they type: overlays, Hebrew and Arabic points, marks above and below.

    By canonical combining class (UAX 44, table 15). The other classes are spelling, not ornament: the voicing of
    kana (8), the virama (9), the vowels of Thai, Lao and Tibetan (103 to 132); without them other words result.
    """
    combining = unicodedata.combining(char)
    return combining == 1 or 10 <= combining <= 36 or combining >= 200


def _is_unseen(char: str) -> bool:
    """Soft hyphens, joiners, marks of direction, variation selectors: they stand inside words."""
    if unicodedata.category(char) == "Cf":
        return char != _ZERO_WIDTH_SPACE
    return any(ord(char) in selectors for selectors in _VARIATION_SELECTORS)
