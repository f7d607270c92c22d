"""Answers as Flask's responses: those of documents are the very ones that the layer in front gives."""

from __future__ import annotations

from flask import Flask, Response, g, request
from werkzeug.datastructures import Headers

from feedsvc.web.documents import Answer, Document
from feedsvc.web.prepared import Prepared

OTHER = "other"
"""What requests of anything but a document are counted under: static files, redirects, what is not there."""


def equip(app: Flask, prepared: Prepared) -> None:
    """Count every response of this application, and say of each that its type is to be believed."""

    def finish(response: Response) -> Response:
        answer = g.pop("answer", None)
        if answer is None:
            answer = Answer("", [], [], (OTHER, response.status_code, "identity"))
            response.headers["X-Content-Type-Options"] = "nosniff"
        prepared.note(answer, request.environ)
        return response

    app.after_request(finish)


def respond(prepared: Prepared, document: Document) -> Response:
    """The answer to the request at hand: the document, or that it has not changed."""
    answer = g.answer = prepared.answer(document, request.environ)
    assert answer is not None  # noqa: S101 (only the library lets bytes go, of documents that it keeps)
    response = Response(answer.body[0] if answer.body else b"", answer.status)
    response.headers = Headers(answer.headers)
    return response
