"""TOML with many [[topics]] tables, of which those that have not changed are not parsed again.

tomllib takes a quarter of a second for ten thousand topics, and every process reads them anew when one of them is
edited: so each is parsed by itself, once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from sys import intern
from typing import Any

_HEADER = re.compile(r"^(?=[ \t]*\[\[[ \t]*topics[ \t]*\]\])", re.MULTILINE)

Table = dict[str, Any]


def tables(text: str, known: Mapping[str, Table]) -> tuple[Table, Mapping[str, Table]]:
    """What a text says, and what each of its blocks says; `known` are those of an earlier text.

    Raises what tomllib raises for the text as a whole.
    """
    blocks = _HEADER.split(text)
    try:
        read = {block: known.get(block) or _parsed(block) for block in blocks}
    except tomllib.TOMLDecodeError:
        return tomllib.loads(text), {}  # a mistake, or a text of several lines that only looks like a header
    said = [read[block] for block in blocks]
    return (_joined(said), read) if _stand_apart(said) else (tomllib.loads(text), {})


def _parsed(block: str) -> Table:
    """What tomllib says, but with one copy of each name: a hundred thousand of `slug` take six megabytes."""
    said = tomllib.loads(block)
    if not isinstance(said.get("topics"), list):
        return said
    return said | {"topics": [_interned(topic) if isinstance(topic, dict) else topic for topic in said["topics"]]}


def _interned(topic: Table) -> Table:
    return {intern(name): value for name, value in topic.items()}


def _stand_apart(said: Sequence[Table]) -> bool:
    """Whether no block speaks of what another one does, but for its topic: then TOML finds nothing wrong with them."""
    names = [name for block in said[1:] for name in block if name != "topics"]
    return len(said) == 1 or len({*names, *said[0], "topics"}) == len(names) + len(said[0]) + 1


def _joined(said: Sequence[Table]) -> Table:
    if len(said) == 1:
        return said[0]
    tables = {name: value for block in said for name, value in block.items()}
    return tables | {"topics": [topic for block in said[1:] for topic in block["topics"]]}
