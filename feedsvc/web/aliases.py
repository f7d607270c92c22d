"""Names of parameters that other publishers taught people, and what they mean here. Pure.

RSSHub's for regular expressions are in filters.py. What a table here names is known; whatever is not means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from feedsvc.errors import ExpressionError, RequestError
from feedsvc.expressions import Expression, parse
from feedsvc.expressions.expression import And, Near, Not, Or, Words, leaves
from feedsvc.expressions.lexer import quotable

COUNT = "count"
"""hnrss: `limit`."""
DESCRIPTION = "description"
"""hnrss: `description=0` leaves out the text. A feed of ours must have some (A9): the least that `brief` gives."""
AUTHOR = "author"
"""hnrss: who wrote it, by the name; one more condition of the expression."""
ATTRIBUTES = "search_attrs"
"""hnrss: where the words of `q` that name no field are looked for."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "default": (),
    "title": ("title",),
    "author": ("author",),
    "url": ("source",),
    "story_text": ("summary", "content"),
    "comment_text": ("summary", "content"),
}
"""What `search_attrs` may name, and which fields of ours that is; none: those that a bare word looks at anyway."""

MOST_TERMS = 200
"""Words and phrases in a search: whoever asks is waiting, and so are others. A rule, which works at night, has 500."""


def expression(values: Mapping[str, str]) -> Expression | None:
    """What `q`, `author` and `search_attrs` ask for together, None where they ask for nothing.

    It prints as text that can be asked for. Raises ExpressionError, and RequestError.
    """
    parts = [*_asked(values), *_written_by(values)]
    if not parts:
        return None
    found = _spelled(parts[0] if len(parts) == 1 else And(tuple(parts)))
    if (count := len(leaves(found))) > MOST_TERMS:
        raise RequestError(
            "A search may name %(most)s words and phrases, and this one names %(count)s. Make it a topic: rules may"
            " be longer.",
            most=MOST_TERMS,
            count=count,
        )
    return found


def _asked(values: Mapping[str, str]) -> list[Expression]:
    text = values.get("q", "")
    if not text.strip():
        return []
    fields = _fields(values.get(ATTRIBUTES, ""))
    return [_within(fields, parse(text)) if fields else parse(text)]


def _written_by(values: Mapping[str, str]) -> list[Expression]:
    written = values.get(AUTHOR, "")
    name = quotable(written)
    if written.strip() and not name:
        raise RequestError("The parameter %(name)s must be a name, and this is none.", name=AUTHOR)
    return [parse(f'author:"{name}"')] if name else []


def _fields(attributes: str) -> tuple[str, ...]:
    named = [name for name in attributes.split(",") if name]
    for name in named:
        if name not in FIELDS:
            raise RequestError(
                "The parameter %(name)s may name %(choices)s, with commas between.",
                name=ATTRIBUTES,
                choices=", ".join(FIELDS),
            )
    if "default" in named:
        return ()
    return tuple(dict.fromkeys(field for name in named for field in FIELDS[name]))


def _within(fields: tuple[str, ...], expression: Expression) -> Expression:
    """The same, but what names no field is looked for in these."""
    match expression:
        case Words(field=None):
            return _any([replace(expression, field=field) for field in fields])
        case Near(left, right, distance) if expression.field is None:
            return _any([Near(_each(left, field), _each(right, field), distance) for field in fields])
        case Not(part):
            return Not(_within(fields, part))
        case And(parts):
            return And(tuple(_within(fields, part) for part in parts))
        case Or(parts):
            return Or(tuple(_within(fields, part) for part in parts))
        case _:
            return expression


def _each(words: tuple[Words, ...], field: str) -> tuple[Words, ...]:
    return tuple(replace(word, field=field) for word in words)


def _any(choices: list[Expression]) -> Expression:
    return choices[0] if len(choices) == 1 else Or(tuple(choices))


def _spelled(expression: Expression) -> Expression:
    """The same; but with every field and operator written out, as addresses have it, it may be too long to be read."""
    try:
        return parse(str(expression))
    except ExpressionError as error:
        raise RequestError(
            "This search is too long when it is written out in full: %(problem)s.", problem=error
        ) from None
