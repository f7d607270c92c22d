"""The Link header of feed documents (RFC 8288; C12). Pure."""

from __future__ import annotations

from feedsvc import addresses
from feedsvc.model import Format
from feedsvc.render.frame import Frame

LONGEST = 1500
"""Characters. The address of a search may have thousands, three times over, and proxies refuse an answer whose headers
take more than 4 KB in all. The document itself says the same."""


def links(base_url: str, selection: str, format: Format, frame: Frame) -> str:
    """What it says: the document itself, and its sisters in the other formats."""

    def address(each: Format) -> str:
        if frame.archive is not None:
            return addresses.archive(base_url, selection, frame.archive, each)
        return addresses.feed(base_url, selection, each, frame.parameters)

    sisters = [("alternate", sister) for sister in Format if sister is not format]
    told = ", ".join(
        f'<{address(each)}>; rel="{rel}"; type="{each.media_type}"' for rel, each in [("self", format), *sisters]
    )
    return told if len(told) <= LONGEST else ""
