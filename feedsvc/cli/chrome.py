"""feedsvc chrome: lines that recur around the articles, as a line for config.toml."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import click

from feedsvc import app, sanitize
from feedsvc.cli.options import Given, configured, looking
from feedsvc.cli.show import as_json
from feedsvc.config import Config
from feedsvc.pipeline.learning import learnt, sampled, sheets
from feedsvc.shorten import shortened
from feedsvc.sources._chrome import fold
from feedsvc.sources.learning import FEWEST, Offer, offers
from feedsvc.sources.learnt import Learnt, folder_of, is_read
from feedsvc.sources.scan import shown

_LONGEST = 60
"""Characters shown of a line in the table; the list below it has all of them."""


@dataclass(frozen=True, slots=True)
class _Offered:
    """What one folder offers."""

    folder: str
    files: int
    offers: tuple[Offer, ...]
    learnt: frozenset[str]
    """Those lines of it, folded, that go by themselves."""

    def is_learnt(self, offer: Offer) -> bool:
        return fold(offer.recurring.line) in self.learnt


@click.command()
@configured
@click.option("--json", "json_", is_flag=True, help="For programs.")
def chrome(given: Given, json_: bool) -> None:
    """Lines that recur at one place in many files of a folder, as a line for config.toml; nothing is changed.

    Look them over: what your articles say themselves does not belong there. With `learn_chrome = true` under
    [articles] those that two thirds of a folder's files have go by themselves.

    \b
    Example:
      feedsvc chrome
      feedsvc chrome --articles archive --json
    """
    with looking(given) as (config, store):
        known = learnt(store) if config.articles.learn_chrome else {}
    found = list(_offered(config, known))
    if json_:
        as_json([_facts(each) for each in found])
    else:
        click.echo("\n".join(_lines(found, config)))


def _offered(config: Config, known: Learnt) -> Iterator[_Offered]:
    """What is not listed yet of the lines that recur in each folder."""
    folder = app.folder(config)
    files = folder.look().files
    counts = Counter(folder_of(path) for path in files if is_read(path))
    listed = {fold(line) for line in config.articles.chrome}
    for name, some in sampled(files.values(), sorted(counts)).items():
        found = offers(sheets(some, folder), config.articles.kind)
        new = tuple(offer for offer in found if fold(offer.recurring.line) not in listed)
        if new:
            yield _Offered(name, counts[name], new, frozenset(fold(one.line) for one in known.get(name, ())))


def _facts(offered: _Offered) -> dict[str, Any]:
    lines = [
        {
            **asdict(offer.recurring),
            "share": round(offer.recurring.share, 3),
            "where": offer.recurring.where(),
            "examples": offer.examples,
            "learnt": offered.is_learnt(offer),
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
        yield from (_told(offer, is_learnt=each.is_learnt(offer)) for offer in each.offers)
        yield "#"
    yield "# Under [articles], in place of the chrome that is in force:"
    offered = (offer.recurring.line for each in found for offer in each.offers)
    listed = {fold(line): line for line in (*offered, *config.articles.chrome)}
    every = dict.fromkeys((*map(fold, config.articles.chrome), *listed))
    yield f"chrome = [{', '.join(json.dumps(sanitize.line(listed[line]), ensure_ascii=False) for line in every)}]"


def _told(offer: Offer, *, is_learnt: bool) -> str:
    one = offer.recurring
    many = f"{one.files:,} of {one.of:,} ({one.share:.0%})"
    examples = ", ".join(map(_shown, offer.examples))
    line = shortened(sanitize.line(one.line), _LONGEST)
    return f"#   {many:<18} {one.where():<24} {line}   in {examples}{', learnt' * is_learnt}"


def _shown(path: str) -> str:
    return sanitize.line(shown(path))
