"""Language tags (RFC 5646): whether one is well formed, how it is customarily written, what it is a case of. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAG = re.compile(
    r"""
      [a-z]{2,3}(?:-[a-z]{3}){0,3}                      # language, as long as every registered one, and its extensions
      (?:-[a-z]{4})?                                    # script
      (?:-(?:[a-z]{2}|\d{3}))?                          # region
      (?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*               # variants
      (?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*                 # extensions
      (?:-x(?:-[a-z\d]{1,8})+)?                         # for private use
    | x(?:-[a-z\d]{1,8})+
    """,
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
"""Section 2.1, less two things that nobody writes: the irregular tags, which it keeps for what was registered long ago,
and languages of four letters and more, of which there is none; "english" is a mistake.
"""


_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_SCRIPTS_RIGHT_TO_LEFT = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"})


def direction(tag: str) -> str:
    """What `dir` says in HTML of text in a language: its script's direction, or of what reads either way, `auto`."""
    first, *others = tag.lower().split("-")
    if script := next((other for other in others if len(other) == 4 and other.isalpha()), None):
        return "rtl" if script in _SCRIPTS_RIGHT_TO_LEFT else "auto"
    return "rtl" if first in _RIGHT_TO_LEFT else "auto"


def tag(written: str) -> str | None:
    """A well-formed tag in its customary case: `en-GB`, `zh-Hant-TW`, `en-a-bb-x-cc`. None for what is none."""
    return _in_customary_case(written) if _TAG.fullmatch(written) else None


def _in_customary_case(written: str) -> str:
    """Regions in capitals, scripts capitalized, the rest small, as is all behind a single letter (section 2.1.1)."""
    parts = written.lower().split("-")
    for place, part in enumerate(parts[1:], start=1):
        if len(parts[place - 1]) == 1:
            break
        if len(part) == 2:
            parts[place] = part.upper()
        elif len(part) == 4:
            parts[place] = part.capitalize()
    return "-".join(parts)


def primary(tag: str) -> str:
    """The language alone, in small letters: `en` of `en-GB`."""
    return tag.partition("-")[0].lower()


def wider(tag: str) -> Iterator[str]:
    """The tag, then what it is a case of: `zh-Hant-TW`, `zh-Hant`, `zh` (RFC 4647, section 3.4)."""
    parts = tag.split("-")
    while parts:
        yield "-".join(parts)
        parts.pop()
        if parts and len(parts[-1]) == 1:  # what began an extension
            parts.pop()
