"""Addresses that a publisher writes down: the site's own, an author's, the store's."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic_core import PydanticCustomError

from feedsvc.config.kinds import wrong

_NO_URL_CHARACTER = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")  # RFC 3986 has none of these; letters see _not_ascii
_POSTGRESQL = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_SQLITE = "sqlite:///"


def base_url(value: str) -> str:
    """An absolute http or https URL; scheme and host in lower case (RFC 3986, section 6.2.2.1), no slash at its end."""
    address = web_address(value)
    if "?" in address or "#" in address:
        raise wrong(f"{value!r} has a query or a fragment", "Leave out everything from the ? or # on")
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path.rstrip("/"), "", ""))


def web_address(value: str) -> str:
    """An absolute http or https URL in ASCII, without a user name."""
    address = value.strip()
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port  # both are worked out, and can fail, when they are asked for
    except ValueError as error:
        raise _no_address(value, "its host or port cannot be read") from error
    if parts.scheme not in {"http", "https"}:
        raise _no_address(value, "it does not begin with http:// or https://")
    if not host or _NO_URL_CHARACTER.search(address):
        raise _no_address(value, "it has no host, or characters that an address cannot have")
    if "@" in parts.netloc:
        raise _no_address(value, "it holds a user name, which everyone would see")
    if not address.isascii():
        raise _not_ascii(address)
    return address


def _no_address(value: str, why: str) -> PydanticCustomError:
    return wrong(f"{value!r} is no web address: {why}", 'Write it whole, such as "https://news.example.org"')


def _not_ascii(address: str) -> PydanticCustomError:
    parts = urlsplit(address)
    try:
        host = parts.netloc.encode("idna").decode()
    except UnicodeError:
        host = "xn--…"
    sent = urlunsplit((parts.scheme, host, quote(parts.path, safe="/%"), "", ""))
    return wrong(f"{address!r} has letters outside of ASCII", f'Write it as it is sent: "{sent}"')


def store_url(value: str) -> str:
    """A database as SQLAlchemy names it: a SQLite file, or PostgreSQL through psycopg. Never quoted: passwords."""
    url = value.strip()
    scheme, _, rest = url.partition("://")
    if scheme in _POSTGRESQL and rest:
        return _postgresql(rest)
    if not url.startswith(_SQLITE) or url == _SQLITE:
        raise wrong(
            "it names no store that feedsvc knows",
            'Write "sqlite:///var/feedsvc.db" or "postgresql+psycopg://user:password@host/database"',
        )
    if ":memory:" in url or url.startswith("sqlite:///file:") or "\0" in url:
        raise wrong("it names no plain file", 'All processes share the store: write "sqlite:///var/feedsvc.db"')
    return url


def _postgresql(rest: str) -> str:
    # Platforms hand out postgres:// and postgresql://, for which SQLAlchemy looks for another driver, or none.
    url = f"postgresql+psycopg://{rest}"
    try:
        _ = urlsplit(url).port
    except ValueError as error:
        raise wrong(
            "its host or port cannot be read", 'Write "postgresql+psycopg://user:password@host:5432/database"'
        ) from error
    return url
