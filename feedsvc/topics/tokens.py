"""The one tokenizer. Rules and texts are cut into words here and nowhere else, so that the two always agree.

A word is a run of letters and digits in any script. Everything else ends it, apostrophes and full stops too:
"Russia's" is `russia` `s`, so that a possessive matches, and "U.S." is `u` `s` in the rule as in the text. Case and
accents are folded. Chinese, Japanese and Korean put no space where a word ends, so each of their characters is a
word, and a run of them in a rule is a phrase.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[0-9a-z\x80-\U0010ffff]+")

_ALONE = re.compile(
    "["
    "\u1100-\u11ff\u3131-\u318e\uac00-\ud7ff"  # Hangul: letters and syllables
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # Hiragana, Katakana and their marks
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"  # Han
    "]"
)

# What Unicode does not take apart and people still type plain: strokes, ligatures, the Turkish dotless i, and the
# tatweel that only stretches an Arabic word.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "\u0640": None}
)

# A letter by its category, an apostrophe by its use: Hawaiʻi is Hawai'i.
_APOSTROPHES = "\u02bb\u02bc"
_ZERO_WIDTH_SPACE = "\u200b"

_FOLD = "feedsvc.fold"  # the name under which codecs knows what to do with characters beyond ASCII

# Runs beyond ASCII that are kept folded. Quotes, dashes and accented letters come back on every line; a run of Chinese
# is a sentence that never does, at 2 KB: 8 MB of them at most.
_REMEMBERED = 4096


def tokens(text: str) -> list[str]:
    """The words of a text, folded, in order.

    Latin text is ASCII once its dashes, quotes and accents are folded, and costs 6 ns a character. The first letter
    of another script sends a text the longer way, at some 80.
    """
    try:
        return text.encode("ascii", _FOLD).decode("ascii").translate(_ASCII).split()
    except UnicodeEncodeError:
        return _WORD.findall(_BEYOND_ASCII.sub(lambda run: _folded(run[0]), text).lower())


def _fold_unencodable(error: UnicodeError) -> tuple[str, int]:
    """Called by `encode` for each run beyond ASCII: finding these costs a tenth of what a regular expression takes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error  # this name is for `encode` alone
    folded = _folded(error.object[error.start : error.end])
    if not folded.isascii():
        raise error
    return folded, error.end


@lru_cache(maxsize=_REMEMBERED)
def _folded(run: str) -> str:
    """Letters folded, separators made spaces, characters that are words by themselves set apart."""
    decomposed = unicodedata.normalize("NFKD", run)
    bare = "".join(char for char in decomposed if not _is_accent(char))
    # Composed again, for NFKD has taken Hangul syllables and voiced kana to pieces.
    composed = unicodedata.normalize("NFC", bare.casefold().translate(_PLAIN))
    return "".join(map(_placed, composed))


def _is_accent(char: str) -> bool:
    """A mark that people leave out when they type: overlays, Hebrew and Arabic points, marks above and below.

    By canonical combining class (UAX 44, table 15). The other classes are spelling, not ornament: the voicing of
    kana (8), the virama (9), the vowels of Thai, Lao and Tibetan (103 to 132); without them other words result.
    """
    combining = unicodedata.combining(char)
    return combining == 1 or 10 <= combining <= 36 or combining >= 200


def _placed(char: str) -> str:
    if _ALONE.match(char):
        return f" {char} "
    category = unicodedata.category(char)
    if category == "Cf" and char != _ZERO_WIDTH_SPACE:
        return ""  # soft hyphens, joiners and marks of direction stand inside words
    return char if category[0] in "LNM" and char not in _APOSTROPHES else " "


codecs.register_error(_FOLD, _fold_unencodable)
