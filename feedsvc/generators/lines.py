"""A proposal as the lines of a config.toml. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from feedsvc.generators.proposal import Proposal

_WIDEST = 100
"""Characters of a list on one line."""


def config_lines(proposal: Proposal, path: str, authority: str | None, static: Sequence[str] = ()) -> Iterator[str]:
    """`path` is that of the articles, `static` are those of what the site has at its root, as seen from config.toml;
    what nobody said is left as a comment."""
    said, by = proposal.said, proposal.sign or "the folder"
    yield f"# Written by feedsvc init, from what {by} says. Every key: docs/configuration.md"
    yield ""
    yield "[site]"
    yield from _line("title", said.title, "My news")
    yield from _line("description", said.description, "What happened, newest first.")
    yield "# The public address of the feeds and of the pages of entries. It is in every link: set it before others"
    yield "# subscribe. That of another program's site will do only where its server passes /feeds and /entries on."
    yield from _line("base_url", said.base_url, "https://news.example.org")
    yield "# A domain, and a year in which it was yours: permanent ids begin with it. Set once, it stays."
    yield from _line("authority", authority, "example.org,2026")
    yield from _line("language", said.language, "en")
    yield from _line("timezone", said.timezone, "Europe/Paris")
    yield from _author(said.author, said.email)
    yield ""
    yield "[articles]"
    yield f"path = {_written(path)}"
    yield f"kind = {_written(proposal.kind)}"
    yield from _list("include", proposal.include)
    if proposal.exclude:
        yield from _list("exclude", tuple(dict.fromkeys(proposal.exclude)))
    if static:
        yield from _list("static", static)
    yield ""


def _line(key: str, value: str | None, example: str) -> Iterator[str]:
    yield f"{key} = {_written(value)}" if value else f"# {key} = {_written(example)}"


def _author(name: str | None, email: str | None) -> Iterator[str]:
    parts = [f"{key} = {_written(value)}" for key, value in (("name", name), ("email", email)) if value]
    if parts:
        yield f"author = {{ {', '.join(parts)} }}"


def _list(key: str, values: Sequence[str]) -> Iterator[str]:
    line = f"{key} = [{', '.join(map(_written, values))}]"
    if len(line) <= _WIDEST:
        yield line
        return
    yield f"{key} = ["
    yield from (f"    {_written(value)}," for value in values)
    yield "]"


def _written(value: str) -> str:
    """A basic string of TOML 1.0, in which JSON's escapes mean the same; but DEL, which JSON leaves as it is."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
