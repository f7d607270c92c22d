"""feedsvc explain: what becomes of one article, and why, step by step."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from heapq import nlargest
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

import click

from feedsvc import app
from feedsvc.cli import completing
from feedsvc.cli.options import Given, configured, looking
from feedsvc.cli.show import as_json
from feedsvc.cli.telling import facts, tell
from feedsvc.config import Config
from feedsvc.errors import Rejected
from feedsvc.model import SourceFile, State
from feedsvc.pipeline.account import Account
from feedsvc.pipeline.explainer import Explainer
from feedsvc.sources import MEDIA_TYPES, split
from feedsvc.sources.containers import INSIDE, container_of
from feedsvc.sources.containers import LARGEST as LARGEST_CONTAINER
from feedsvc.sources.scan import LARGEST, Folder, shown, too_large
from feedsvc.store.base import Store

_MOST_MEANT = 3
"""Names that are offered for one that is not known."""

_COMPARED = 2000
"""Names that are compared with it, those that share the most words: difflib would take 7 s for 100,000."""

_WORD = re.compile(r"\w{3,}")


@click.command()
@configured
@click.option("--json", "json_", is_flag=True, help="For programs.")
@click.argument("what", metavar="FILE|ENTRY", shell_complete=completing.articles)
def explain(given: Given, json_: bool, what: str) -> None:
    """What is read in an article, what is published of it, under which topics, and why.

    FILE is a path on disk or in the article folder, published or not; ENTRY is the slug, the permalink, the id or the
    path of what was published.

    \b
    Examples:
      feedsvc explain articles/world/talks.txt
      feedsvc explain new-ferry --json
    """
    with looking(given) as (config, store):
        account = _account(what, config, store)
    if json_:
        as_json(facts(account))
    else:
        tell(account)


def _account(what: str, config: Config, store: Store) -> Account:
    """Of the file, where there is one, else of the entry; ends the program where there is neither."""
    explainer = app.explainer(config, store)
    try:
        account = _of_file(what, explainer, app.folder(config)) or _of_entry(what, explainer, store)
    except Rejected as rejected:
        _give_up(f"{shown(what)}: {rejected.problem}. {rejected.remedy}")
    return account or _give_up(_unknown(what, store))


def _of_file(what: str, explainer: Explainer, folder: Folder) -> Account | None:
    """Of the file at this path, from here or in the article folder; None where there is none."""
    path = container_of(what) or what
    file = next((place for place in (Path(path), folder.root / path) if os.path.lexists(place)), None)
    if file is None:
        return None
    place = Path(os.path.realpath(file.parent)) / file.name  # where it lies, and not what a link leads to
    if folder.root not in place.parents:
        return explainer.stranger(_source(file, file.name, what))
    inside = place.relative_to(folder.root).as_posix()
    refused = folder.glance([inside]).refused.get(shown(inside))
    if refused:
        raise refused
    return explainer.article(_source(file, inside, what), folder)


def _source(file: Path, path: str, what: str) -> SourceFile:
    """The file, or the one of its members that is asked for. Raises Rejected for what cannot be read."""
    media_type = MEDIA_TYPES.get(file.suffix.lower(), "application/octet-stream")
    data = _bytes(file)
    source = SourceFile(path, media_type, data, hashlib.sha256(data).hexdigest())
    try:
        members = split(source)
    except Rejected:
        return source  # the account says why
    if members is None and len(data) > LARGEST:
        raise too_large(len(data))
    return source if members is None else _member(members, what)


def _member(members: Sequence[SourceFile], what: str) -> SourceFile:
    """The one that is asked for, `archive.xml//4f1c09ab52`."""
    _, inside, key = what.partition(INSIDE)
    for member in members:
        if inside and member.path.endswith(f"{INSIDE}{key}"):
            return member
    example = f", such as {members[0].path}" if members else ""
    raise Rejected(f"this file holds {len(members)} articles", f"Name one of them{example}")


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise Rejected("this is no file", "Name a file, or an entry")
    try:
        size = file.stat().st_size
        if size > LARGEST_CONTAINER:
            raise too_large(size)
        return file.read_bytes()
    except OSError as error:
        raise Rejected(f"the file cannot be opened ({error.strerror})", "Give yourself the right to read it") from error


def _of_entry(what: str, explainer: Explainer, store: Store) -> Account | None:
    """Of the entry with this permalink, slug, id or path, in this order."""
    slug = _slug_in(what)
    if slug in store.holders([slug]):
        return explainer.entry(slug)
    known = [*store.identities([what]).values(), *store.recall([what], [])]
    known.sort(key=lambda identity: identity.state is State.WITHDRAWN)  # of several at one path the last is there
    return explainer.entry(known[0].slug) if known else None


def _slug_in(what: str) -> str:
    """Of `https://example.org/entries/talks/why`, `talks`; what is no address is taken as it is."""
    _, entries, rest = urlsplit(what).path.rpartition("/entries/") if "/entries/" in what else ("", "", "")
    return unquote(rest.partition("/")[0]) if entries else what


def _unknown(what: str, store: Store) -> str:
    said = _slug_in(what)
    words = _WORD.findall(said)
    names = nlargest(
        _COMPARED, [*store.files(), *store.touched()], key=lambda name: sum(word in name for word in words)
    )
    meant = get_close_matches(said, names, n=_MOST_MEANT)
    remedy = f"Did you mean {' or '.join(meant)}?" if meant else "Name a file, or an entry by its slug or permalink"
    return f"{shown(what)}: there is no such file and no such entry. {remedy}"


def _give_up(sentence: str) -> NoReturn:
    click.echo(f"feedsvc: {sentence}", err=True)
    sys.exit(2)
