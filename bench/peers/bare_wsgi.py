"""A WSGI callable that does nothing but answer, field for field as we do: the limit of a server in Python."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.peers import Peer, peer, under
from bench.peers.sample import COMPRESSED, DOCUMENT, FIELDS, Sample

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NAME = "bare WSGI"


def peers(folder: Path, sample: Sample) -> list[Peer]:
    """One."""
    sample.lay_out(folder)
    return [peer(NAME, folder, partial(under.granian, "bench.peers.bare_wsgi:application"))]


def application() -> WSGIApplication:
    """Two comparisons, and an answer that was made at the start."""
    fields = {kind: [tuple(field) for field in own] for kind, own in json.loads(FIELDS.read_text()).items()}
    identity, gzip = [DOCUMENT.read_bytes()], [COMPRESSED.read_bytes()]
    tags = {value for kind in fields.values() for name, value in kind if name.lower() == "etag"}

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("HTTP_IF_NONE_MATCH") in tags:
            start_response("304 Not Modified", fields["not_modified"])
            return []
        if environ.get("HTTP_ACCEPT_ENCODING") == "gzip":
            start_response("200 OK", fields["gzip"])
            return gzip
        start_response("200 OK", fields["identity"])
        return identity

    return answer
