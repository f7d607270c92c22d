"""Prepared answers, and who gets which: one rule for the layer in front of Flask and for the views behind it."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from feedsvc import metrics
from feedsvc.web.conditional import Decision, decide
from feedsvc.web.delta import Due, due
from feedsvc.web.documents import Answer, Document, Label, Representation
from feedsvc.web.library import Library
from feedsvc.web.negotiate import Coding, coding, is_navigation
from feedsvc.web.serving import Serving
from feedsvc.web.traffic import Served

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

REMEMBERED = 2000
"""Ways of asking (three headers as they stand) that are remembered; real clients have a few hundred of them."""

LONGEST = 1000
"""Characters of those headers: a browser's are half of that, and longer ones are not remembered."""

Asked = tuple[str | None, str | None, str | None]


class Prepared:
    """The documents of this process, and the answers that requests get of them."""

    def __init__(self, serving: Serving) -> None:
        self.library = Library(serving.memory)
        self.served: deque[Served] = deque()
        """Every answer that was given since somebody counted them, and who asked."""
        self._serving = serving
        self._negotiated: dict[Asked, tuple[Coding, bool]] = {}

    def obtain(self, key: str, build: Callable[[], Document]) -> Document:
        """The document at a key, built where none is kept."""

        def timed() -> Document:
            begun = time.perf_counter()
            document = build()
            metrics.observe_build(document.tag.format, time.perf_counter() - begun)
            return document

        return self.library.obtain(key, timed)

    def note(self, answer: Answer, environ: WSGIEnvironment) -> None:
        """Leave behind what is to be counted of an answer, half a microsecond; all else is done later."""
        get = environ.get
        self.served.append(
            (
                answer,
                environ["PATH_INFO"],
                get("HTTP_USER_AGENT"),
                get("REMOTE_ADDR"),
                get("HTTP_X_FORWARDED_FOR"),
                get("HTTP_IF_NONE_MATCH") is not None or get("HTTP_IF_MODIFIED_SINCE") is not None,
            )
        )

    def drain(self) -> Counter[Served]:
        """How often each answer was given to each asker since the last time."""
        served: Counter[Served] = Counter()
        with suppress(IndexError):  # none left: another thread may be counting too
            while True:
                served[self.served.popleft()] += 1
        return served

    def due(self, document: Document, environ: WSGIEnvironment, in_part: bool = True) -> Due:
        """What a client that has not this version is due: the document, or more, or less if it may be `in_part`."""
        if document.revision is None:
            return Due.DOCUMENT
        return due(document.tag, document.covers, environ, self._serving, in_part and document.tells_changes)

    def answer(self, document: Document, environ: WSGIEnvironment) -> Answer | None:
        """The document, or that it has not changed; None where its bytes are at hand no longer."""
        representation = self._representation(document, environ)
        if _is_known(document, representation, environ):
            return representation.not_modified
        return document.found(representation)

    def answer_at_once(self, document: Document, environ: WSGIEnvironment) -> Answer | None:
        """The same, for what was prepared; None also where the client is due something else, which is to be made."""
        document.is_used = True
        representation = self._representation(document, environ)
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags == representation.etag:  # the commonest request of all
            return representation.not_modified
        if tags is None:
            if "HTTP_IF_MODIFIED_SINCE" not in environ:
                return representation.found or document.found(representation)
        elif self.due(document, environ) is not Due.DOCUMENT:
            return None
        return self.answer(document, environ)

    def _representation(self, document: Document, environ: WSGIEnvironment) -> Representation:
        get = environ.get
        asked = get("HTTP_ACCEPT_ENCODING"), get("HTTP_ACCEPT"), get("HTTP_SEC_FETCH_DEST")
        negotiated = self._negotiated.get(asked) or self._negotiate(asked)
        return document.representation(*negotiated)

    def _negotiate(self, asked: Asked) -> tuple[Coding, bool]:
        accept_encoding, accept, destination = asked
        negotiated = coding(accept_encoding), is_navigation(accept, destination)
        if sum(len(field or "") for field in asked) <= LONGEST:
            if len(self._negotiated) >= REMEMBERED:
                self._negotiated.clear()  # somebody makes them up; those who do not are back in a moment
            self._negotiated[asked] = negotiated
        return negotiated


def by_label(served: Mapping[Served, int]) -> Counter[Label]:
    """How often each kind of answer was given."""
    labels: Counter[Label] = Counter()
    for (answer, *_), times in served.items():
        labels[answer.label] += times
    return labels


def _is_known(document: Document, representation: Representation, environ: WSGIEnvironment) -> bool:
    conditions = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    decision = decide(environ["REQUEST_METHOD"], *conditions, representation.etag, document.last_modified)
    return decision is Decision.NOT_MODIFIED
