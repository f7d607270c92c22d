"""What becomes of a file, by the answer and by what was written before. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from enum import Enum

from feedsvc.export.asking import Answer
from feedsvc.export.manifest import Written


class Deed(Enum):
    """What is to be done with a file."""

    WRITE = "write"
    REDATE = "redate"
    KEEP = "keep"


def judge(answer: Answer, former: Written | None, now: datetime) -> tuple[Deed, Written]:
    """The deed, and what will stand in the manifest once it is done, but for the codings.

    A file's date is the answer's Last-Modified, so that it is the same on every machine; where the answer has none, it
    is when the file was written. But a web server knows versions by their date, some with their size (nginx), and
    clients ask for what is newer than what they have: so other bytes never have the same date as those before, nor an
    earlier one.
    """
    digest = hashlib.sha256(answer.body).hexdigest()[:20]
    dated = None if answer.last_modified is None else int(answer.last_modified.timestamp())
    if former is None or former.digest != digest:
        modified = int(now.timestamp()) if dated is None else dated
        modified = max(modified, former.modified + 1) if former else modified
        return Deed.WRITE, Written(digest, modified, headers=answer.headers)
    same = replace(former, headers=answer.headers)
    if dated is not None and dated > former.modified:
        return Deed.REDATE, replace(same, modified=dated)
    return Deed.KEEP, same
