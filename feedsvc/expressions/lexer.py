"""The text of a rule, cut into what the parser looks at one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from feedsvc.expressions.fields import FIELDS

OPERAND = "a word, a phrase or an opening parenthesis"
FARTHEST = 100
"""Words between two that are near: more than stand in a paragraph, and AND is what is meant."""

QUOTES = '"“”„«»＂'
"""Any of them opens a phrase and any closes it: they are pasted too."""

TYPED = str.maketrans("（）：＊－−–\u2010\u2011", "():*-----")
"""One for one: so columns hold. Word processors and other keyboards make these of what a rule needs; where they stand
inside of a word or a phrase, they divide words as their plain likes do."""

_LEXEME = re.compile(
    rf"""
      (?P<open>\()
    | (?P<close>\))
    | (?P<phrase>[{QUOTES}][^{QUOTES}]*[{QUOTES}]\*?)
    | (?P<minus>-(?=[^\s)-]))                         # negates where it touches what follows
    | (?P<word>[^\s(){QUOTES}-][^\s(){QUOTES}]*)        # in which a minus is a hyphen
    | (?P<stray>\S)
    """,
    re.VERBOSE,
)
_UNQUOTABLE = re.compile(rf"[{QUOTES}*\s]+")
_NEAR = re.compile(r"NEAR/(.*)", re.IGNORECASE)
_SIGNS = {"&": "AND", "&&": "AND", "|": "OR", "||": "OR", "!": "NOT", "+": "AND"}
_LONGEST_SHOWN = 40  # of a word in a message: more would bury the sentence around it


class Lexeme(NamedTuple):
    """One of AND OR NOT NEAR, a field, a word, a phrase, a parenthesis, a minus, or the end."""

    kind: str
    text: str
    start: int


class ProblemAt(Exception):
    """Something amiss at an offset, noticed where the whole rule is not at hand."""

    def __init__(self, offset: int, expected: str) -> None:
        super().__init__(expected)
        self.offset = offset
        self.expected = f"expected {expected}"


def lexemes(text: str) -> Iterator[Lexeme]:
    """In order, the end last. Raises ProblemAt where there is nothing that the language knows."""
    end = 0
    for found in _LEXEME.finditer(text):
        kind, written, start = str(found.lastgroup), found[0], found.start()
        end = found.end()
        if kind == "word" and written.isalnum() and not written.isupper():
            yield Lexeme(kind, written, start)  # a word and nothing else, as most are
        elif kind == "word":
            yield from _word(written, start, text[end : end + 1])
        elif kind == "stray":
            raise ProblemAt(start, _stray(written))
        else:
            yield Lexeme(kind, written, start)
    yield Lexeme("end", "", end)


def quotable(text: str) -> str:
    """The text as a phrase in quotation marks can hold it; its words are the same. Empty where nothing is left."""
    return _UNQUOTABLE.sub(" ", text).strip()


def shown(text: str) -> str:
    """As much of a text as a message can hold."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _word(written: str, start: int, behind: str) -> Iterator[Lexeme]:
    if written in {"AND", "OR", "NOT"}:
        yield Lexeme(written, written, start)
    elif ":" in written:
        yield from _field(written, start, behind)
    elif written == "NEAR" or _NEAR.match(written):
        yield Lexeme("NEAR", _distance(written, start), start)
    elif written in _SIGNS:
        raise ProblemAt(start, f"{_SIGNS[written]} for {written}")
    elif written[-1] == "-" and behind and behind not in " )":
        raise ProblemAt(start + len(written) - 1, "a space before the minus, which would negate, or none behind it")
    else:
        yield Lexeme("word", written, start)


def _field(written: str, start: int, behind: str) -> Iterator[Lexeme]:
    """A field, and the word that touches it if one does."""
    name, _, value = written.partition(":")
    field = name.lower()
    if field not in FIELDS:
        raise ProblemAt(start, _no_field(name))
    at = start + len(name) + 1
    if ":" in value:
        raise ProblemAt(at, f"quotation marks around {shown(value)}, for the colon in it")
    if value.startswith("-"):
        raise ProblemAt(at, f"the minus before the field: -{field}:{shown(value[1:])}")
    yield Lexeme("field", field, start)
    if value:
        yield from _word(value, at, behind)


def _no_field(name: str) -> str:
    nearest = get_close_matches(name.lower(), FIELDS, n=1) if len(name) <= _LONGEST_SHOWN else []
    meant = f"did you mean {nearest[0]}:?" if nearest else f"there are {', '.join(FIELDS)}"
    return f"a field before the colon, found {shown(name) or 'nothing'} ({meant}), or quotation marks around all of it"


def _distance(near: str, start: int) -> str:
    operator, _, distance = near.partition("/")
    if operator != "NEAR":
        raise ProblemAt(start, f"NEAR in capitals: {shown(near).upper()}")
    if not (distance.isascii() and distance.isdigit()):
        raise ProblemAt(start, "NEAR/ and how many words may stand between, as in NEAR/5")
    if len(distance) > 3 or int(distance) > FARTHEST:
        raise ProblemAt(start, f"at most {FARTHEST} words between: NEAR/{FARTHEST}")
    return distance


def _stray(char: str) -> str:
    """Two characters can be: a quotation mark without its partner, a minus that touches nothing."""
    if char == "-":
        return f"{OPERAND} right behind the minus"
    return "a closing quotation mark for this one"
