"""The one tokenizer. Rules and texts are cut into words here and nowhere else, so that the two always agree.

A word is a run of letters and digits in any script. Everything else ends it, apostrophes and full stops too:
"Russia's" is `russia` `s`, so that a possessive matches, and "U.S." is `u` `s` in the rule as in the text. Case and
accents are folded. Chinese, Japanese and Korean put no space where a word ends, so each of their characters is a
word, and a run of them in a rule is a phrase.
"""

from __future__ import annotations

import codecs
import re
from functools import cache, lru_cache

from feedsvc.folding import folded

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[0-9a-z\x80-\U0010ffff]+")

_ALONE = re.compile(
    "["
    "\u1100-\u11ff\u3131-\u318e\uac00-\ud7ff"  # Hangul: letters and syllables
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # Hiragana, Katakana and their marks
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"  # Han
    "]"
)

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
    return "".join(map(_apart, folded(run)))


@cache  # no larger than Unicode
def _apart(char: str) -> str:
    return f" {char} " if _ALONE.match(char) else char


codecs.register_error(_FOLD, _fold_unencodable)
