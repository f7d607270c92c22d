"""Astro, and every .mdx: imports and exports go, `{expressions}` and components too; a component's text stays."""

from __future__ import annotations

import re
from html import escape

from feedsvc.sources.dialects.code import between
from feedsvc.sources.dialects.embeds import EMBEDS, image
from feedsvc.sources.dialects.manuscript import Manuscript
from feedsvc.sources.front_matter import Keys

_COMMENT = between(r"\{\s*/\*", r"\*/\s*\}")
_MODULE = re.compile(r"^(?:import|export)\b[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*", re.MULTILINE)
_IMPORT = re.compile(r"^import\s+(\w+)\s+from\s+[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_COMPONENT = re.compile(r"<(/?)([A-Z][\w.]*)((?:[^<>{}\"']|\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\})*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"(?<=[\w\"'}])\s+([\w:-]+)=\{((?:[^{}]|\{[^{}]*\})*)\}")
_FRAGMENT = re.compile(r"</?>")
_ARGUMENT = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{\s*[`"']?([^{}`"']*)[`"']?\s*\})""")
_EXPRESSION = re.compile(r"\{((?:[^{}]|\{[^{}]*\})*)\}")
_LITERAL = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`$]*)`)\s*")
_ESCAPED = re.compile(r"\\([{}<>])")
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
    body.replace(_COMPONENT, lambda found: _made(body, found, imports), COMPONENT)
    body.replace(_ATTRIBUTE, lambda found: _html_attribute(found, imports))
    body.replace(_FRAGMENT, lambda _: "")
    body.replace(_EXPRESSION, lambda found: _worked_out(body, found[1]), EXPRESSION)


def _made(body: Manuscript, found: re.Match[str], imports: dict[str, str]) -> str | None:
    closes, name, written = found.groups()
    if closes:
        return ""  # its opening was told already
    given = {argument: next(filter(None, values), "") for argument, *values in _ARGUMENT.findall(written)}
    given = {argument: imports.get(value.removesuffix(".src").strip(), value) for argument, value in given.items()}
    if name in _IMAGES:
        made = image(given)
    else:
        make = EMBEDS.get(name.casefold())
        made = make(given) if make else None
    return body.shelter.keep(made) if made else None


def _html_attribute(found: re.Match[str], imports: dict[str, str]) -> str:
    """Of an element of HTML: a literal or what was imported, else none."""
    name, expression = found.groups()
    literal = _LITERAL.fullmatch(expression)
    value = (
        next(filter(None, literal.groups()), "") if literal else imports.get(expression.strip().removesuffix(".src"))
    )
    return f' {name}="{escape(value)}"' if value is not None else ""


def _worked_out(body: Manuscript, expression: str) -> str | None:
    if literal := _LITERAL.fullmatch(expression):
        return next((text for text in literal.groups() if text is not None), "")
    said = body.value(expression.strip().removeprefix("frontmatter."))
    return escape(said) if said is not None else None
