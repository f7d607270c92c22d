"""From the text of a rule to its tree, and from a parser's complaint to a sentence that a publisher understands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedToken, v_args
from lark.lark import PostLex

from feedsvc.errors import ExpressionError
from feedsvc.topics.expression import And, Expression, Not, Or, Words
from feedsvc.topics.tokens import tokens

LONGEST = 20_000
"""Characters in a rule: a list of 1,500 names fits; a whole article pasted by mistake does not."""
DEEPEST = 20
"""Parentheses in parentheses: far below Python's own limit on recursion, far above what people can read."""
MOST_TERMS = 2_000
"""Words and phrases in a rule: so many cost some 0.2 ms in an entry, and none can hold up the line."""

_LINE_BREAKS = str.maketrans("\r\n\t", "   ")
_RESERVED = re.compile(r".*[*:].*|NEAR(/.*)?")
_OPERAND = "a word, a phrase or an opening parenthesis"
_LONGEST_SHOWN = 40  # of a word in a message: more would bury the sentence around it


def parse(rule: str) -> Expression:
    """The tree of a rule. Raises ExpressionError with the column and what was expected there."""
    text = rule.translate(_LINE_BREAKS)  # one for one: columns hold, and the rule is one line above its caret
    if len(text) > LONGEST:
        raise ExpressionError(text, LONGEST + 1, f"expected the rule to end: it may have {LONGEST:,} characters")
    try:
        return _parser().parse(text)  # type: ignore[return-value]  # a Tree but for the transformer, says lark
    except _ProblemAt as problem:
        raise ExpressionError(text, problem.offset + 1, problem.expected) from None
    except UnexpectedCharacters as error:
        raise ExpressionError(text, (error.pos_in_stream or 0) + 1, _stray(error.char)) from None
    except UnexpectedToken as error:
        offset, expected = _misplaced(error, text)
        raise ExpressionError(text, offset + 1, expected) from None


class _ProblemAt(Exception):
    """Something amiss with a token, noticed where the whole rule is not at hand."""

    def __init__(self, token: Token, expected: str) -> None:
        super().__init__(expected)
        self.offset = token.start_pos or 0
        self.expected = expected


def _stray(char: str) -> str:
    """The grammar refuses two characters: a quotation mark without its partner, a minus that touches nothing."""
    if char == "-":
        return f"expected {_OPERAND} right behind the minus"
    return "expected a closing quotation mark for this one"


def _misplaced(error: UnexpectedToken, text: str) -> tuple[int, str]:
    """The offset and what was expected, where the rule ends too soon or goes on in the wrong way."""
    operand_missing = "WORD" in error.expected
    if error.token.type == "$END":
        return len(text.rstrip()), _unfinished(text) if operand_missing else _unclosed(text)
    found = "a closing parenthesis" if error.token.type == "RPAR" else error.token
    expected = f"{_OPERAND}, found {found}" if operand_missing else "an opening parenthesis before this closing one"
    return error.token.start_pos or 0, f"expected {expected}"


def _unfinished(text: str) -> str:
    if not text.strip():
        return "expected a word or a phrase: the rule is empty"
    last = text.split()[-1].lstrip("(") or "the parenthesis"
    return f"expected {_OPERAND} after {last}"


def _unclosed(text: str) -> str:
    opened: list[int] = []
    for token in _parser().lex(text):
        if token.type == "LPAR":
            opened.append(token.start_pos or 0)
        elif token.type == "RPAR":
            opened.pop()
    return f"expected a closing parenthesis for the one at column {opened[-1] + 1}"


class _Bounds(PostLex):
    """Counts what passes from the lexer to the parser, so that an outsized rule is refused before it is a tree."""

    always_accept = ()

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        depth = terms = 0
        for token in stream:
            depth += (token.type == "LPAR") - (token.type == "RPAR")
            terms += token.type in {"WORD", "PHRASE"}
            if depth > DEEPEST:
                raise _ProblemAt(token, f"expected parentheses at most {DEEPEST} deep")
            if terms > MOST_TERMS:
                raise _ProblemAt(token, f"expected at most {MOST_TERMS:,} words and phrases")
            yield token


@v_args(inline=True)
class _Builder(Transformer[Token, Expression]):
    """Makes the tree: one method for each rule of expression.lark."""

    def start(self, expression: Expression) -> Expression:
        return expression

    def either(self, *parts: Expression) -> Expression:
        return Or(parts) if len(parts) > 1 else parts[0]

    def both(self, *parts: Expression) -> Expression:
        return And(parts) if len(parts) > 1 else parts[0]

    def negated(self, part: Expression) -> Expression:
        return Not(part)

    def word(self, token: Token) -> Expression:
        if _RESERVED.fullmatch(token):
            kept = "*, : and NEAR are kept for what the language will learn"
            raise _ProblemAt(token, f"expected quotation marks around {_shown(token)}: {kept}")
        return _words(token, str(token))

    def phrase(self, token: Token) -> Expression:
        return _words(token, " ".join(token[1:-1].split()))


def _words(token: Token, written: str) -> Words:
    words = tokens(written)
    if not words:
        raise _ProblemAt(token, f"expected a letter or a digit in {_shown(token)}")
    return Words(tuple(words), written)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


@cache
def _parser() -> Lark:
    """Made when the first rule is parsed: it costs 20 ms, which a site without rules need not spend."""
    return Lark.open(
        "expression.lark",
        rel_to=__file__,
        parser="lalr",
        lexer="basic",
        postlex=_Bounds(),
        transformer=_Builder(),
    )
