"""HTML with its end tags put right, and a limit to how deep it nests, before the sanitizer builds a tree of it.

The sanitizer's time grows with the square of the nesting, and an element left open is made anew in every paragraph
that follows: a megabyte of open tags would keep it busy for minutes. Balanced, and no deeper than `DEEPEST`, any
markup takes time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedsvc.errors import Rejected
from feedsvc.sanitize.allowed import SWALLOWED, tags

DEEPEST = 256
"""Elements open at once. Browsers stop at 512, libxml2, on which many readers stand, at 256; articles need 20."""

_SMALL = 65_536
"""Characters. Of a text or attribute this long the sanitizer's worst, an `&` in every place, takes 50 ms."""

_REFERENCES = 1000
"""In one text: then 8 MB, the longest file, costs 0.1 s more than without any."""

_LONGEST_TAG = 16_384
"""Characters. What is longer carries data in its attributes, which nothing that reads a feed would show."""

_SPACE = r"[\t\n ]"
_VALUE = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n >"'][^\t\n >]*+)"""
_ATTRIBUTE = rf"[^\t\n />][^\t\n />=]*+(?:{_SPACE}*+={_SPACE}*+{_VALUE}?)?"
_TOKEN = re.compile(
    rf"""
      <!--(?:-?>|.*?(?:--!?>|\Z))                                                # a comment
    | <(?:[!?]|/(?![a-z]))[^>]*+>?                                               # read as a comment
    | <(?P<swallowed>{"|".join(sorted(SWALLOWED))})(?=[\t\n />]|\Z)
        .*?(?:</(?P=swallowed)(?=[\t\n />])[^>]*+>?|\Z)
    | <(?P<end>/?)(?P<name>[a-z][^\t\n />]*+)(?:[\t\n /]++|{_ATTRIBUTE})*+(?P<whole>>|\Z)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""What HTML's tokenizer (section 13.2.5) takes for something other than text; every `<` outside of it is text.

Each alternative runs to the end where its own end is missing, and none takes a step back: time stays linear.
"""

_VOID = tags("area base basefont bgsound br col embed frame hr image img input link meta param source track wbr")

_TABLE = frozenset({"table"})
_CELLS = frozenset({"td", "th", "caption"})
_ROWS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "colgroup"})
_SEALED = _TABLE | _CELLS | {"object"}
"""What goes on inside closes nothing outside."""
_LISTS = _SEALED | {"ul", "ol", "dl", "menu", "dir"}

_ENDS_PARAGRAPH = tags(
    """
    address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr listing main menu nav ol p pre search section summary table ul
    """
)

_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **dict.fromkeys(_ENDS_PARAGRAPH, (frozenset({"p"}), _SEALED)),
    "a": (frozenset({"a"}), _SEALED),
    "li": (frozenset({"li", "p"}), _LISTS),
    **dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd", "p"}), _LISTS)),
    **dict.fromkeys(("rt", "rp"), (frozenset({"rt", "rp"}), _SEALED | {"ruby"})),
    **dict.fromkeys(("td", "th"), (_CELLS | {"colgroup"}, _TABLE)),
    "tr": (_CELLS | {"tr", "colgroup"}, _TABLE),
    **dict.fromkeys(("thead", "tbody", "tfoot", "caption", "colgroup"), (_CELLS | _ROWS - _TABLE, _TABLE)),
}
"""Which open elements a start tag closes, with all inside of them, and where the search for them stops."""


def balanced(markup: str) -> str:
    """The same HTML with every element closed by its own end tag, in order; markup too small to do harm, as it is.

    Comments and scripts are left out, and so is a tag that stands in a table outside of its cells, whose contents
    stay. Raises Rejected, with the line of `markup`, where more than `DEEPEST` elements are open at once.
    """
    if markup.count("<") <= DEEPEST and len(markup) <= _SMALL:
        return markup
    return "".join(_pieces(markup))


def _pieces(markup: str) -> Iterator[str]:
    still_open: list[str] = []
    done = 0
    for token in _TOKEN.finditer(markup):
        yield _text(markup[done : token.start()])
        done = token.end()
        if token["whole"]:
            name = token["name"].lower()
            yield from _end(name, still_open) if token["end"] else _start(name, token.group(), still_open)
            if len(still_open) > DEEPEST:
                raise _too_deep(markup.count("\n", 0, token.start()) + 1)
    yield _text(markup[done:])
    yield from _close(still_open, 0)


def _text(text: str) -> str:
    """Text as text, cut by empty comments: the sanitizer's time grows with each `&` times the length of its text."""
    parts = text.replace("<", "&lt;").split("&")
    runs = ("&".join(parts[start : start + _REFERENCES]) for start in range(0, len(parts), _REFERENCES))
    return "<!---->&".join(runs)


def _start(name: str, tag: str, still_open: list[str]) -> Iterator[str]:
    if name in _IMPLIED:
        yield from _close(still_open, _outermost(*_IMPLIED[name], still_open))
    in_rows = bool(still_open) and still_open[-1] in _ROWS
    if in_rows and name not in _CELLS and name not in _ROWS and name != "col":
        return
    if name not in _VOID:
        still_open.append(name)
    yield tag if len(tag) <= _LONGEST_TAG else f"<{name}>"


def _end(name: str, still_open: list[str]) -> Iterator[str]:
    if name in still_open:
        border = _TABLE if name in _CELLS or name in _ROWS else _SEALED
        yield from _close(still_open, _innermost(name, border, still_open))


def _outermost(closed: frozenset[str], border: frozenset[str], still_open: list[str]) -> int:
    """Where, inside of the border, the first of the elements that are to be closed stands."""
    place = len(still_open)
    for index in range(len(still_open) - 1, -1, -1):
        if still_open[index] in closed:
            place = index
        elif still_open[index] in border:
            break
    return place


def _innermost(name: str, border: frozenset[str], still_open: list[str]) -> int:
    """Where the last open element of this name stands; at the end, closing nothing, where a border is in between."""
    for index in range(len(still_open) - 1, -1, -1):
        if still_open[index] == name:
            return index
        if still_open[index] in border:
            break
    return len(still_open)


def _close(still_open: list[str], place: int) -> Iterator[str]:
    while len(still_open) > place:
        yield f"</{still_open.pop()}>"


def _too_deep(line: int) -> Rejected:
    return Rejected(
        f"more than {DEEPEST} HTML elements are open at once",
        "Close the elements that are left open, or nest them less deeply",
        line,
    )
