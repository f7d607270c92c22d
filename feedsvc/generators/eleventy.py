"""Eleventy: `eleventy.config.js` or `.eleventy.js`, of which strings are read; Markdown below its input folder."""

from __future__ import annotations

from pathlib import Path

from feedsvc.generators.passthrough import copied
from feedsvc.generators.proposal import MARKDOWN, PAGES, Proposal, Said
from feedsvc.generators.reading import first, person, strings, table, within

KIND = "eleventy"
SIGNS = ("eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", ".eleventy.js", "eleventy.config.ts")
_DATA = ("metadata.json", "site.json", "metadata.js", "site.js", "metadata.yaml", "site.yaml")
_NO_ARTICLES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE.md")


def sign(root: Path) -> Path | None:
    return first(root, SIGNS)


def propose(root: Path, sign: Path) -> Proposal:
    said = strings(sign, ("input", "output", "data", "includes", "layouts"))
    top = root / (said.get("input") or "")
    data = first(top, [f"{said.get('data', '_data')}/{name}" for name in _DATA])
    folders = ("node_modules", said.get("output", "_site"), said.get("includes", "_includes"), said.get("layouts", ""))
    left_out = [stripped for folder in folders if (stripped := folder.strip("./"))]
    static, elsewhere = copied(sign, root, top)
    return Proposal(
        kind=KIND,
        sign=sign.name,
        path=top,
        include=(*MARKDOWN, *PAGES),
        exclude=(*(f"{folder}/**" for folder in left_out), *_NO_ARTICLES),
        static=static,
        said=_said(data) if data else Said(),
        unread=(*_unread(top), *elsewhere),
    )


def _said(data: Path) -> Said:
    if data.suffix == ".js":
        found = strings(data, ("title", "description", "url", "language", "lang", "name", "email"))
        author, email = found.get("name"), found.get("email")
    else:
        values = table(data)
        found = {name: text for name in values if (text := within(values, name))}
        author, email = person(values.get("author"))
    return Said(
        title=found.get("title"),
        description=found.get("description"),
        base_url=found.get("url"),
        language=found.get("language") or found.get("lang"),
        author=author,
        email=email,
    )


def _unread(top: Path) -> tuple[str, ...]:
    """Data files, by which a folder gives its articles keys that they do not have themselves."""
    found = []
    for folder in _content_folders(top):
        found += sorted(folder.glob("*.11tydata.*"))
        found += [data for data in (folder / f"{folder.name}.json",) if data.is_file()]
    return tuple(f"{path.relative_to(top)}: its keys are not added to the articles beside it" for path in found)


def _content_folders(top: Path) -> list[Path]:
    near = [folder for folder in sorted(top.iterdir()) if _is_content(folder)] if top.is_dir() else []
    return [*near, *(inner for folder in near for inner in sorted(folder.iterdir()) if _is_content(inner))]


def _is_content(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith(("_", ".")) and folder.name != "node_modules"
