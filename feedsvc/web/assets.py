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
from feedsvc.web.translations.catalogs import Words
from feedsvc.web.translations.stylesheet import worded

FOLDER = Path(__file__).parent / "static"

KEEPS = timedelta(days=1)
"""An address of ours names the version too, but people and readers ask without."""

NOBODY = frozenset[str]()
"""The feeds that move a file: none."""


def files(spoken: Words) -> dict[str, bytes]:
    """What each file in FOLDER holds, which has no folders in it; stylesheets with their sentences in these words."""
    return {file.name: _dressed(file, spoken) for file in sorted(FOLDER.iterdir())}


def _dressed(file: Path, spoken: Words) -> bytes:
    body = file.read_bytes()
    return worded(body, spoken.translations.gettext) if file.suffix == ".css" else body


class Assets:
    """Views of the files."""

    def __init__(self, epoch: str, prepared: Prepared, spoken: Words) -> None:
        self._epoch = epoch
        self._prepared = prepared
        self._files = files(spoken)

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
        body, modified = self._files[name], datetime.fromtimestamp((FOLDER / name).stat().st_mtime, UTC)
        tag = Tag(self._epoch, 0, digest(body), "file")
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Document(
            Bodies(body), media_type, tag, modified, caching.cache_control(KEEPS), members=NOBODY, label=OTHER
        )
