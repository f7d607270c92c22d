"""Who may look at the editors' view: whoever knows the password; without one, whoever sits at this machine. Pure.

Where somebody sits is decided by the peer's address alone, which nobody can make up. Behind a proxy on this machine
every peer is this machine: so without a password the view is also closed where the site has a public address, where a
proxy left its mark, and where the machine was addressed by another name than its own, as a page elsewhere does that had
its own name lead here (DNS rebinding). Headers close it, none opens it.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import threading
from collections.abc import Mapping
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from werkzeug.datastructures import Authorization
from werkzeug.security import check_password_hash

HASHES = ("scrypt:", "pbkdf2:")
"""How a password begins that is given as werkzeug's `generate_password_hash` makes it."""

_MARKS = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_CF_CONNECTING_IP", "HTTP_TRUE_CLIENT_IP")
_MARK = "HTTP_X_FORWARDED_"  # -For, -Host, -Proto and the rest of them

_ONE_AT_A_TIME = threading.Lock()
"""A slow hash takes 32 MB and a twentieth of a second: whoever guesses has one thread, and the others answer on."""


class Access(Enum):
    OPEN = "open"
    ASK = "ask"
    """For the password, with 401."""
    REFUSED = "refused"
    """There is no password that would help, with 403."""
    BUSY = "busy"
    """Another password is being tried, with 503: this one may be right, and nobody waits for a slow hash."""


def decide(password: str | None, base_url: str, environ: Mapping[str, Any]) -> Access:
    """Whether this request may see it; `environ` is WSGI's (PEP 3333)."""
    if password is None:
        return Access.OPEN if _is_at_this_machine(base_url, environ) else Access.REFUSED
    given = _password(environ.get("HTTP_AUTHORIZATION"))
    return Access.ASK if given is None else _tried(password, given)


def is_right(password: str, given: str) -> bool:
    """Takes as long for one that is nearly right as for any other."""
    if password.startswith(HASHES):
        return check_password_hash(password, given)
    return hmac.compare_digest(_digest(password), _digest(given))


def is_loopback(host: str | None) -> bool:
    """Whether a host, a name or an address, is the machine itself."""
    return (host or "").lower() == "localhost" or _is_loopback_address(host)


def _is_loopback_address(text: str | None) -> bool:
    try:
        address = ipaddress.ip_address(text or "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def _tried(password: str, given: str) -> Access:
    if not password.startswith(HASHES):
        return _judged(password, given)
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        return Access.BUSY
    try:
        return _judged(password, given)
    finally:
        _ONE_AT_A_TIME.release()


def _judged(password: str, given: str) -> Access:
    return Access.OPEN if is_right(password, given) else Access.ASK


def _password(header: str | None) -> str | None:
    """Of HTTP Basic (RFC 7617); under which name is nobody's concern, for there is one password."""
    if header is None or not header.isascii():  # no base64, over which werkzeug would raise
        return None
    authorization = Authorization.from_header(header)
    return authorization.password if authorization is not None and authorization.type == "basic" else None


def _digest(password: str) -> bytes:
    """Of one length, whatever the password's."""
    return hashlib.sha256(password.encode(errors="surrogatepass")).digest()


def _is_at_this_machine(base_url: str, environ: Mapping[str, Any]) -> bool:
    hosts = _host(base_url), _host(f"//{environ.get('HTTP_HOST', '')}")
    return (
        _is_loopback_address(environ.get("REMOTE_ADDR")) and all(map(is_loopback, hosts)) and not _is_forwarded(environ)
    )


def _is_forwarded(environ: Mapping[str, Any]) -> bool:
    return any(key in _MARKS or key.startswith(_MARK) for key in environ)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
