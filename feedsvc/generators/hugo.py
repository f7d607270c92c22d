"""Hugo: `hugo.toml`, or `config.toml` as it was called before, or its folder; articles in `content/`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feedsvc.generators.proposal import MARKDOWN, PAGES, Proposal, Said
from feedsvc.generators.reading import first, folders, inner, person, table, texts, within

KIND = "hugo"
_SUFFIXES = ("toml", "yaml", "yml", "json")
_NAMES = ("hugo", "config", "config/_default/hugo", "config/_default/config")
SIGNS = tuple(f"{name}.{suffix}" for name in _NAMES for suffix in _SUFFIXES)
_OWN_NAME = "hugo."


def sign(root: Path) -> Path | None:
    """A file called config.toml may be of others: it is Hugo's if it says baseURL in any case, as only Hugo does."""
    found = first(root, SIGNS)
    if found is None or found.name.startswith(_OWN_NAME) or found.parent != root:
        return found
    names = {"baseurl", "languagecode", "defaultcontentlanguage"}
    return found if names & _lowered(table(found)).keys() else None


def propose(root: Path, sign: Path) -> Proposal:
    values = _lowered(table(sign))
    language = within(values, "defaultcontentlanguage")
    translated = _lowered(inner(inner(values, "languages"), language or "en"))
    own = {**values, **{name: value for name, value in translated.items() if name not in {"params"}}}
    params = {**_lowered(inner(values, "params")), **_lowered(inner(translated, "params"))}
    author, email = person(params.get("author") or values.get("author"))
    said = Said(
        title=within(own, "title"),
        description=within(params, "description"),
        base_url=within(own, "baseurl"),
        language=within(own, "languagecode") or within(own, "locale") or language,
        timezone=within(values, "timezone"),
        author=author,
        email=email,
    )
    return Proposal(
        kind=KIND,
        sign=str(sign.relative_to(root)),
        path=root / (within(own, "contentdir") or "content"),
        include=(*MARKDOWN, *PAGES),
        exclude=("**/_index.*",),
        static=folders(root, texts(values.get("staticdir") or "static")),
        said=said,
        unread=(*_unread(values), *_left_out(values, language)),
    )


def _left_out(values: dict[str, Any], main: str | None) -> Iterator[str]:
    """The folders of languages that have one of their own, of which a site here has one."""
    for name, said in inner(values, "languages").items():
        folder = within(_lowered(said), "contentdir") if isinstance(said, dict) else None
        if folder and name != (main or "en"):
            yield f"the language {name}, whose articles lie in {folder}: make it a site of its own"


def _lowered(values: dict[str, Any]) -> dict[str, Any]:
    """Hugo's keys are alike in any case."""
    return {str(name).lower(): value for name, value in values.items()}


def _unread(values: dict[str, Any]) -> tuple[str, ...]:
    told = []
    if inner(values, "module").get("mounts"):
        told.append("module.mounts: what they bring in from elsewhere is not seen")
    if "frontmatter" in values:
        told.append("[frontmatter]: which date is taken for which is fixed here; docs/sources.md says how")
    if "cascade" in values:
        told.append("cascade: what it adds to front matter is not added here")
    return tuple(told)
