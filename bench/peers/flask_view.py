"""A plain Flask view of a document that is ready in memory, in both codings: Flask's own way to answer polls."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from flask import Flask, Response, request

from bench.peers import Peer, peer, under
from bench.peers.sample import COMPRESSED, DOCUMENT, Sample
from bench.servers import PATH
from feedsvc.model import Format

NAME = "Flask"
_TARGET = "bench.peers.flask_view:application"


def peers(folder: Path, sample: Sample) -> list[Peer]:
    """Two: under granian, and under gunicorn."""
    sample.lay_out(folder)
    return [
        peer(f"{NAME}, {server.__name__}", folder, partial(server, _TARGET))
        for server in (under.granian, under.gunicorn)
    ]


def application() -> Flask:
    """One route."""
    app = Flask(__name__)
    identity, gzip = DOCUMENT.read_bytes(), COMPRESSED.read_bytes()
    tags = {body: hashlib.sha256(body).hexdigest()[:20] for body in (identity, gzip)}

    @app.get(PATH)
    def feed() -> Response:
        is_compressed = request.accept_encodings.quality("gzip") > 0
        body = gzip if is_compressed else identity
        response = Response(body, content_type=f"{Format.ATOM.media_type}; charset=utf-8")
        response.headers["Vary"] = "Accept-Encoding"
        if is_compressed:
            response.headers["Content-Encoding"] = "gzip"
        response.set_etag(tags[body])
        response.make_conditional(request)
        return response

    return app
