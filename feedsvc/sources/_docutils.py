"""docutils, held so that it reads nothing but the text it is given and writes nothing but its HTML."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from docutils import nodes
from docutils.core import Publisher, publish_doctree
from docutils.io import DocTreeInput, StringOutput
from docutils.parsers.null import Parser
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.directives.body import CodeBlock, MathBlock
from docutils.readers.doctree import Reader
from docutils.writers.html5_polyglot import Writer

from feedsvc.errors import Rejected
from feedsvc.model import Line
from feedsvc.shorten import excerpt
from feedsvc.sources.front_matter import Keys, Value

_SETTINGS: dict[str, Any] = {
    "_disable_config": True,  # no file of the machine has a say in what an article becomes
    "docinfo_xform": False,
    "file_insertion_enabled": False,  # `include`, and every `:file:` and `:url:`, would read what is no article
    "halt_level": 5,
    "initial_header_level": 2,
    "math_output": "LaTeX",  # as it is written: sanitizing takes MathML out, and its text with it
    "output_encoding": "unicode",
    "raw_enabled": True,  # made safe later, as all HTML
    "report_level": 2,
    "syntax_highlight": "none",
}
_ERROR, _SEVERE = 3, 4
"""Levels of messages (docutils.utils.Reporter): something is left out, and the structure is not what was meant."""
_STRUCTURE = re.compile(r"\btitle\b", re.IGNORECASE)
"""In errors by which a heading is lost, and the text would read as if there were none."""
_REFUSED = re.compile(r"\b(?:disabled|deactivated)\b")
"""In warnings of directives that would have read another file."""
_UNKNOWN = re.compile(r"\bUnknown (?:directive type|interpreted text role)\b")
_NAME = re.compile(r'"([^"]*)"')
_LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Document:
    """One text: its title, the list of fields at its top, the rest as HTML, and what could not be read of it."""

    title: str | None
    keys: Keys
    content: str
    unread: tuple[Line, ...]


def read(text: str) -> Document:
    """Raises Rejected, with the line, for a text whose structure is broken."""
    _know_pelicans_own()
    try:
        tree = publish_doctree(text, settings_overrides=_SETTINGS | {"warning_stream": io.StringIO()})
        unread = _unread(tree, text.split("\n"))
        keys = _keys(tree)
        return Document(_title(tree), keys, _html(tree), unread)
    except RecursionError:
        raise Rejected("the text nests too deep", "Flatten its lists and quotations") from None


class _AnyOption(dict[str, Any]):
    """Options of a directive, and such as only another program knows (`:linenos:`), which mean nothing here."""

    def __missing__(self, _name: str) -> Any:
        return lambda value: value


class _Code(CodeBlock):
    option_spec = _AnyOption(CodeBlock.option_spec or {})


class _Math(MathBlock):
    """Of which the first line may stand behind the colons, as Sphinx has it."""

    option_spec = _AnyOption(MathBlock.option_spec or {})


@cache
def _know_pelicans_own() -> None:
    """Pelican's `abbr`, which docutils knows under two other names; code and formulas with options of Pygments and
    Sphinx."""
    for name in ("code", "code-block", "sourcecode"):
        directives.register_directive(name, _Code)
    directives.register_directive("math", _Math)
    # types-docutils has the stricter signature of functions; GenericRole is what docutils registers itself.
    roles.register_local_role("abbr", roles.GenericRole("abbreviation", nodes.abbreviation))  # type: ignore[arg-type]


def _title(tree: nodes.document) -> str | None:
    heading = next((node for node in tree.children if isinstance(node, nodes.title)), None)
    if heading is None:
        return None
    tree.remove(heading)
    return " ".join(heading.astext().split())


def _keys(tree: nodes.document) -> Keys:
    """The field list that comes first, which is taken out of the text."""
    before = (nodes.title, nodes.subtitle, nodes.comment, nodes.system_message)
    first = next((node for node in tree.children if not isinstance(node, before)), None)
    if not isinstance(first, nodes.field_list):
        return Keys({}, {})
    tree.remove(first)
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    for entry in first.children:
        name, value = (" ".join(part.astext().split()) for part in entry.children)
        values.setdefault(name, value or None)
        lines.setdefault(name, entry.line or 1)
    return Keys(values, lines)


def _unread(tree: nodes.document, rows: list[str]) -> tuple[Line, ...]:
    """Directives and roles that only another program knows, which go, and references to nothing, whose text stays."""
    found = []
    late = tree.transform_messages  # of references that lead nowhere, which the writer would append to the text
    for message in filter(_matters, [*tree.findall(nodes.system_message), *late]):
        line, problem = int(message.get("line", 1)), _problem(message)
        if message["level"] >= _SEVERE or _STRUCTURE.search(problem):
            raise Rejected(
                f"the structure is broken: {excerpt(problem)}", "Correct the headings around that line", line
            )
        found.append(Line(line, rows[line - 1].strip()[:_LONGEST_SHOWN] if line <= len(rows) else "", problem))
    for message in list(tree.findall(nodes.system_message)):
        message.parent.remove(message)
    tree.transform_messages = []
    for problematic in list(tree.findall(nodes.problematic)):
        problematic.parent.replace(problematic, nodes.Text(_bare(problematic.astext())))
    return tuple(found)


def _matters(message: nodes.system_message) -> bool:
    return bool(message["level"] >= _ERROR or _REFUSED.search(message.astext()))


def _problem(message: nodes.system_message) -> str:
    said = message.children[0].astext().replace("\n", " ").rstrip(".") if message.children else "it cannot be read"
    name = _NAME.search(said)
    if name and _REFUSED.search(said):
        return f"the directive {name[1]} would read another file, and none is read"
    if name and _UNKNOWN.search(said):
        return f"{name[1]} is no word of reStructuredText's own, and only the program that knows it can fill it in"
    return said


def _bare(role: str) -> str:
    """The text of a role that nobody knows: ``:kbd:`Ctrl` `` is Ctrl."""
    return role.split("`")[1] if role.startswith(":") and role.count("`") >= 2 else role


def _html(tree: nodes.document) -> str:
    for literal in tree.findall(nodes.literal):
        literal["classes"].append("code")  # which makes it <code>, and not a <span> for a stylesheet
    publisher = Publisher(
        reader=Reader(parser=Parser()), writer=Writer(), source=DocTreeInput(tree), destination_class=StringOutput
    )
    publisher.process_programmatic_settings(None, _SETTINGS | {"warning_stream": io.StringIO()}, None)
    publisher.set_destination(None, None)
    publisher.publish()
    return str(publisher.writer.parts["body"])
