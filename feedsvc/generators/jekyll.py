"""Jekyll: `_config.yml`, posts in `_posts` wherever that lies, and `_drafts` beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from feedsvc.generators.proposal import Proposal, Said
from feedsvc.generators.reading import first, inner, person, table, texts, within

KIND = "jekyll"
SIGNS = ("_config.yml", "_config.yaml", "_posts")


def sign(root: Path) -> Path | None:
    return first(root, SIGNS)


def propose(root: Path, sign: Path) -> Proposal:
    values = table(sign) if sign.is_file() else {}
    author, email = person(values.get("author"))
    said = Said(
        title=within(values, "title") or within(values, "name"),
        description=within(values, "description") or within(values, "tagline"),
        base_url=f"{within(values, 'url') or ''}{within(values, 'baseurl') or ''}" or None,
        language=within(values, "lang") or within(values, "locale"),
        timezone=within(values, "timezone"),
        author=author,
        email=email or within(values, "email"),
    )
    folders = ("_posts", "_drafts")
    return Proposal(
        kind=KIND,
        sign=sign.name,
        path=root / (within(values, "source") or ""),
        include=tuple(f"**/{folder}/**/*.{suffix}" for folder in folders for suffix in ("md", "markdown", "html")),
        exclude=("_site/**", "node_modules/**", "vendor/**"),
        said=said,
        unread=_unread(values),
    )


def _unread(values: dict[str, Any]) -> tuple[str, ...]:
    written = [*inner(values, "collections"), *texts(values.get("collections"))]
    collections = [name for name in written if name not in {"posts", "drafts"}]
    told = [f"the collection {name}: add its folder to articles.include if it holds articles" for name in collections]
    if values.get("defaults"):
        told.append("defaults of front matter in _config.yml: they are not added to the articles")
    return tuple(told)
