"""Hugo: shortcodes, `{{< name >}}` and `{{% name %}}`; `ref` and `relref` lead to other articles."""

from __future__ import annotations

import re
from html import escape
from itertools import count

from feedsvc.sources import references
from feedsvc.sources.dialects import callouts
from feedsvc.sources.dialects.code import between
from feedsvc.sources.dialects.embeds import EMBEDS
from feedsvc.sources.dialects.manuscript import Manuscript
from feedsvc.sources.front_matter import Keys

_SHOWN = between(r"\{\{[<%]/\*", r"\*/[>%]\}\}")
_CODE = between(r"\{\{[<%]\s*highlight\b[^>%\n]*[>%]\}\}", r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}")
_LANGUAGE = re.compile(r"\{\{[<%]\s*highlight\s+\"?([\w+#-]+)")
_HIDDEN = between(r"\{\{[<%]\s*comment\s*[>%]\}\}", r"\{\{[<%]\s*/\s*comment\s*[>%]\}\}")
_SHORTCODE = re.compile(
    r"\{\{[<%]\s*+(/?)\s*+([\w./-]++)((?:[^{}\"`>%]|[>%](?!\}\})|\"(?:[^\"\\]|\\.)*\"|`[^`]*`)*+)[>%]\}\}"
)
_ARGUMENT = re.compile(r"""(?:([\w-]+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|([^\s"`=]+))""")
_SILENT = frozenset({"/figure", "/details", "toc"})
UNKNOWN = "a shortcode of the site's own, which only Hugo can fill in"


def is_meant(text: str) -> bool:
    """Whether a text can only be Hugo's."""
    return "{{<" in text or "{{%" in text


def keys(given: Keys, _path: str) -> Keys:
    """As they are: what Hugo calls things is in the table of fields."""
    return given


def rewrite(body: Manuscript) -> None:
    body.replace(_SHOWN, lambda found: body.shelter.keep(f"{found[0][:3]} {found[1].strip()} {found[0][-3:]}"))
    body.replace(_CODE, lambda found: body.shelter.keep(_code(body, found), found[0]))
    body.replace(_HIDDEN, lambda found: "\n" * found[0].count("\n"))
    body.replace(_SHORTCODE, lambda found: _made(body, found), UNKNOWN)
    callouts.rewrite(body)


def _code(body: Manuscript, found: re.Match[str]) -> str:
    language = _LANGUAGE.match(found[0])
    return body.code(body.shelter.restored(found[1]), language[1] if language else "")


def _made(body: Manuscript, found: re.Match[str]) -> str | None:
    closes, name, written = found[1], found[2], found[3].rstrip().removesuffix("/")
    given = arguments(body.shelter.restored(written))
    if closes:
        return "</details>" if name == "details" else ""  # its opening was told already
    if name in {"ref", "relref"}:
        return _reference(given.get("path") or given.get("0") or "")
    if name == "param":
        return escape(body.value(given.get("0", "")) or body.value(f"params.{given.get('0', '')}") or "")
    if name == "details":
        return f"<details><summary>{escape(given.get('summary', 'Details'))}</summary>\n\n"
    if name in _SILENT:
        return ""
    return EMBEDS[name](given) if name in EMBEDS else None


def _reference(written: str) -> str:
    target, hash_, fragment = written.partition("#")
    if not target:
        return f"#{fragment}"
    return references.address(references.anywhere(target), f"{hash_}{fragment}" if fragment else "")


def arguments(written: str) -> dict[str, str]:
    """Of a shortcode: by name, and those without one by their place, counted from 0."""
    given: dict[str, str] = {}
    places = count()
    for found in _ARGUMENT.finditer(written):
        name, quoted, raw, bare = found.groups()
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else (raw if raw is not None else bare)
        given[name or str(next(places))] = value
    return given
