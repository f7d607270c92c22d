"""The one tokenizer. Rules and texts are cut into words here and nowhere else, so that the two always agree.

A word is a run of letters and digits in any script. Everything else ends it, apostrophes and full stops too:
"Russia's" is `russia` `s`, so that a possessive matches, and "U.S." is `u` `s` in the rule as in the text. Case and
accents are folded. Chinese and Japanese put no space where a word ends, nor do Thai, Lao, Khmer and Burmese, and
Korean hangs its particles on: so each of their characters, with the marks on it, is a word, and a run of them in a
rule is a phrase.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from feedsvc.folding import folded

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[0-9a-z\x80-\U0010ffff]+")

_CHARACTERS = (
    "\u1100-\u11ff\u3131-\u318e\uac00-\ud7ff"  # Hangul: letters and syllables
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # Hiragana, Katakana and their marks
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"  # Han
)
_WITHOUT_SPACES = (
    *range(0x0E00, 0x0F00),  # Thai, Lao
    *(*range(0x1000, 0x10A0), *range(0xA9E0, 0xAA00), *range(0xAA60, 0xAA80)),  # Burmese and its neighbours
    *range(0x1780, 0x1800),  # Khmer
)
_STACKS = "\u1039\u17d2"  # the next letter is written below the one before


def _those(kind: str) -> str:
    return "".join(chr(code) for code in _WITHOUT_SPACES if unicodedata.category(chr(code))[0] == kind)


_LETTERS, _MARKS = _those("L"), _those("M")
_ALONE = re.compile(f"[{_CHARACTERS}]|[{_LETTERS}](?:[{_STACKS}][{_LETTERS}]|[{_MARKS}])*")
_CUT = re.compile(f"{_ALONE.pattern}|(?:(?!{_ALONE.pattern})[0-9a-z\x80-\U0010ffff])+")

_FOLD = "feedsvc.fold"  # the name under which codecs knows what to do with characters beyond ASCII

# Runs beyond ASCII that are kept folded. Quotes, dashes and accented letters come back on every line; a run of Chinese
# is a sentence that never does, at 2 KB: 8 MB of them at most.
_REMEMBERED = 4096


def tokens(text: str) -> list[str]:
    """The words of a text, folded, in order.

    Latin text is ASCII once its dashes, quotes and accents are folded, and costs 6 ns a character. The first letter
    of another script sends a text the longer way, at some 80.
    """
    if text.isalnum() and text.isascii():
        return [text.lower()]  # one word, as rules name them by the hundred thousand
    try:
        return folded(text.encode("ascii", _FOLD).decode("ascii")).split()
    except UnicodeEncodeError:
        return _WORD.findall(_BEYOND_ASCII.sub(lambda run: _spaced(run[0]), text).lower())


def _fold_unencodable(error: UnicodeError) -> tuple[str, int]:
    """Called by `encode` for each run beyond ASCII: finding these costs a tenth of what a regular expression takes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error  # this name is for `encode` alone
    spaced = _spaced(error.object[error.start : error.end])
    if not spaced.isascii():
        raise error
    return spaced, error.end


@lru_cache(maxsize=_REMEMBERED)
def _spaced(run: str) -> str:
    """Folded, with characters that are words by themselves set apart."""
    return _ALONE.sub(r" \g<0> ", folded(run))


def stands_alone(word: str) -> bool:
    """Whether it is a character that is a word by itself, wherever it stands."""
    return _ALONE.fullmatch(word) is not None


def located(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text as `tokens` gives them, each with where it begins and ends, in characters.

    For those who show people a text: it costs some 2 us a character.
    """
    plain: list[str] = []
    origins: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        part = folded(text[start:end]).lower()  # as `tokens` does: Cherokee folds to capitals
        plain.append(part)
        origins += [(start, end)] * len(part)
    for found in _CUT.finditer("".join(plain)):
        yield found[0], origins[found.start()][0], origins[found.end() - 1][1]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The text in the smallest pieces that are folded one by one as they are together."""
    start = 0
    for end in range(1, len(text)):
        if not _belong_together(text[start:end], text[end]):
            yield start, end
            start = end
    if text:
        yield start, len(text)


def _belong_together(piece: str, char: str) -> bool:
    if char.isascii():
        return False
    if unicodedata.category(char)[0] == "M" or unicodedata.category(char) == "Cf":
        return True
    return folded(piece + char) != folded(piece) + folded(char)


codecs.register_error(_FOLD, _fold_unencodable)
