"""One language for the rules of topics, for searches and for selections: the text of an expression, and what it means.

tokens       text -> words
fields       an entry's fields -> their words
lexer        an expression's text -> its words and signs
language     an expression's text -> the tree
expression   the tree, tried on one text
text         the text that it is tried on
explain      why an expression holds, or what it lacks
version      by what the words of a text are cut

A rule that is tried on an entry as it arrives, and the same expression when it is searched for in a store, must find
the same. So a store indexes what `Text.index` gives, and compiles the tree that `parse` gives.
"""

from __future__ import annotations

from feedsvc.expressions.explain import Explanation, Hit, explain
from feedsvc.expressions.expression import Expression
from feedsvc.expressions.fields import FIELDS
from feedsvc.expressions.language import parse
from feedsvc.expressions.text import Text
from feedsvc.expressions.version import version

__all__ = ["FIELDS", "VERSION", "Explanation", "Expression", "Hit", "Text", "explain", "parse"]

VERSION: str = version()
"""Changes with what `Text.index` gives: every entry is then made and indexed anew. Computed, so that nobody can forget
to raise it; costs 0.3 ms at import."""
