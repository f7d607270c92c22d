"""What every successful answer says of itself: its tag, its date, how long it keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, request
from werkzeug.http import http_date

from feedsvc.web.conditional import Decision, decide

MAX_AGE = 60  # seconds, where nothing else is said: nobody minds a minute, and a crowd behind a proxy asks once


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells one version of a representation from another (RFC 9110, section 8.8)."""

    etag: str
    """Strong, with its quotes."""
    last_modified: datetime | None = None

    @classmethod
    def of(cls, body: bytes, last_modified: datetime | None = None) -> Validators:
        """For a body that no single revision describes, because it is put together from several reads."""
        return cls(f'"{hashlib.sha256(body).hexdigest()[:20]}"', last_modified)

    def known(self) -> bool:
        """The client of the request at hand has this version already."""
        fields = request.headers
        conditions = fields.get("If-None-Match"), fields.get("If-Modified-Since")
        return decide(request.method, *conditions, self.etag, self.last_modified) is Decision.NOT_MODIFIED


def full(body: bytes, media_type: str, validators: Validators, headers: Mapping[str, str] | None = None) -> Response:
    """200, or what is left of it for HEAD."""
    response = Response(body, content_type=f"{media_type}; charset=utf-8", headers=_shared(validators, headers))
    if validators.last_modified is not None:
        # "MUST NOT generate a Last-Modified date that is later than the Date" (section 8.8.2.1): another machine,
        # whose clock is ahead, may have published this.
        response.headers["Last-Modified"] = http_date(min(validators.last_modified, datetime.now(UTC)))
    return response


def not_modified(validators: Validators, headers: Mapping[str, str] | None = None) -> Response:
    """304: what the 200 would say to caches, and nothing of the representation (section 15.4.5)."""
    return Response(status=304, headers=_shared(validators, headers))  # Werkzeug sends it without a Content-Type


def made(
    body: bytes, media_type: str, last_modified: datetime | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """200 or 304 for a body that had to be made to know its tag."""
    validators = Validators.of(body, last_modified)
    return not_modified(validators, headers) if validators.known() else full(body, media_type, validators, headers)


def _shared(validators: Validators, headers: Mapping[str, str] | None) -> dict[str, str]:
    return {"ETag": validators.etag, "Cache-Control": f"public, max-age={MAX_AGE}", **(headers or {})}
