"""Pelican: `pelicanconf.py`, of which the literals are read; articles in Markdown and reStructuredText."""

from __future__ import annotations

from pathlib import Path

from feedsvc.generators.proposal import MARKDOWN, PAGES, Proposal, Said
from feedsvc.generators.reading import assignments, first, texts, within

KIND = "pelican"
SIGNS = ("pelicanconf.py",)
_PUBLISHED = "publishconf.py"
"""What differs when the site is made for the public: usually its address alone."""


def sign(root: Path) -> Path | None:
    return first(root, SIGNS)


def propose(root: Path, sign: Path) -> Proposal:
    values = assignments(sign)
    if (root / _PUBLISHED).is_file():
        values |= assignments(root / _PUBLISHED)
    said = Said(
        title=within(values, "SITENAME"),
        description=within(values, "SITESUBTITLE"),
        base_url=within(values, "SITEURL"),
        language=within(values, "DEFAULT_LANG"),
        timezone=within(values, "TIMEZONE"),
        author=within(values, "AUTHOR"),
    )
    suffixes = (*MARKDOWN, "**/*.rst", *PAGES)
    paths = [path.strip("/") for path in texts(values.get("ARTICLE_PATHS") or []) if path.strip("/.")]
    left_out = [*texts(values.get("PAGE_PATHS", ["pages"])), *texts(values.get("ARTICLE_EXCLUDES") or [])]
    return Proposal(
        kind=KIND,
        sign=sign.name,
        path=root / (within(values, "PATH") or "content"),
        include=tuple(f"{path}/{glob}" for path in paths for glob in suffixes) or suffixes,
        exclude=tuple(f"{path.strip('/')}/**" for path in dict.fromkeys(left_out) if path.strip("/.")),
        said=said,
        unread=_unread(values),
    )


def _unread(values: dict[str, object]) -> tuple[str, ...]:
    names = ("FILENAME_METADATA", "PATH_METADATA", "EXTRA_PATH_METADATA", "DEFAULT_METADATA")
    return tuple(f"{name}: what it adds to articles is not added here" for name in names if values.get(name))
