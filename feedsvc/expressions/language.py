"""From the text of a rule to its tree, and from a mistake to a sentence that a publisher understands.

    either  := both ("OR" both)*
    both    := one ("AND"? one)*
    one     := ("NOT" | "-")? near
    near    := operand ("NEAR/n" operand)?
    operand := (field ":")? ("(" either ")" | word | phrase)

One method for each line. Written by hand: a table-driven parser takes three times as long, and 100,000 rules are read
at every start (docs/decisions/0010).
"""

from __future__ import annotations

from sys import intern

from feedsvc.errors import ExpressionError
from feedsvc.expressions import fields
from feedsvc.expressions.expression import And, Expression, Near, Not, Or, Words
from feedsvc.expressions.fields import TAGS
from feedsvc.expressions.lexer import OPERAND, TYPED, Lexeme, ProblemAt, lexemes, shown
from feedsvc.expressions.tokens import stands_alone

LONGEST = 4_000
"""Characters in a rule: a list of 300 names fits, and so does an address with all of it; a pasted article does not."""
DEEPEST = 20
"""Parentheses in parentheses: far below Python's own limit on recursion, far above what people can read."""
MOST_TERMS = 500
"""Words and phrases in a rule: so many cost some 0.1 ms in an entry, and none can hold up the line."""
MOST_NEAR = 20
"""Words and phrases on each side of NEAR: 400 pairs to be looked for."""
SHORTEST_PREFIX = 2
"""Letters or digits before a `*`: one letter begins a twentieth of all words."""

_LINE_BREAKS = str.maketrans("\r\n\t", "   ")
_WHOLE = {
    "language": "no * behind a language: language:en finds en-GB too",
    "topic": "no * behind a topic: it is a whole slug",
}
_ONLY_AT_THE_END = "* only at the end of a word or a phrase; leave it out where it means nothing"


def parse(rule: str) -> Expression:
    """The tree of a rule. Raises ExpressionError with the column and what was expected there."""
    text = rule[: LONGEST + 1].translate(_LINE_BREAKS)  # one for one, so that the rule is one line above its caret
    if len(rule) > LONGEST:
        raise ExpressionError(text, LONGEST + 1, f"expected the rule to end: it may have {LONGEST:,} characters")
    try:
        return _Parser(text if text.isascii() else text.translate(TYPED)).whole()
    except ProblemAt as problem:
        raise ExpressionError(text, problem.offset + 1, problem.expected) from None


