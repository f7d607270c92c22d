"""The HTML that we let through: what text, pictures, tables, sound and film need, and every feed validator accepts."""

from __future__ import annotations


def tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


INLINE = tags(
    """
    a abbr acronym b bdi big cite code data del dfn em font i img ins kbd mark q rp rt ruby s samp small span strike
    strong sub sup time tt u var wbr
    """
)
"""Tags within a line: taken out, they leave no gap between words."""

BLOCKS = tags(
    """
    address area article aside audio blockquote br caption center col colgroup dd details dir div dl dt figcaption
    figure footer h1 h2 h3 h4 h5 h6 header hgroup hr li main map menu nav ol p picture pre section source summary
    table tbody td tfoot th thead tr track ul video
    """
)

TAGS = INLINE | BLOCKS

SWALLOWED = tags(
    """
    button iframe math noembed noframes noscript plaintext script select style svg template textarea title xmp
    """
)
"""Tags that go with all they hold: what is in them is no text of the article. Other unknown tags leave their text."""

_CELL = frozenset({"align", "valign", "colspan", "rowspan", "headers"})
_FILM = frozenset({"src", "controls", "loop", "muted", "preload", "width", "height"})

ATTRIBUTES = {
    "*": frozenset({"dir", "id", "lang", "title"}),
    "a": frozenset({"href", "hreflang", "type"}),
    "area": frozenset({"href", "alt", "coords", "shape"}),
    "audio": _FILM,
    "blockquote": frozenset({"cite"}),
    "col": frozenset({"align", "span"}),
    "colgroup": frozenset({"align", "span"}),
    "data": frozenset({"value"}),
    "del": frozenset({"cite", "datetime"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "srcset", "sizes", "alt", "width", "height", "usemap", "loading"}),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"value"}),
    "map": frozenset({"name"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "q": frozenset({"cite"}),
    "source": frozenset({"src", "srcset", "sizes", "type", "media"}),
    "table": frozenset({"summary", "border"}),
    "td": _CELL,
    "th": _CELL | {"scope", "abbr"},
    "time": frozenset({"datetime"}),
    "track": frozenset({"src", "kind", "label", "srclang"}),
    "video": _FILM | {"poster"},
}
"""Attributes by tag, `*` for every tag. Each that holds an address is made absolute in markup.py."""
