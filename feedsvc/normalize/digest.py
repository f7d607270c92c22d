"""Whether an entry has changed in a way that its readers should hear of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from feedsvc.model import Author, Entry, Site

_BETWEEN_FIELDS = "\x1e"
_WITHIN_FIELD = "\x1f"
"""Information separators (ECMA-48): no text of an entry holds one, so no two entries run together alike."""


def digest_of(entry: Entry, site: Site) -> str:
    """SHA-256, in hex, of all that a change of which is significant (RFC 4287, section 4.2.15).

    The site's own address is taken out, with either scheme, so that a move of the site is no change; so is its author,
    who stands in for those whom an article does not name. Topics are not in it (S4: a tag more is no news), and neither
    is the expiry, which nobody sees.
    """
    text = _BETWEEN_FIELDS.join(_significant(entry, site.author))
    bare = site.base_url.partition("://")[2]
    return hashlib.sha256(text.replace(f"https://{bare}", "").replace(f"http://{bare}", "").encode()).hexdigest()


def _significant(entry: Entry, stand_in: Author) -> Iterator[str]:
    yield entry.title
    yield entry.summary
    yield entry.content
    yield entry.link
    yield entry.language
    yield entry.published.isoformat()
    yield entry.image or ""
    for author in (author for author in entry.authors if author != stand_in):
        yield _WITHIN_FIELD.join(("author", author.name, author.email or "", author.uri or ""))
    for enclosure in entry.enclosures:
        yield _WITHIN_FIELD.join(("enclosure", enclosure.href, enclosure.type, str(enclosure.length)))
