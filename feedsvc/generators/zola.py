"""Zola: `config.toml` (or `zola.toml`) with a `base_url`; articles in `content/`."""

from __future__ import annotations

from pathlib import Path

from feedsvc.generators.proposal import Proposal, Said
from feedsvc.generators.reading import first, folders, inner, person, table, texts, within

KIND = "zola"
SIGNS = ("zola.toml", "config.toml")


def sign(root: Path) -> Path | None:
    """A file called config.toml may be of others: it is Zola's if it says base_url at its top, as only Zola does."""
    found = first(root, SIGNS)
    return found if found and (found.name == SIGNS[0] or "base_url" in table(found)) else None


def propose(root: Path, sign: Path) -> Proposal:
    values = table(sign)
    author, email = person(values.get("author") or inner(values, "extra").get("author"))
    said = Said(
        title=within(values, "title"),
        description=within(values, "description"),
        base_url=within(values, "base_url"),
        language=within(values, "default_language"),
        author=author,
        email=email,
    )
    ignored = [glob for glob in texts(values.get("ignored_content") or []) if not glob.startswith("/")]
    return Proposal(
        kind=KIND,
        sign=sign.name,
        path=root / "content",
        include=("**/*.md",),
        exclude=("**/_index.md", "**/_index.*.md", *ignored),
        static=folders(root, ("static",)),
        said=said,
    )
