"""The public address: right for where the server listens, and leading to this very server.

It is told by the ETag of a feed, which begins with the epoch of the store that it is made of: that something answers
at an address, even another feedsvc, proves little.
"""

from __future__ import annotations

import http.client
import ipaddress
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from feedsvc import addresses
from feedsvc.config import Config
from feedsvc.config.loading import own_address
from feedsvc.doctor.finding import Area, Finding
from feedsvc.model import Format

_AREA = Area("address")

PATIENCE = 3.0
"""Seconds for an answer that takes a millisecond: who polls feeds does not wait much longer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for a feed; `trouble`, where no answer did."""

    status: int = 0
    etag: str = ""
    leads_to: str = ""
    """Where a redirect points."""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where the site says it is, where the server listens, and what answers there."""

    base_url: str
    host: str
    """The server listens at."""
    own_url: str
    """The same, as this machine reaches it."""
    epoch: str | None = None
    """Of the store; None where there is none to use."""
    own: Answer | None = None
    public: Answer | None = None
    """None: not asked. What this machine says itself, where no other was asked."""


def look(config: Config, epoch: str | None, *, offline: bool) -> Seen:
    base_url, host, own_url = config.site.base_url, config.server.host, own_address(config.server)
    if offline:
        return Seen(base_url, host, own_url, epoch)
    own = _ask(own_url)
    if not _is_ours(own, epoch) or base_url == own_url:
        return Seen(base_url, host, own_url, epoch, own, own)
    return Seen(base_url, host, own_url, epoch, own, _ask(base_url))


def judge(seen: Seen) -> Iterator[Finding]:
    yield from _judge_name(seen)
    if seen.own is None:
        return
    if seen.own.trouble:
        yield _AREA.ok(f"Nothing answers at {seen.own_url} now, so {seen.base_url} was not tried.")
    elif not _is_ours(seen.own, seen.epoch):
        what = f"What answers at {seen.own_url} is not the feedsvc of this configuration."
        yield _AREA.error(what, "Stop the other program, or set server.port to one that is free")
    elif seen.public is not None:
        yield _judge_public(seen, seen.public)


def _judge_name(seen: Seen) -> Iterator[Finding]:
    parts = urlsplit(seen.base_url)
    is_local = _is_local(parts.hostname or "")
    if is_local and not _is_local(seen.host):
        what = f"The server listens at {seen.host}, and feeds say that they are at {seen.base_url}."
        yield _AREA.warning(what, "Set site.base_url to the address that subscribers use")
    elif not is_local and parts.scheme == "http":
        what = f"{seen.base_url} is not https: whoever is between can read and change what readers get."
        yield _AREA.warning(what, "Give the proxy in front a certificate, and site.base_url its https")


def _judge_public(seen: Seen, public: Answer) -> Finding:
    if public.trouble:
        what = f"{seen.base_url} cannot be reached from here: {public.trouble}."
        return _AREA.warning(what, "Check its name, the firewall and the proxy; or try it from outside of this network")
    if public.leads_to:
        what = f"{seen.base_url} redirects to {public.leads_to}, on every poll."
        return _AREA.warning(what, "Set site.base_url to where it leads")
    if public.status != http.HTTPStatus.OK:
        what = f"{seen.base_url} answers {public.status} where a feed should be."
        return _AREA.error(what, f"Let the proxy pass everything on to {seen.own_url}, without the path of base_url")
    if not _is_ours(public, seen.epoch):
        what = f"{seen.base_url} leads to another server than this one, or to a copy of it in files."
        return _AREA.warning(what, "Check the proxy and DNS, unless it is meant so")
    return _AREA.ok(f"{seen.base_url} leads to this very server.")


def _is_ours(answer: Answer, epoch: str | None) -> bool:
    return epoch is not None and answer.etag.removeprefix("W/").startswith(f'"{epoch}-')


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer too."""

    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
"""Asks straight on: a proxy of the environment's may see another network than subscribers do."""


def _ask(base_url: str) -> Answer:
    """For the head of the feed of everything."""
    address = addresses.feed(base_url, addresses.ALL, Format.ATOM)
    request = urllib.request.Request(address, method="HEAD", headers={"User-Agent": "feedsvc-doctor"})  # noqa: S310 (http or https: the configuration allows no other)
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            return Answer(answer.status, answer.headers.get("ETag", ""))
    except urllib.error.HTTPError as answer:
        with answer:
            return Answer(answer.code, leads_to=answer.headers.get("Location", ""))
    except (OSError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        return Answer(trouble=str(reason) or type(reason).__name__)
