"""feedsvc get: what is served at an address, without a server."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from difflib import get_close_matches
from http import HTTPStatus
from urllib.parse import urlsplit

import click
from werkzeug.datastructures import Headers
from werkzeug.test import Client, TestResponse

from feedsvc import app, web
from feedsvc.app.serving import serving
from feedsvc.cli import completing
from feedsvc.cli.ending import Code
from feedsvc.cli.options import Given, configured, looking
from feedsvc.config import Config
from feedsvc.store.base import Store

_MOST_MEANT = 3
"""Addresses that are offered for one that is not there."""

_ENDS = {3: Code.REDIRECTED, 4: Code.ASKED_WRONGLY, 5: Code.UNABLE}
"""Exit codes by the class of the status, as HTTPie has them."""


@click.command()
@configured
@click.option("-i", "--include", is_flag=True, help="Print status and headers before the body.")
@click.option("-I", "--head", is_flag=True, help="Ask by HEAD, and print status and headers alone.")
@click.option("-H", "--header", "fields", multiple=True, metavar="'NAME: VALUE'", help="Send this with the request.")
@click.argument("address", shell_complete=completing.served)
def get(given: Given, address: str, include: bool, head: bool, fields: tuple[str, ...]) -> None:
    """Print what is served at ADDRESS, a path or a whole URL, made here and now from the store, with no server.

    A status other than 200 is told on standard error. The exit code is 0 for a 2xx, 3 for a 3xx, 4 for a 4xx and 5 for
    a 5xx.

    \b
    Examples:
      feedsvc get /feeds/all.atom
      feedsvc get -i '/feeds/world,sport.json?limit=5'
      feedsvc get -I -H 'Accept-Encoding: br' https://news.example.org/feeds/all.rss
    """
    headers = Headers(map(_field, fields))
    with looking(given) as (config, store):
        path = _path(address, config.site.base_url)
        answer = _answer(config, store, path, headers, method="HEAD" if head else "GET")
        if include or head:
            _print_head(answer)
        _print_body(answer.data)
        if answer.status_code != 200:
            click.echo(f"feedsvc: {_status(answer)}{_meant(answer, path, config)}", err=True)
    raise click.exceptions.Exit(_ENDS.get(answer.status_code // 100, Code.DONE))


def _field(written: str) -> tuple[str, str]:
    name, colon, value = written.partition(":")
    if not colon or not name.strip() or not written.isprintable():
        raise click.UsageError(f"{written!r} is no header. Write it as 'Accept: application/atom+xml'")
    return name.strip(), value.strip()


def _path(address: str, base_url: str) -> str:
    """The path and the query, as a server hears them, which is without what a proxy takes off."""
    if address.startswith(f"{base_url}/") or address == base_url:
        return address.removeprefix(base_url) or "/"
    if urlsplit(address).scheme in {"http", "https"}:
        raise click.UsageError(f"{address} is not below {base_url}, which is served here. Give the path alone")
    return address if address.startswith("/") else f"/{address}"


def _answer(config: Config, store: Store, path: str, headers: Headers, *, method: str) -> TestResponse:
    application = web.create(config.site, store, serving(config), app.explainer(config, store).entry)
    application.flask.config["PROPAGATE_EXCEPTIONS"] = True  # a mistake in a view is told as any other is
    with closing(application):
        return Client(application).open(path, method=method, headers=headers)


def _print_head(answer: TestResponse) -> None:
    click.echo(f"HTTP/1.1 {_status(answer)}")
    for name, value in answer.headers:
        click.echo(f"{name}: {value}")
    click.echo()


def _status(answer: TestResponse) -> str:
    """With the phrase of the standard, which Flask shouts."""
    return f"{answer.status_code} {HTTPStatus(answer.status_code).phrase}"


def _print_body(body: bytes) -> None:
    if sys.stdout.isatty() and b"\0" in body:
        raise click.ClickException("the body is binary: write it to a file with `> FILE`")
    click.echo(body, nl=sys.stdout.isatty() and not body.endswith(b"\n") and bool(body))


def _meant(answer: TestResponse, path: str, config: Config) -> str:
    """Where it leads, or what was probably meant."""
    if "Location" in answer.headers:
        return f": {answer.headers['Location']}"
    close = _close(path.partition("?")[0], completing.served_addresses(config)) if answer.status_code == 404 else ()
    return f": there is nothing at {path}. Did you mean {' or '.join(close)}?" if close else ""


def _close(path: str, served: Iterable[str]) -> Sequence[str]:
    """Of the same kind, where the path has an ending: who asked for Atom wants no JSON."""
    ending = path.rpartition(".")[2] if "." in path else ""
    return get_close_matches(path, [address for address in served if address.endswith(ending)], n=_MOST_MEANT)
