"""What templates say outside of gettext: words in their HTML, and in strings that they hand on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

GETTEXT = frozenset({"_", "gettext", "ngettext"})

_ATTRIBUTES = frozenset(
    {"alt", "aria-description", "aria-label", "aria-roledescription", "label", "placeholder", "title"}
)
_AS_THEY_ARE = frozenset({"code", "script", "style"})  # elements that hold no words of a language
_LETTER = re.compile(r"[^\W\d_]{2}")
_EXPRESSION = "\N{OBJECT REPLACEMENT CHARACTER}"
_MADE_ATTRIBUTE = re.compile(rf'[\w-]+="{_EXPRESSION}"')  # of a macro that makes a part of a tag
_SENTENCE = re.compile(r"\A\s*[A-Z][a-z]|[a-z]{2} [a-z]{2}")
"""How words for people look in a template's string, and no address, name of a field or of a class does."""


def untold(source: str) -> list[str]:
    """The words of a template that no catalog can have."""
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    parsed = environment.parse(source)
    page = _Page()
    page.feed("".join(_html(parsed)))
    page.close()
    return [*page.found, *_handed_on(parsed)]


def _html(node: nodes.Node) -> Iterator[str]:
    """The template as if every block were there once, with a mark for each expression."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Expr):
        yield _EXPRESSION
    else:
        for child in node.iter_child_nodes():
            yield from _html(child)


def _handed_on(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in GETTEXT:
        for given in node.kwargs:  # the messages themselves are told; what is put into them may not be
            yield from _handed_on(given)
    elif isinstance(node, nodes.Const) and isinstance(node.value, str) and _SENTENCE.search(node.value):
        yield node.value
    else:
        for child in node.iter_child_nodes():
            yield from _handed_on(child)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        named = dict(attrs)
        told = [value for name, value in attrs if name in _ATTRIBUTES or (name == "content" and "name" in named)]
        if named.get("name") not in {"viewport", "color-scheme", "robots"}:
            self.found += [value for value in told if value and _LETTER.search(value)]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        words = " ".join(_MADE_ATTRIBUTE.sub("", data).split())
        if not _AS_THEY_ARE.intersection(self._open) and _LETTER.search(words):
            self.found.append(words)
