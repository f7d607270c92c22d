"""Front matter: the block of keys before a Markdown body, in YAML, TOML, JSON or plain lines, read as text.

No value is guessed at: 2002-07-29 and no and 1e3 stay what was written. Size and depth are bounded and YAML's aliases
refused, so that no block costs more than a moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from feedsvc.errors import Rejected
from feedsvc.sources.front_matter import from_json, from_lines, from_toml, from_yaml
from feedsvc.sources.front_matter.block import Block, Keys, Value

__all__ = ["FrontMatter", "Keys", "Value", "split"]

_OPENING = re.compile(r"(---|\+\+\+)[ \t]*(?:\n|\Z)")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),  # YAML may end a document with dots
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}
_SYNTAX = {"---": from_yaml.read, "+++": from_toml.read}
_JSON_OPENING = re.compile(r'\{\s*["}]')  # what else begins with a brace, such as a template's {{, is body
_REST_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
_LONGEST = 65536  # characters: a hundred times the usual, and the worst block still costs milliseconds
# YAML and TOML refuse these; they go in silence, as normalize has them go from any other text.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys that a text begins with, and the body behind them, which begins on line `first`."""

    keys: Keys
    body: str
    first: int


def split(text: str) -> FrontMatter:
    """Take the front matter off a text, if it begins with any. Raises Rejected, with the line, for a broken block."""
    if text.startswith("---js"):
        raise Rejected("front matter in JavaScript is not read", "Write it in YAML, TOML or JSON", 1)
    if fence := _OPENING.match(text):
        return _fenced(text, fence[1], fence.end())
    if text.startswith("{") and _JSON_OPENING.match(text):
        return _braced(text)
    if end := from_lines.end(text):
        return _above_a_blank_line(text, end)
    return FrontMatter(Keys({}, {}), text, 1)


def _fenced(text: str, fence: str, start: int) -> FrontMatter:
    closing = _CLOSING[fence].search(text, start)
    if closing is None:
        raise Rejected(f"the front matter has no closing {fence}", f"Add a line of {fence} below the last key", 1)
    inside = _bounded(text[start : closing.start()])
    keys = _SYNTAX[fence](Block(_CONTROLS.sub("", inside), 2))
    return FrontMatter(keys, text[closing.end() + 1 :], 3 + inside.count("\n"))


def _braced(text: str) -> FrontMatter:
    end = from_json.end(text, _LONGEST)
    if end is None:
        raise _too_long()
    rest = _REST_OF_LINE.match(text, end)
    line = text.count("\n", 0, end) + 1
    if rest is None:
        raise Rejected("text follows the front matter on its last line", "Begin a new line after the }", line)
    keys = from_json.read(Block(text[:end], 1))
    return FrontMatter(keys, text[rest.end() :], line + 1)


def _above_a_blank_line(text: str, end: int) -> FrontMatter:
    inside = _bounded(text[:end])
    keys = from_lines.read(Block(_CONTROLS.sub("", inside), 1))
    return FrontMatter(keys, text[end:], 1 + inside.count("\n"))


def _bounded(block: str) -> str:
    if len(block) > _LONGEST:
        raise _too_long()
    return block


def _too_long() -> Rejected:
    problem = f"the front matter is longer than {_LONGEST} characters"
    return Rejected(problem, "Keep only what describes the article there, and its text below", 1)
