"""Who wrote it."""

from __future__ import annotations

import re

from feedsvc import sanitize
from feedsvc.model import Author
from feedsvc.normalize.case import Case
from feedsvc.shorten import quoted

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]+")
"""Enough to tell an address from a name or a web page; whether it has a mailbox only a mail can tell."""


def authors(case: Case) -> tuple[Author, ...]:
    """The authors as written, each once, less what is no e-mail or address; the site's where there is none (A2)."""
    found = [_author(author, case) for author in case.article.authors]
    named = tuple(dict.fromkeys(author for author in found if author.name))
    if not named:
        case.because("authors", "site.author: the article names nobody")
    return named or (case.site.author,)


def _author(written: Author, case: Case) -> Author:
    email = sanitize.line(written.email)
    if email and not _EMAIL.fullmatch(email):
        case.note("authors", f"The author's e-mail, {quoted(email)}, is none: it was left out.")
        email = ""
    uri = sanitize.line(written.uri)
    address = sanitize.absolute(uri, f"{case.site.base_url}/") if uri else None
    if uri and not address:
        case.note("authors", f"The author's address, {quoted(uri)}, is none: it was left out.")
    return Author(sanitize.line(written.name) or email, email or None, address)
