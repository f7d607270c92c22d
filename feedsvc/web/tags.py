"""Entity tags: how ours are made, and which of them a client names (RFC 9110, sections 8.8.3 and 13.1.2). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from feedsvc.web.negotiate import Coding

# One member of a list, and the comma behind it; empty members are legal (section 5.6.1). Every quantifier is
# possessive: a header of nothing but blanks is read in one pass.
_MEMBER = re.compile(r'[ \t]*+(?:(?:W/)?"([\x21\x23-\x7e\x80-\xff]*+)")?+[ \t]*+(?:,|\Z)')

# A Tag without its quotes. Eighteen digits fit in the 64 bits of a database; a longer number is no revision.
_OURS = re.compile(
    rf"([0-9a-f]++)-(0|[1-9][0-9]{{0,17}})-[0-9a-f]++-([a-z]++)(?:-page)?(?:-(?:{'|'.join(Coding)}))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Tag:
    """What a strong ETag of ours is made of: one for each coding and media type (section 8.8.3.3; C5)."""

    epoch: str
    """Of the store: eight hex digits."""
    revision: int
    mark: str
    """Hex digits for all that shapes the document beside the entries of this revision."""
    format: str
    """A feed format or another kind of document: a lower-case word, such as `atom` or `opml`."""
    is_navigation: bool = False
    """Sent as a type that browsers show."""
    coding: Coding = Coding.IDENTITY

    def __str__(self) -> str:
        """As it stands in the ETag field, with its quotes: `"0badcafe-12-55aa55aa-atom-page-gzip"`."""
        page = "-page" if self.is_navigation else ""
        coding = "" if self.coding is Coding.IDENTITY else f"-{self.coding}"
        return f'"{self.epoch}-{self.revision}-{self.mark}-{self.format}{page}{coding}"'


def listed(if_none_match: str) -> Iterator[str]:
    """What stands between the quotes of each tag in a list, weak or strong, up to the first thing that is none."""
    position = 0
    while position < len(if_none_match) and (member := _MEMBER.match(if_none_match, position)):
        if member[1] is not None:
            yield member[1]
        position = member.end()


def known_revision(if_none_match: str | None, epoch: str, format: str) -> int | None:
    """The newest revision of this store and format that a client says it has, None where it names none.

    Its coding, its type and its mark do not matter, and neither does a `W/` that a proxy put before it: whichever of
    them it was, its entries were those of this revision. The number is the client's word: it may be yet to come.
    """
    if if_none_match is None or epoch not in if_none_match:
        return None
    found = filter(None, map(_OURS.fullmatch, listed(if_none_match)))
    return max((int(tag[2]) for tag in found if tag[1] == epoch and tag[3] == format), default=None)
