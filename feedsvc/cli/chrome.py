"""feedsvc chrome: lines that recur around the articles, as a line for config.toml."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from heapq import nsmallest
from typing import Any
from zlib import crc32

import click

from feedsvc import app, sanitize
from feedsvc.cli.options import Given, configured
from feedsvc.config import Config
from feedsvc.errors import Rejected
from feedsvc.shorten import shortened
from feedsvc.sources._chrome import fold
from feedsvc.sources.learning import FEWEST, Offer, Sheet, offers, sheet
from feedsvc.sources.learnt import folder_of, is_read
from feedsvc.sources.scan import Folder, Seen, shown

_COMPARED = 400
"""Files of one folder that are read, as many as are learnt from: half a second."""

_LONGEST = 60
"""Characters shown of a line in the table; the list below it has all of them."""


@dataclass(frozen=True, slots=True)
class _Offered:
    """What one folder offers."""

    folder: str
    files: int
    offers: tuple[Offer, ...]


@click.command()
@configured()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def chrome(given: Given, as_json: bool) -> None:
    """Lines that recur at one place in many files of a folder, as a line for config.toml; nothing is changed.

    Look them over: what your articles say themselves does not belong there. With `learn_chrome = true` under
    [articles] those that two thirds of a folder's files have go by themselves.

    \b
    Example:
      feedsvc chrome
      feedsvc chrome --articles archive --json
    """
    config = given.load()
    folder = app.folder(config)
    found = [_offered(name, seen, folder, config) for name, seen in _by_folder(folder.look().files.values())]
    found = [each for each in found if each.offers]
    if as_json:
        click.echo(json.dumps([_facts(each) for each in found], indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(found, config)))


def _by_folder(files: Iterable[Seen]) -> list[tuple[str, list[Seen]]]:
    folders: dict[str, list[Seen]] = defaultdict(list)
    for seen in files:
        if is_read(seen.path):
            folders[folder_of(seen.path)].append(seen)
    return sorted((name, seen) for name, seen in folders.items() if len(seen) >= FEWEST)


def _offered(name: str, files: list[Seen], folder: Folder, config: Config) -> _Offered:
    """What is not listed yet of the lines that recur in a folder."""
    compared = nsmallest(_COMPARED, files, key=lambda seen: crc32(seen.path.encode(errors="surrogateescape")))
    sheets = (found for seen in compared if (found := _sheet(seen, folder)))
    listed = {fold(line) for line in config.articles.chrome}
    new = [offer for offer in offers(sheets, config.articles.kind) if fold(offer.recurring.line) not in listed]
    return _Offered(name, len(files), tuple(new))


def _sheet(seen: Seen, folder: Folder) -> Sheet | None:
    try:
        source = folder.read(seen)
    except Rejected:
        return None  # `feedsvc check` tells why
    return sheet(source) if source else None


def _facts(offered: _Offered) -> dict[str, Any]:
    lines = [
        {
            **asdict(offer.recurring),
            "share": round(offer.recurring.share, 3),
            "where": offer.recurring.where(),
            "examples": offer.examples,
        }
        for offer in offered.offers
    ]
    return {"folder": offered.folder, "files": offered.files, "lines": lines}


def _lines(found: list[_Offered], config: Config) -> Iterator[str]:
    """Comments, and one line of TOML that holds what is listed already too, since it takes its place."""
    if not found:
        yield f"# No line recurs in {FEWEST} files of one folder at one place that is not listed in articles.chrome."
        return
    for each in found:
        yield f"# {_shown(each.folder)}/: {each.files:,} files" if each.folder else f"# {each.files:,} files"
        yield from map(_told, each.offers)
        yield "#"
    yield "# Under [articles], in place of the chrome that is in force:"
    offered = (offer.recurring.line for each in found for offer in each.offers)
    listed = {fold(line): line for line in (*offered, *config.articles.chrome)}
    every = dict.fromkeys((*map(fold, config.articles.chrome), *listed))
    yield f"chrome = [{', '.join(json.dumps(listed[line], ensure_ascii=False) for line in every)}]"


def _told(offer: Offer) -> str:
    one = offer.recurring
    many = f"{one.files:,} of {one.of:,} ({one.share:.0%})"
    examples = ", ".join(map(_shown, offer.examples))
    return f"#   {many:<18} {one.where():<24} {shortened(one.line, _LONGEST)}   in {examples}"


def _shown(path: str) -> str:
    return sanitize.line(shown(path))
