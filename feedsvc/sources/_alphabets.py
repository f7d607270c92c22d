"""Which 8-bit set of Latin letters a text is in, told by whose letters come out: any set reads any bytes as something.

Read as Windows-1252, Polish shows `zosta³a` and Czech `pøístav`: signs within words, and letters that no language has
together. Read by its own set, each shows its own alphabet and no other letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

USUAL = "cp1252"

_WESTERN = {
    "Danish": "åæøéóèê",
    "Dutch": "éèëïöüêàçó",
    "English": "éèêëïöüçàâôñ",
    "Estonian": "äõöüšž",
    "Faroese": "áðíóúýæø",
    "Finnish": "äöåšž",
    "French": "àâæçéèêëîïôœùûüÿ",
    "German": "äöüßéà",
    "Icelandic": "áðéíóúýþæö",
    "Irish": "áéíóú",
    "Italian": "àèéìíîòóù",
    "Catalan": "àçèéíïòóúü",
    "Portuguese": "áàâãçéêíóôõúü",
    "Spanish": "áéíóúüñ",
    "Swedish": "åäöéüà",
    "Welsh": "âêîôûáàëïö",
}
_CENTRAL = {
    "Slovenian": "čšž",
    "Croatian": "čćđšž",
    "Romanian": "ăâîşţ",
    "Polish": "ąćęłńóśźż",
    "Hungarian": "áéíóöőúüű",
    "Czech": "áčďéěíňóřšťúůýž",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
}
"""The narrower alphabets first: of two that explain as much, the first is named."""
_TURKISH = {"Turkish": "çğıöşüâîû"}
_BALTIC = {"Lithuanian": "ąčęėįšųūž", "Latvian": "āčēģīķļņōŗšūž", "Estonian": "äõöüšž"}

_SETS = (
    ("cp1250", _CENTRAL),
    ("iso8859-2", _CENTRAL),
    ("cp1254", _TURKISH),
    ("cp1257", _BALTIC),
    ("iso8859-13", _BALTIC),
    ("iso8859-15", _WESTERN),
)
"""What may be meant where it is not the usual set, and whose letters then come out."""
_OLD_MACHINES = (("mac_roman", _WESTERN), ("cp850", _WESTERN))
"""Those of Mac OS 9 and DOS, meant only where no other reading is without signs. The letters of cp437 are cp850's."""

_LOOKED_AT = 65_536
"""Bytes: more than articles have."""

_ITS_OWN = 0.97
"""Of the letters that are not ASCII: what else there is are names from abroad."""
_MOSTLY = 0.9
"""Then a sign within a word is a slip, or an abbreviation such as Spanish `nºs`."""
_CLEARLY = 0.03
"""By how much more of the letters another reading must explain."""

_OF_A_TEXT = 0.2
"""Of the bytes of words, how many letters that are not ASCII may be at most, in the languages of these machines."""

_ENOUGH, _KINDS, _SHARE = 5, 3, 0.015
"""Letters that are not ASCII, how many different ones, and of how many letters they must be the part, for these to
tell: a few names from abroad may be of any alphabet, and all languages of other sets have twice as many."""

_ABOVE_ASCII = bytes(range(0x80, 0x100))
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_ACCENTED = re.compile(r"[^\W\d_\x00-\x7f]")
_STRANGE = re.compile(
    "(?<=[^\\W\\d_])[\xa1-\xa8\xaa\xac\xaf\xb1\xb2\xb3\xb5\xb6\xb8-\xba\xbc-\xbf\u02c6-\u02dd\u201a\u201e\u2020\u2021\u2022"
    "\u2030\u2039\u203a\u20ac\u2122\u2202-\u2265\u25ca\ufb01\ufb02](?=[^\\W\\d_])"
    "|(?<=[a-z])[\xc0-\xd6\xd8-\xde\u0152\u0160\u0178\u017d](?![A-Z])|(?<=[^\\W\\d_])[\xa1\xa2\xa4\u02c6\u201a\u201e]"
    "|(?<=[^\\W\\d_])[\u2500-\u25a0]|[\u2500-\u25a0](?=[^\\W\\d_])|[\x80-\x84\x86-\x9f]"
)
"""What no word of any language has within: a sign between two letters, an accented capital behind a small letter,
what DOS drew boxes with beside a letter; and controls, wherever they stand."""


class Reading(NamedTuple):
    """One way to read the bytes."""

    encoding: str
    language: str
    """Whose letters most of those are that are not ASCII."""
    share: float
    """How many, of 1."""
    has_signs: bool
    """Whether signs stand within words."""


def told(data: bytes) -> Reading | None:
    """How bytes that are not UTF-8 are read best; None where signs stand within words, whatever set they are read by.

    The usual set is taken unless another explains the letters clearly better.
    """
    words = _WORD.findall(data, 0, _LOOKED_AT)
    sample = b" ".join(word for word in words if not word.isascii())
    usual = _reading(sample, USUAL, _WESTERN) or Reading(USUAL, "", 0.0, has_signs=True)
    if usual.share >= _ITS_OWN and not usual.has_signs:
        return usual
    others = [*_readings(sample, _SETS), *(_of_old_machines(sample, words) if usual.has_signs else ())]
    best = max(others, key=_weight, default=usual)
    if best.share >= _ITS_OWN and best.share > usual.share and _is_clear(best, usual, sample, sum(map(len, words))):
        return best
    return None if usual.has_signs and usual.share < _MOSTLY else usual


def has_signs(text: str) -> bool:
    """Whether signs stand within its words, so that it was read by a set that was not its own."""
    return _STRANGE.search(text) is not None


def _of_old_machines(sample: bytes, words: list[bytes]) -> list[Reading]:
    """None in a text of another script, whose every letter is above ASCII."""
    above = len(sample) - len(sample.translate(None, _ABOVE_ASCII))
    if above > _OF_A_TEXT * sum(map(len, words)):
        return []
    return [reading for reading in _readings(sample, _OLD_MACHINES) if not reading.has_signs]


def _readings(sample: bytes, sets: Iterable[tuple[str, dict[str, str]]]) -> list[Reading]:
    return list(filter(None, (_reading(sample, encoding, languages) for encoding, languages in sets)))


def _weight(reading: Reading) -> tuple[float, bool]:
    return reading.share, not reading.has_signs


def _reading(sample: bytes, encoding: str, languages: dict[str, str]) -> Reading | None:
    """None where a byte has no meaning in this set."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return None
    letters = _letters(text)
    strange = len(_STRANGE.findall(text))
    total = letters.total() + strange
    if not total:
        return Reading(encoding, "", 1.0, has_signs=False)
    language = max(languages, key=lambda name: _count(letters, languages[name]))
    return Reading(encoding, language, _count(letters, languages[language]) / total, strange > 0)


def _letters(text: str) -> Counter[str]:
    """Those that are not ASCII, in small letters; not those that are signs within words."""
    return Counter(_ACCENTED.findall(_STRANGE.sub(" ", text).lower()))


def _count(letters: Counter[str], alphabet: str) -> int:
    return sum(count for letter, count in letters.items() if letter in alphabet)


def _is_clear(best: Reading, usual: Reading, sample: bytes, length: int) -> bool:
    """Whether there is enough to go by, in words of so many letters."""
    letters = _letters(sample.decode(best.encoding))
    if usual.has_signs:
        return len(letters) > 1
    is_enough = letters.total() >= max(_ENOUGH, _SHARE * length)
    return is_enough and len(letters) >= _KINDS and best.share - usual.share >= _CLEARLY
