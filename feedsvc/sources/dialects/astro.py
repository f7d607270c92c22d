"""Astro, and every .mdx: imports and exports go, `{expressions}` and components too; a component's text stays."""

from __future__ import annotations

import re
from html import escape

from feedsvc.sources.dialects import indents
from feedsvc.sources.dialects.code import REST_OF_ROW, between
from feedsvc.sources.dialects.embeds import EMBEDS, image
from feedsvc.sources.dialects.manuscript import Manuscript
from feedsvc.sources.front_matter import Keys


def _braces(depth: int, strings: str) -> str:
    """A pattern of an expression in braces, with braces in it so deep, and none that stand in strings counted."""
    inner = f"|{_braces(depth - 1, strings)}" if depth else ""
    plain = "[^{}\"']" if strings else "[^{}]"
    return rf"\{{(?:{plain}{strings}{inner})*+\}}"


_DEEPEST = 4
"""Braces in braces: what an author writes between two paragraphs has three."""
_STRINGS = r"""|"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'"""
_BRACES = f"(?:{_braces(_DEEPEST, _STRINGS)}|{_braces(_DEEPEST, '')})"
"""The second for text with an apostrophe, such as `{open && <b>it's</b>}`, whose quotes are no strings."""
_ATTRIBUTES = rf"""(?:[^<>{{}}"']|"[^"]*"|'[^']*'|{_BRACES})*+"""

_COMMENT = between(r"\{\s*/\*", r"\*/\s*\}")
_MODULE = re.compile(rf"^(?:import|export)\b{REST_OF_ROW}(?:\n(?![ \t]*\n){REST_OF_ROW})*", re.MULTILINE)
_IMPORT = re.compile(r"^import\s+(\w+)\s+from\s+[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_ESCAPED = re.compile(r"\\([{}<>])")
_TOKEN = re.compile(
    rf"</?>|<(?P<closes>/?)(?P<component>[A-Z][\w.]*)(?P<given>{_ATTRIBUTES})>"
    rf"|<(?P<element>[a-z][\w-]*)(?P<attributes>{_ATTRIBUTES})>|(?P<expression>{_BRACES})"
)
"""What MDX reads as more than Markdown, the outermost first: what stands in an attribute or a string is part of it."""
_ATTRIBUTE = re.compile(rf"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*'|{_BRACES})""")
_EVALUATED = re.compile(rf"\s+([\w:.-]+)=({_BRACES})")
_LITERAL = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`$]*)`|([0-9]+))\s*")
COMPONENT = "a component, of which only the text can be shown"
EXPRESSION = "an expression, which only the site itself can work out"
_IMAGES = frozenset({"Image", "Picture", "Img", "BlogImage"})


def keys(given: Keys, _path: str) -> Keys:
    """As they are: what Astro's own schema calls things is in the table of fields."""
    return given


def rewrite(body: Manuscript) -> None:
    imports = dict(_IMPORT.findall(body.body))
    body.replace(_COMMENT, lambda found: "\n" * found[0].count("\n"))
    body.replace(_MODULE, lambda found: "\n" * found[0].count("\n"))
    body.replace(_ESCAPED, lambda found: body.shelter.keep(escape(found[1])))
    body.replace(_TOKEN, lambda found: _made(body, found, imports), _why)
    indents.remove(body)


def _why(found: re.Match[str]) -> str:
    return EXPRESSION if found["expression"] else COMPONENT


def _made(body: Manuscript, found: re.Match[str], imports: dict[str, str]) -> str | None:
    if expression := found["expression"]:
        return _worked_out(body, body.shelter.restored(expression[1:-1]))
    if found["element"]:
        return _element(body, found, imports)
    if found["closes"] or not found["component"]:
        return ""  # its opening was told already
    return _component(body, found["component"], body.shelter.restored(found["given"]), imports)


def _component(body: Manuscript, name: str, written: str, imports: dict[str, str]) -> str | None:
    given = {argument: _value(value, imports) or "" for argument, value in _ATTRIBUTE.findall(written)}
    if name in _IMAGES:
        made = image(given)
    else:
        make = EMBEDS.get(name.casefold())
        made = make(given) if make else None
    return body.shelter.keep(made) if made else None


def _element(body: Manuscript, found: re.Match[str], imports: dict[str, str]) -> str:
    """An element of HTML, with literals and what was imported as its attributes, and without those to work out."""
    if "{" not in found["attributes"]:
        return found[0]
    written = body.shelter.restored(found["attributes"])
    return f"<{found['element']}{_EVALUATED.sub(lambda each: _html_attribute(each, imports), written)}>"


def _html_attribute(found: re.Match[str], imports: dict[str, str]) -> str:
    value = _value(found[2], imports)
    return f' {found[1]}="{escape(value)}"' if value is not None else ""


def _value(written: str, imports: dict[str, str]) -> str | None:
    """What an attribute says: a text, a number, or what was imported; None for what is to be worked out."""
    if not written.startswith("{"):
        return written[1:-1]
    if literal := _LITERAL.fullmatch(written[1:-1]):
        return next((text for text in literal.groups() if text is not None), "")
    return imports.get(written[1:-1].strip().removesuffix(".src"))


def _worked_out(body: Manuscript, expression: str) -> str | None:
    if literal := _LITERAL.fullmatch(expression):
        return escape(next((text for text in literal.groups() if text is not None), ""), quote=False)
    said = body.value(expression.strip().removeprefix("frontmatter."))
    return escape(said) if said is not None else None
