"""What an entry is called: its permanent id and the last part of its address."""

from __future__ import annotations

import re
from urllib.parse import unquote
from uuid import UUID

from feedsvc import names, sanitize
from feedsvc.normalize.case import Case
from feedsvc.shorten import quoted

LONGEST_ID = 2000
"""Bytes. PostgreSQL indexes no key of more than 2,700, and every store keeps ids as keys."""

_IRI = re.compile(
    r"""
    (?P<scheme>[a-z][a-z0-9+.-]*):
    (?://(?P<host>[^\s<>"{}|\\^`/?#]*))?
    (?P<rest>[^\s<>"{}|\\^`]*)
    """,
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_UUID = re.compile(r"(?:urn:uuid:)?(\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?)", re.IGNORECASE)
_LAST_OF_PATH = re.compile(r"https?://[^/?#]+/(?:[^/?#]*/)*?([^/?#]+)/?(?=[?#]|$)", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")


def entry_id(case: Case) -> str:
    """The author's own id, else the one known, else a tag URI made of where the file was first seen."""
    found = own_id(case) or _known_id(case) or _made_id(case)
    size = len(found.encode())
    if size > LONGEST_ID:
        raise case.rejection("id", f"{size:,} bytes, of {LONGEST_ID:,} allowed", "Give the article a shorter id")
    return found


def own_id(case: Case) -> str | None:
    """The author's id as RFC 4287, section 4.2.6 wants it: an absolute IRI (A3, X7)."""
    written = sanitize.line(case.article.id)
    if not written:
        return None
    if case.article.source is not None and absolute_iri(written):
        return written  # "MUST NOT change" when republished or imported: not even in the case of a letter
    if iri := absolute_iri(written):
        return iri
    case.because("id", "a tag URI under site.authority, since what is written is no absolute IRI")
    return _kept(case, names.tag_uri(case.site.authority, written))


def _known_id(case: Case) -> str | None:
    if case.known is None:
        return None
    case.because("id", "stays what it was when the entry was first published")
    return case.known.id


def _made_id(case: Case) -> str:
    case.because("id", "made of site.authority and the file's path")
    return names.entry_id(case.site.authority, case.source.path)


def absolute_iri(written: str) -> str | None:
    """An absolute IRI, its scheme and host in small letters; None for what is none."""
    if uuid := _UUID.fullmatch(written):
        return UUID(uuid[1]).urn
    iri = _IRI.fullmatch(written)
    if iri is None or not (iri["host"] or iri["rest"]):
        return None
    host = "" if iri["host"] is None else f"//{iri['host'].lower()}"
    return _ESCAPE.sub(lambda escape: escape[0].upper(), f"{iri['scheme'].lower()}:{host}{iri['rest']}")


def _kept(case: Case, tag: str) -> str:
    """The tag URI made of a short id, under the authority that was in force when it was first made."""
    known = case.known.id.split(":", 2) if case.known else []
    return case.known.id if case.known and known[::2] == tag.split(":", 2)[::2] else tag


def slug(case: Case, entry_id: str) -> str:
    """The author's own slug, else the one known, else one made of the file's name."""
    written = sanitize.line(case.article.slug)
    if not written and case.known:
        case.because("slug", "stays what it was when the entry was first published")
        return case.known.slug
    container, inside, _ = case.source.path.partition("//")
    if not written and inside:
        what, name = _of_member(case, container)
        case.because("slug", f"made of {what} and the id")
        return names.entry_slug(name, entry_id)
    if not written:
        case.because("slug", "made of the file's name and the id")
        return names.entry_slug(case.source.path, entry_id)
    own = names.slug(written)
    if not own:
        raise case.rejection(
            "slug", f"{quoted(written)} has no letter and no digit", "Write some, or leave the slug out"
        )
    return own


def _of_member(case: Case, container: str) -> tuple[str, str]:
    """What an article in a container is called by, whose own path is a number: its title, its page, the file."""
    if title := sanitize.line(case.article.title):
        return "the title", title.replace("/", " ")
    page = _LAST_OF_PATH.match(sanitize.line(case.article.link))
    if page and any(map(str.isalpha, page[1])):
        return "the last part of its link", unquote(page[1])
    return "the file's name", container