class _Parser:
    """Goes through a rule once, from left to right."""

    __slots__ = ("_depth", "_field", "_next", "_rest", "_terms", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._rest = lexemes(text)
        self._next = next(self._rest)
        self._field: str | None = None
        self._depth = 0
        self._terms = 0

    def whole(self) -> Expression:
        expression = self._either()
        if self._next.kind != "end":
            raise ProblemAt(self._next.start, "an opening parenthesis before this closing one")
        return expression

    def _take(self) -> Lexeme:
        taken, self._next = self._next, next(self._rest, self._next)
        return taken

    def _either(self) -> Expression:
        parts = [self._both()]
        while self._next.kind == "OR":
            self._take()
            parts.append(self._both())
        return Or(tuple(parts)) if len(parts) > 1 else parts[0]

    def _both(self) -> Expression:
        parts = [self._one()]
        while self._next.kind not in _ENDS_BOTH:
            if self._next.kind == "AND":
                self._take()
            parts.append(self._one())
        return And(tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self) -> Expression:
        if self._next.kind in _NEGATES:
            self._take()
            return Not(self._near())
        return self._near()

    def _near(self) -> Expression:
        begun = self._next
        operand = self._operand()
        if self._next.kind != "NEAR":
            return operand
        near = self._take()
        left = self._side(operand, begun)
        begun = self._next
        right = self._side(self._operand(), begun)
        if self._next.kind == "NEAR":
            raise ProblemAt(self._next.start, "AND: NEAR joins two, as in a NEAR/5 b AND b NEAR/5 c")
        return Near(left, right, int(near.text))

    def _side(self, operand: Expression, begun: Lexeme) -> tuple[Words, ...]:
        """What stands beside NEAR: words, phrases, or a group of these with OR."""
        parts = operand.parts if isinstance(operand, Or) else (operand,)
        words = tuple(part for part in parts if isinstance(part, Words))
        if len(words) < len(parts):
            raise ProblemAt(begun.start, "a word, a phrase or a group of them with OR beside NEAR")
        if any(word.field != self._field for word in words):
            raise ProblemAt(begun.start, "the field around both: title:(missile NEAR/5 treaty)")
        if self._field in TAGS:
            raise ProblemAt(begun.start, f"no NEAR in {self._field}: what is there has no order")
        if len(words) > MOST_NEAR:
            raise ProblemAt(begun.start, f"at most {MOST_NEAR} words and phrases beside NEAR")
        return words

    def _operand(self) -> Expression:
        taken = self._take()
        if taken.kind == "word":
            return self._words(taken, taken.text)
        if taken.kind == "phrase":
            return self._phrase(taken)
        if taken.kind == "open":
            return self._group(taken)
        if taken.kind == "field":
            return self._fielded(taken)
        raise self._misplaced(taken)

    def _group(self, opened: Lexeme) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ProblemAt(opened.start, f"parentheses at most {DEEPEST} deep")
        expression = self._either()
        if self._take().kind != "close":
            closing = f"a closing parenthesis for the one at column {opened.start + 1}"
            raise ProblemAt(len(self._text.rstrip()), closing)
        self._depth -= 1
        return expression

    def _fielded(self, field: Lexeme) -> Expression:
        if self._field:
            raise ProblemAt(field.start, f"no field inside of {self._field}:(…)")
        if self._next.kind == "minus":
            raise ProblemAt(self._next.start, f"{OPERAND} after {field.text}: (a minus stands before the field)")
        self._field = field.text
        expression = self._operand()
        self._field = None
        return expression

    def _phrase(self, taken: Lexeme) -> Expression:
        """`"north kor*"` and `"north kor"*` are the same."""
        quoted = taken.text.removesuffix("*")
        star = "*" if quoted != taken.text else ""
        return self._words(taken, f"{' '.join(quoted[1:-1].split())}{star}")

    def _words(self, taken: Lexeme, written: str) -> Words:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise ProblemAt(taken.start, f"at most {MOST_TERMS:,} words and phrases")
        prefix = written.endswith("*")
        if prefix:
            written = written[:-1].rstrip()
        if "*" in written:
            raise ProblemAt(taken.start, _ONLY_AT_THE_END)
        words = fields.asked(self._field, written)
        if not words:
            raise ProblemAt(taken.start, self._no_words(taken.text))
        if prefix:
            prefix = self._may_go_on(words[-1], taken)
        return Words(tuple(map(intern, words)), written, self._field, prefix)

    def _no_words(self, written: str) -> str:
        if self._field == "language":
            return f"a language such as en or en-GB, found {shown(written)}"
        return f"a letter or a digit in {shown(written)}"

    def _may_go_on(self, last: str, taken: Lexeme) -> bool:
        """Whether a prefix means anything: a character that is a word by itself never goes on."""
        if self._field in TAGS:
            raise ProblemAt(taken.start, _WHOLE[self._field])
        if stands_alone(last):
            return False
        if len(last) < SHORTEST_PREFIX:
            raise ProblemAt(taken.start, f"at least {SHORTEST_PREFIX} letters or digits before the *")
        return True

    def _misplaced(self, found: Lexeme) -> ProblemAt:
        if found.kind == "end":
            return ProblemAt(len(self._text.rstrip()), self._unfinished())
        return ProblemAt(found.start, f"{OPERAND}, found {_CALLED.get(found.kind, found.kind)}")

    def _unfinished(self) -> str:
        if not self._text.strip():
            return "a word or a phrase: the rule is empty"
        last = self._text.split()[-1].lstrip("(") or "the parenthesis"
        return f"{OPERAND} after {shown(last)}"


_ENDS_BOTH = frozenset({"OR", "close", "end"})
_NEGATES = frozenset({"NOT", "minus"})
_CALLED = {"close": "a closing parenthesis", "minus": "a minus"}
