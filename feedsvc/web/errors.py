"""The one translator of errors to answers: a status and one sentence, a page for people, plain text for programs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from feedsvc.errors import ExpressionError, FeedsvcError, RequestError, SearchError, StoreError
from feedsvc.web import caching
from feedsvc.web.press import POLICY
from feedsvc.web.suggesting import Suggestion
from feedsvc.web.translations.catalogs import gettext_noop as _

_LOG = logging.getLogger("feedsvc.web")

RETRY_AFTER = 10  # seconds; a database that restarts is back by then, and a reader's own pace is slower anyway

UNREADABLE = _("This search cannot be understood.")

_SENTENCES = {
    404: _("There is nothing at this address."),
    405: _("This address can only be read, with GET or HEAD."),
    410: _("What was at this address has been withdrawn by its publisher."),
    500: _("Something went wrong on our side, and has been noted."),
    503: _("The feeds cannot be read at the moment; please try again shortly."),
}
_UNFORESEEN = _("This request cannot be answered as it stands.")


Suggest = Callable[[str], Sequence[Suggestion]]
"""Pages like the one that is missing at a path."""


def translate(app: Flask, suggest: Suggest | None = None) -> None:
    """Let every error of a view end here; what is no FeedsvcError comes as a 500, logged by Flask with its trace.

    With `suggest`, the page that tells people that there is nothing names what they may have meant.
    """
    app.jinja_env.globals["suggested"] = suggest or _nothing
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(StoreError, _store_error)
    app.register_error_handler(RequestError, _request_error)
    app.register_error_handler(SearchError, _request_error)
    app.register_error_handler(ExpressionError, _expression_error)
    app.register_error_handler(FeedsvcError, _feedsvc_error)


def _nothing(_: str) -> Sequence[Suggestion]:
    return ()


def _store_error(error: StoreError) -> Response:
    _LOG.error("%s: the store does not answer: %s", _asked(), error)
    response = answer(503, _SENTENCES[503])
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _request_error(error: RequestError | SearchError) -> Response:
    return answer(400, error.sentence, error.values)


def _expression_error(error: ExpressionError) -> Response:
    return answer(400, UNREADABLE, pointed=error.pointed())


def _feedsvc_error(error: FeedsvcError) -> Response:
    _LOG.error("%s: %s", _asked(), error)
    return answer(500, _SENTENCES[500])


def _http_error(error: HTTPException) -> Response:
    if error.code is None:  # a redirect on its way out
        return error.get_response()
    response = answer(error.code, _SENTENCES.get(error.code, _UNFORESEEN))
    if "Allow" in (named := error.get_response().headers):
        response.headers["Allow"] = ", ".join(sorted(named["Allow"].split(", ")))  # else in another order each time
    return response


def answer(status: int, sentence: str, values: Mapping[str, object] | None = None, pointed: str = "") -> Response:
    """An error's: a sentence, in the site's language on a page, in English for programs.

    It names its values as `%(name)s`. `pointed`, which has no translation, is what it is about, a caret below the
    place.
    """
    values = values or {}
    if _wants_page():
        shown = {"status": status, "sentence": sentence, "values": values, "pointed": pointed, "path": request.path}
        page = render_template("error.html", **shown)
        response = Response(page, status, mimetype="text/html", headers=POLICY)
    else:
        said = filter(None, (sentence % values, pointed))
        response = Response("\n\n".join(said) + "\n", status, mimetype="text/plain")
    response.headers["Cache-Control"] = caching.ERROR
    response.headers["Vary"] = "Accept"
    return response


def _wants_page() -> bool:
    """Browsers name text/html; programs name what they hope for, or take anything."""
    return request.accept_mimetypes.best_match(["text/plain", "text/html"]) == "text/html"


def _asked() -> str:
    """The request on one line, whatever its path holds."""
    return f"{request.method} {quote(request.path, safe='/+,')}"
