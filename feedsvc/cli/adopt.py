"""feedsvc init --from: a config.toml for a folder as it is."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click
from pydantic import ValidationError

from feedsvc.cli.show import rejection_lines
from feedsvc.cli.stock import Stock, take
from feedsvc.config import shape
from feedsvc.config.loading import DEFAULT_AUTHORITY
from feedsvc.generators import Proposal, recognise
from feedsvc.generators.foreign import foreign
from feedsvc.generators.lines import config_lines
from feedsvc.generators.proposal import Said
from feedsvc.model import Author, Site
from feedsvc.sources.scan import Folder

_SHOWN = 8
"""Of a list of topics or keys: what fits a line."""

_SITE_KEYS = {"title": "title", "description": "description", "base_url": "base_url", "language": "language",
              "timezone": "timezone", "author": "author", "email": "author"}  # fmt: skip
"""What a generator says -> the key of [site] that must accept it."""

_LOCAL = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})  # noqa: S104 (compared, not bound)


def adopt(root: Path, folder: Path, *, dry: bool) -> None:
    """Look at `root`, tell what was understood, and write config.toml into `folder` unless `dry`."""
    target = folder / "config.toml"
    _demand_elsewhere(root, folder)
    if target.exists() and not dry:
        raise click.ClickException(f"{target} is there already; nothing was written. Choose another folder")
    now = datetime.now(UTC).replace(microsecond=0)
    proposal, refused = _acceptable(recognise(root))
    stock = take(Folder(proposal.path, proposal.include, proposal.exclude), _site(proposal.said), proposal.kind, now)
    proposal = replace(proposal, exclude=(*proposal.exclude, *filter(_is_plain, stock.pages)))
    for line in (*_report(root, proposal, stock), *refused, *rejection_lines(stock.rejected)):
        click.echo(line)
    _conclude(proposal, target, now, dry=dry)


def _conclude(proposal: Proposal, target: Path, now: datetime, *, dry: bool) -> None:
    static = [_seen_from(target.parent, folder) for folder in proposal.static]
    articles = _seen_from(target.parent, proposal.path)
    text = "\n".join(config_lines(proposal, articles, _authority(proposal.said, now), static))
    if dry:
        click.echo(f"\nWould write {target}:\n\n{text}", nl=False)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    where = "" if target.parent == Path() else f"cd {target.parent} && "
    click.echo(f"\nwrote {target}\n\nNext: {where}feedsvc serve, then open http://127.0.0.1:8000")


def _demand_elsewhere(root: Path, folder: Path) -> None:
    """Nothing in the folder is touched, and a config.toml in it might be taken for its generator's own."""
    if not root.is_dir():
        raise click.ClickException(f"{root} is no folder. Name the one that holds your site or your articles")
    if root.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise click.ClickException(f"{folder} lies in {root}, where nothing is to be written. Begin in another folder")


def _acceptable(proposal: Proposal) -> tuple[Proposal, list[str]]:
    """The proposal with only what config.toml can say, and a line for each thing that it cannot."""
    told = []
    for said in fields(Said):
        value = getattr(proposal.said, said.name)
        if value is not None and not _accepted(said.name, value):
            told.append(f"not taken: {_SITE_KEYS[said.name]} {value!r}, which config.toml cannot say")
            proposal = replace(proposal, said=replace(proposal.said, **{said.name: None}))
    if proposal.said.base_url and urlsplit(proposal.said.base_url).hostname in _LOCAL:
        proposal = replace(proposal, said=replace(proposal.said, base_url=None))
    return proposal, told


def _accepted(name: str, value: str) -> bool:
    key = _SITE_KEYS[name]
    written = {"email" if name == "email" else "name": value} if key == "author" else value
    try:
        shape.SiteTable.model_validate({key: written})
    except ValidationError:
        return False
    return True


def _site(said: Said) -> Site:
    table = shape.SiteTable.model_validate({"language": said.language or "en"})
    author = Author(said.author or said.title or "News")
    return Site("", "", "http://127.0.0.1", DEFAULT_AUTHORITY, table.language, _zone(said), author)


def _zone(said: Said) -> ZoneInfo:
    return ZoneInfo(said.timezone or "UTC")


def _authority(said: Said, now: datetime) -> str | None:
    """The host, and this year, in which it surely is the publisher's."""
    host = urlsplit(said.base_url).hostname if said.base_url else None
    return f"{host},{now.year}" if host and "." in host else None


def _seen_from(folder: Path, articles: Path) -> str:
    """The path of the articles, relative where they are near: the two are moved together then."""
    relative = os.path.relpath(articles.resolve(), folder.resolve())
    return articles.resolve().as_posix() if relative.startswith("../../..") else Path(relative).as_posix()


def _is_plain(path: str) -> bool:
    return not set(path) & set("*?\\")


def _report(root: Path, proposal: Proposal, stock: Stock) -> Iterator[str]:
    told = f", by {proposal.sign}" if proposal.sign else ": no generator's that is known here"
    yield f"{root}: {proposal.kind if proposal.sign else 'a folder of articles'}{told}"
    yield f"articles: {proposal.path}: {_amounts(stock)}"
    if stock.published:
        days = [published.astimezone(_zone(proposal.said)) for published in stock.published.values()]
        yield f"dates: {min(days):%Y-%m-%d} to {max(days):%Y-%m-%d}"
    yield from _counted("languages", stock.languages)
    yield from _counted("topics", stock.topics)
    if stock.pages:
        yield f"left out, since they have no date and most others do: {', '.join(stock.pages)}"
    elif stock.undated:
        yield f"without a date, so they get the time at which they are first seen: {len(stock.undated)}"
    yield from _counted("keys of front matter that mean nothing here", stock.keys)
    for why, count in stock.left_out.most_common():
        yield f"left out of articles, {count} times: {why}, such as {stock.example[why]}"
    yield from (f"not understood: {what}" for what in proposal.unread)
    yield from _counted("not understood, files that end in", foreign(proposal))
    yield from (f"pictures at the site's root: {folder}" for folder in proposal.static)
    if proposal.said.base_url:
        yield from _address(proposal.said.base_url, proposal.sign)


def _address(base_url: str, sign: str) -> Iterator[str]:
    """What it means that the feeds are given the address of a site that is there already."""
    host = urlsplit(base_url).hostname or ""
    yield f"base_url: {base_url}, as {sign} has it: each link in the feeds begins with it, /entries/… and /feeds/…"
    yield "  If feedsvc is to answer there beside the site, have the server pass these paths on: docs/howto/nginx.md."
    yield f"  If it is to have an address of its own, such as https://feeds.{host.removeprefix('www.')}, write that"
    yield "  into config.toml before anyone subscribes. Until one of the two is done, links in the feeds lead nowhere."


def _amounts(stock: Stock) -> str:
    good = len(stock.published) + len(stock.undated) - len(stock.pages)
    others = {"drafts": len(stock.drafts), "waiting for their date": len(stock.waiting), "expired": len(stock.expired),
              "rejected": len(stock.rejected)}  # fmt: skip
    return ", ".join([f"{good} good", *(f"{count} {name}" for name, count in others.items() if count)])


def _counted(what: str, counter: Counter[str]) -> Iterator[str]:
    if counter:
        more = f", and {len(counter) - _SHOWN} more" if len(counter) > _SHOWN else ""
        yield f"{what}: {', '.join(f'{name} {count}' for name, count in counter.most_common(_SHOWN))}{more}"
