"""Text cut to a length without cutting through what the eye takes for one."""

from __future__ import annotations

import unicodedata

_LONGEST_EXCERPT = 90
"""Characters: less than a line of a terminal, with room for what is said of it."""

_JOINER = "\u200d"
_SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words where there are any, with an ellipsis where it was cut."""
    if len(text) <= limit:
        return text
    end = limit - 1
    while end and _is_one(text[end - 1], text[end]):
        end -= 1
    space = text.rfind(" ", 0, end + 1)
    if space > 0:
        end = space
    return text[: end or limit - 1].rstrip(" ,;:-–—") + "…"


def excerpt(written: str) -> str:
    """What is told in a message of something that a file holds: one line, and no more than a person takes in."""
    return shortened(" ".join(written.split()), _LONGEST_EXCERPT)


def quoted(written: str) -> str:
    """The same between quotation marks, with what cannot be seen escaped."""
    return repr(excerpt(written))


def _is_one(before: str, char: str) -> bool:
    """Whether a cut between these would part an accent, a skin tone or a joined emoji (nearly UAX 29)."""
    return _JOINER in (before, char) or char in _SKIN_TONES or unicodedata.category(char).startswith("M")
