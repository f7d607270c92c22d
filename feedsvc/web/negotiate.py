"""What a client would rather have: which coding, feed or browser's document, all entries or changes only. Pure.

Three fields, one grammar: a list of names, each with a weight of 0 to 1 (RFC 9110, section 12.4.2). No client writes
these by hand, so what cannot be read is answered by what everyone understands, and never with an error.
"""

from __future__ import annotations

import re
from enum import StrEnum

from feedsvc.model import Format

_LONGEST = 1000
"""Characters of a field that are worth reading: browsers send 150, and a longer one is nobody's."""

_NAVIGATIONS = frozenset({"document", "embed", "frame", "iframe", "object"})
"""What makes a request a navigation (Fetch, section 2.2.5): the browser itself will show what it gets."""

# As section 12.4.2 has it, but with any number of digits and, as Java sends it, without the first: `q=.2`.
_WEIGHT = re.compile(r"0?\.[0-9]+|0\.?|1(?:\.0*)?")


class Coding(StrEnum):
    """A content coding (RFC 9110, section 8.4.1); the value is its name in Content-Encoding."""

    IDENTITY = "identity"
    GZIP = "gzip"
    BR = "br"
    ZSTD = "zstd"


_ALIASES = {"x-gzip": Coding.GZIP}  # section 8.4.1.3

# Of 100 KB zstd makes 33 in 0.4 ms, br the same in 0.9, gzip 39 in 0.25: least is sent, then least is worked. What `*`
# alone stands for comes the other way round: programs that say so may never have been sent anything but gzip.
_NAMED = (Coding.ZSTD, Coding.BR, Coding.GZIP)
_UNNAMED = (Coding.GZIP, Coding.BR, Coding.ZSTD)


def coding(accept_encoding: str | None) -> Coding:
    """The coding to send (RFC 9110, section 12.5.3): the one with the greatest weight, among equals the smallest.

    Identity without the field, though any would be allowed then: who asks for none can often read none. Identity also
    where it is refused with all others: a document that may be of no use is better than an answer that cannot be.
    """
    weights = _weights(accept_encoding)
    weights = {_ALIASES.get(name, name): weight for name, weight in weights.items()}
    others = weights.get("*", 0.0)
    named = [each for each in _NAMED if each in weights]
    unnamed = [each for each in _UNNAMED if each not in weights]
    offers = [(weights.get(each, others), each) for each in (*named, *unnamed, Coding.IDENTITY)]
    greatest, best = max(offers, key=lambda offer: offer[0])  # the first of equals
    return best if greatest > 0 else Coding.IDENTITY


def is_navigation(accept: str | None, sec_fetch_dest: str | None) -> bool:
    """Whether a browser will show the answer itself, and so wants a type that it can show.

    A browser says so (Fetch Metadata, section 2.1), though not to a host without TLS and not if it is old. Then it is
    one whose Accept names text/html and gives it more weight than any feed's type: readers name it too, but not above.
    """
    if sec_fetch_dest is not None:
        return sec_fetch_dest.strip() in _NAVIGATIONS
    weights = _weights(accept)
    page = weights.get("text/html", 0.0)
    return page > 0 and all(page > _weight_of_type(weights, each.media_type) for each in Format)


def feed_format(accept: str | None) -> Format:
    """The format with the greatest weight; Atom among equals, and for those who name none (C10)."""
    weights = _weights(accept)
    return max(Format, key=lambda each: _weight_of_type(weights, each.media_type))  # the first of equals


def wants_changes_only(a_im: str | None) -> bool:
    """Whether the client takes `feed` for an instance manipulation (A-IM; RFC 3229, section 10.5.3; D1)."""
    return _weights(a_im).get("feed", 0.0) > 0


def _weight_of_type(weights: dict[str, float], media_type: str) -> float:
    """The most specific range that names it counts (section 12.5.1)."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((weights[each] for each in ranges if each in weights), 0.0)


def _weights(field: str | None) -> dict[str, float]:
    """Each name of the list in lower case, without its parameters, with its weight; named twice, the last counts."""
    if not field or len(field) > _LONGEST:
        return {}
    members = (member.partition(";") for member in field.lower().split(","))
    return {name.strip(): _weight(parameters) if parameters else 1.0 for name, _, parameters in members}


def _weight(parameters: str) -> float:
    """The weight among a member's parameters, 1 where there is none; 0, to be safe, where it cannot be read."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if _WEIGHT.fullmatch(value.strip()) else 0.0
    return 1.0
