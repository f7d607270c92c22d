"""The messages that templates and modules hold, and catalogs that have them all."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from feedsvc.web.translations import catalogs

PACKAGE = Path(__file__).parents[2]

_HOLDING = ("web", "store")
"""Folders with something to say on a page."""

_METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/static/**.css", "feedsvc.web.translations.stylesheet:extract"),
]
_OPTIONS = {"**/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "RequestError": None,
    "SearchError": None,
}
"""Whose first argument is a message, or first two. The errors' sentences are said on a page, to whoever asked."""

_WIDTH = 120

_HEADER = """\
# What the pages of feedsvc say, in {language}.
# `python -m feedsvc.web.translations` brings this file up to date with the templates.
msgid ""
msgstr ""
"Language: {tag}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
"""Without the moment and the name that tools put there: the same messages make the same file."""


@dataclass(frozen=True, slots=True)
class State:
    """What is still to be done in a catalog: messages, as the templates have them."""

    missing: tuple[str, ...]
    fuzzy: tuple[str, ...]
    """Translated when they read otherwise: to be looked at."""
    obsolete: tuple[str, ...]
    """Said nowhere any more: to be taken out, once nothing in them helps with another."""


def messages() -> Catalog:
    """All that is said, in English, in the order of files and of lines."""
    found = Catalog(fuzzy=False)
    for folder in _HOLDING:
        for path, _, message, _, _ in sorted(
            extract_from_dir(PACKAGE / folder, _METHODS, _OPTIONS, _KEYWORDS), key=lambda each: each[:2]
        ):
            found.add(message, locations=[(f"{folder}/{path}", 0)])
    return found


def updated(catalog: Catalog, held: Catalog) -> Catalog:
    """The catalog with a place for every message; what is no longer said is kept, marked as obsolete."""
    for message in held:
        if message.id and (known := catalog.get(message.id)):
            known.locations = []  # else those of files that have been renamed would stay
    catalog.update(held)
    return catalog


def state(catalog: Catalog) -> State:
    """Of one that is `updated`."""
    return State(
        missing=tuple(_said(message) for message in catalog if message.id and not _is_translated(message)),
        fuzzy=tuple(_said(message) for message in catalog if message.id and message.fuzzy),
        obsolete=tuple(_said(message) for message in catalog.obsolete.values()),
    )


def written(catalog: Catalog, tag: str) -> bytes:
    """The catalog as its file: where each message is said stands above it, without lines, which change too often."""
    body = io.BytesIO()
    write_po(body, catalog, width=_WIDTH, omit_header=True, include_lineno=False)
    language = catalog.locale.english_name if catalog.locale else tag
    header = _HEADER.format(language=language, tag=tag, plurals=catalog.plural_forms)
    return header.encode() + body.getvalue().lstrip(b"\n")


def opened(tag: str) -> Catalog:
    """The catalog of a language, or the beginning of one."""
    path = catalogs.file_of(tag)
    return catalogs.read(path) if path.exists() else Catalog(locale=tag.replace("-", "_"), fuzzy=False)


def _is_translated(message: Message) -> bool:
    """In all of its forms."""
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def _said(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
