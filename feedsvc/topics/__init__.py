"""Which topics an entry is about: by its metadata, its folder, rules in a small language, and the tree of topics.

tokens       text -> words
fields       an entry's fields -> their words
lexer        a rule's text -> its words and signs
language     a rule's text -> expression, the tree
expression   one expression on one text
text         the text that it is tried on
rules        many expressions on one text
order        which rules wait for others
tree         topics by name, and their parents
folders      topics of a path
classify     Entry -> Assignments
explain      why a rule holds, or what it lacks
problems     what is wrong with the configured topics

A rule that is tried on an entry as it arrives, and the same expression when it is searched for in a store, must find
the same. So a store indexes what `index_text` gives, and compiles the tree that `parse` gives.
"""

from __future__ import annotations

from feedsvc.topics.classify import Classifier
from feedsvc.topics.explain import Explanation, Hit, explain
from feedsvc.topics.expression import Expression
from feedsvc.topics.fields import FIELDS
from feedsvc.topics.language import parse
from feedsvc.topics.problems import problems
from feedsvc.topics.text import Text, index_text

__all__ = [
    "FIELDS",
    "Classifier",
    "Explanation",
    "Expression",
    "Hit",
    "Text",
    "explain",
    "index_text",
    "parse",
    "problems",
]
