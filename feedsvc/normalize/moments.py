"""When: first published, to be withdrawn, last changed. All aware UTC, in whole seconds."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Literal

from feedsvc import dates
from feedsvc.model import State
from feedsvc.normalize.case import Case
from feedsvc.shorten import excerpt, quoted

_ONE_SECOND = timedelta(seconds=1)

_TOLD = 20
"""Characters of a date by which to see whether a message holds it, which may have shortened it."""

_NAMED = re.compile(r"(?:.*/)?(?:(\d{4})/(\d\d?)/(\d\d?)/[^/]*|(\d{4})-(\d\d?)-(\d\d?)(?![^-_. ])[^/]*)")
"""A date in a path: `2002-07-29-slug.md`, or the folders `2002/07/29/`."""


def published(case: Case) -> datetime:
    """The moment of first publication: the author's date, else the file name's, else that of the last change, else when
    the file was first seen.

    The end of an embargo puts it off.
    """
    first = _dated(case) or _changed(case)
    if first is None:
        case.note("published", "published is the time at which the file was first received: no date was found.")
        first = case.received
    elif first > case.received and not case.site.waits:
        first = _at_once(case, first)
    end = _read(case, "embargo")
    if end and end > first:
        case.because("published", "put off to the end of the embargo")
        return end
    return first


def _at_once(case: Case, first: datetime) -> datetime:
    """Of a date that was still to come when the file arrived, where nobody is to wait for it (R5)."""
    case.note(
        "published",
        "published is the time at which the file was first received: its own date, "
        f'{first:%Y-%m-%d %H:%M:%S} UTC, was still to come, and articles.future is "publish".',
    )
    return case.received


def embargo(case: Case, published: datetime) -> datetime | None:
    """Until when the entry is held back: a publication still to come is an embargo itself (R5)."""
    if published <= case.now:
        return None
    case.because("embargo", "the publication is still to come")
    return published


def expires(case: Case) -> datetime | None:
    """When the entry is to be withdrawn. Raises Rejected where the author's own dates let nobody ever see it.

    Without any, it may well lie before the time at which the file was received: then the entry has expired.
    """
    end = _read(case, "expires")
    begin = max(filter(None, (_dated(case), _read(case, "embargo"))), default=None) if end else None
    if end and begin and end <= begin:
        problem = f"{quoted(case.article.expires or '')} is not after the publication, {begin:%Y-%m-%d %H:%M:%S} UTC"
        raise case.rejection("expires", problem, "Write a later date, or take the file away")
    return end


def updated(case: Case, published: datetime, digest: str) -> datetime:
    """The last significant change: never before `published`, never in the future, never backwards (A4).

    The author's word counts where it moves on. An entry that nobody has seen has not changed since its publication.
    """
    known = case.known
    if known is None or known.state is State.HELD:
        return _written_updated(case, published) or _unchanged(case, published)
    if case.source.sha256 == known.sha256 or digest == known.digest:
        kept = max(known.updated, published)
        return _unchanged(case, published) if kept == published else _kept(case, kept)
    written = _written_updated(case, published)
    if written and written > known.updated:
        return written
    case.because("updated", "now: what readers see has changed since it was published")
    return max(case.now, known.updated + _ONE_SECOND, published)


def _unchanged(case: Case, published: datetime) -> datetime:
    case.because("updated", "the publication: nothing that readers see has changed since")
    return published


def _kept(case: Case, updated: datetime) -> datetime:
    case.because("updated", "the last change that readers could see")
    return updated


def _written_updated(case: Case, published: datetime) -> datetime | None:
    """The author's `updated`, kept between publication and now."""
    written = _read(case, "updated")
    if written is None:
        return None
    latest = max(published, case.now)
    if written > latest:
        case.note("updated", "updated lies in the future: now was taken.")
    return max(published, min(written, latest))


def _dated(case: Case) -> datetime | None:
    """The author's date, else the file name's."""
    return _read(case, "published") or _named(case)


def _changed(case: Case) -> datetime | None:
    """The date of the last change, which holds nothing back: it is none where it was still to come."""
    written = _read(case, "updated")
    if written is None or written > case.received:
        return None
    case.note("published", "published is the date of the last change: the article has no other.")
    return written


def _named(case: Case) -> datetime | None:
    """00:00, in the site's time zone, of the date in the file's path."""
    found = _NAMED.fullmatch(case.source.path)
    if found is None:
        return None
    date = "-".join(filter(None, found.groups()))
    if _is_unset(case, "published", date):
        return None
    try:
        moment = dates.interpret(date, case.site.timezone, case.site.day_first)
    except ValueError:
        return None  # digits that only look like a date
    case.note("published", f"published is {date}, from the file's path: the article has no date.")
    _of_the_site(case, "published")
    return moment.at


def _read(case: Case, field: Literal["published", "updated", "embargo", "expires"]) -> datetime | None:
    """A date that the author wrote; None where nothing is, or what stands for nothing."""
    written: str | None = getattr(case.article, field)
    if written is None or not written.strip() or _is_unset(case, field, written):
        return None
    try:
        moment = dates.interpret(written, case.site.timezone, case.site.day_first)
    except ValueError as error:
        problem = str(error) if excerpt(written)[:_TOLD] in str(error) else f'{error} in "{excerpt(written)}"'
        raise case.rejection(field, problem, "Write a date such as 2024-03-31 or 2024-03-31T09:30:00+02:00") from error
    if moment.note:
        case.note(field, f"{field}: {moment.note}.")
    if not moment.has_zone:
        _of_the_site(case, field)
    return moment.at


def _is_unset(case: Case, field: str, written: str) -> bool:
    if not dates.is_unset(written, case.site.timezone):
        return False
    case.note(field, f"{field}: {excerpt(written)} is what programs write that have no date: it was left out.")
    return True


def _of_the_site(case: Case, field: str) -> None:
    case.because(field, f"names no time zone: {case.site.timezone}, that of the site, was taken")
