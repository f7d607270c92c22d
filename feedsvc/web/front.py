"""The thin layer in front of Flask: answers what is prepared already, and leaves everything else to Flask.

A request that finds its answer here costs some dictionary lookups and a comparison; most polls do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from feedsvc.errors import ExpressionError, RequestError
from feedsvc.web import choices, parameters
from feedsvc.web.prepared import Prepared

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FEEDS, SEARCH = "/feeds/", "/search"
"""Where parameters count, beside the list of feeds (choices.py); everywhere else they are noise."""


class Front:
    """A WSGI application: `prepared` answers, else `behind`."""

    def __init__(self, prepared: Prepared, behind: WSGIApplication) -> None:
        self._prepared = prepared
        self._fresh = prepared.library.fresh
        self._note = prepared.note
        self._behind = behind

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method in {"GET", "HEAD"}:
            document = self._fresh.get(_key(environ) if environ.get("QUERY_STRING") else environ["PATH_INFO"])
            if document is not None and not document.is_over:
                answer = self._prepared.answer_at_once(document, environ)
                if answer is not None:
                    self._note(answer, environ)
                    start_response(answer.status, answer.headers)
                    return answer.body if method == "GET" else []
        return self._behind(environ, start_response)


def _key(environ: WSGIEnvironment) -> str:
    """Where the library would have what is asked for; a key that it never has, where the parameters are bad."""
    path: str = environ["PATH_INFO"]
    is_choice = path == choices.PATH
    if not (is_choice or path.startswith(FEEDS) or path == SEARCH):
        return path
    try:
        query = environ["QUERY_STRING"]
        return choices.key(path, choices.read(query)) if is_choice else key(path, parameters.read(query))
    except (ExpressionError, RequestError):
        return ""


def key(path: str, given: parameters.Parameters) -> str:
    """The library's key for a feed or a search: its path as the server hands it over, and its canonical parameters.

    These stand before it: a path begins with a slash, so that none, however it is encoded, is taken for such a key.
    """
    return f"{given} {path}" if str(given) else path
