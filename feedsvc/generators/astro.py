"""Astro: `astro.config.mjs`, of which strings are read; Markdown and MDX in `src/content/`, else in `src/pages/`."""

from __future__ import annotations

from pathlib import Path

from feedsvc.generators.proposal import Proposal, Said
from feedsvc.generators.reading import first, folders, strings

KIND = "astro"
SIGNS = tuple(f"astro.config.{suffix}" for suffix in ("mjs", "js", "ts", "mts", "cjs"))
_SOURCES = "src"
"""The article folder, and not what lies in it: articles show pictures from `src/assets`."""
_FOLDERS = ("content", "data", "pages")
_SUFFIXES = ("md", "markdown", "mdx")
_CONSTANTS = ("src/consts.ts", "src/consts.js", "src/config.ts", "src/site.config.ts")


def sign(root: Path) -> Path | None:
    return first(root, SIGNS)


def propose(root: Path, sign: Path) -> Proposal:
    settings = strings(sign, ("site", "base", "defaultLocale", "publicDir"))
    constants = first(root, _CONSTANTS)
    names = ("SITE_TITLE", "SITE_DESCRIPTION", "title", "description", "author", "lang")
    found = strings(constants, names) if constants else {}
    site, base = settings.get("site", ""), settings.get("base", "").strip("/")
    said = Said(
        title=found.get("SITE_TITLE") or found.get("title"),
        description=found.get("SITE_DESCRIPTION") or found.get("description"),
        base_url=f"{site.rstrip('/')}/{base}" if site and base else site or None,
        language=found.get("lang") or settings.get("defaultLocale"),
        author=found.get("author"),
    )
    folder = (first(root / _SOURCES, _FOLDERS) or Path(_FOLDERS[0])).name
    return Proposal(
        kind=KIND,
        sign=sign.name,
        path=root / _SOURCES,
        include=tuple(f"{folder}/**/*.{suffix}" for suffix in _SUFFIXES),
        exclude=("**/_*", "**/_*/**"),
        static=folders(root, (settings.get("publicDir", "public").strip("./"),)),
        said=said,
    )
