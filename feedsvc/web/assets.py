"""The files that pages and feeds are dressed in, served as documents are: compressed, with a tag of their bytes."""

from __future__ import annotations

import mimetypes
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask, Response, abort, request

from feedsvc.web import caching
from feedsvc.web.bodies import Bodies
from feedsvc.web.building import digest
from feedsvc.web.documents import Document
from feedsvc.web.prepared import Prepared
from feedsvc.web.responses import OTHER, respond
from feedsvc.web.tags import Tag

FOLDER = Path(__file__).parent / "static"

KEEPS = timedelta(days=1)
"""An address of ours names the version too, but people and readers ask without."""

NOBODY = frozenset[str]()
"""The feeds that move a file: none."""


class Assets:
    """Views of the files in FOLDER, which has no folders in it."""

    def __init__(self, epoch: str, prepared: Prepared) -> None:
        self._epoch = epoch
        self._prepared = prepared
        self._files = {file.name: file for file in FOLDER.iterdir()}

    def route(self, app: Flask) -> None:
        app.add_url_rule("/static/<name>", view_func=self.file)
        app.add_url_rule("/favicon.ico", "favicon", lambda: self.file("favicon.ico"))

    def file(self, name: str) -> Response:
        if name not in self._files:
            abort(404)
        return respond(
            self._prepared, self._prepared.obtain(request.environ["PATH_INFO"], lambda: self._document(name))
        )

    def _document(self, name: str) -> Document:
        file = self._files[name]
        body, modified = file.read_bytes(), datetime.fromtimestamp(file.stat().st_mtime, UTC)
        tag = Tag(self._epoch, 0, digest(body), "file")
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Document(
            Bodies(body), media_type, tag, modified, caching.cache_control(KEEPS), members=NOBODY, label=OTHER
        )
