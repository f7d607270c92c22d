"""Topics by their parents: which stand above one, and which below. Pure.

The configuration refuses parents that go round; whoever lists topics must not hang on such all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping


def ancestors(slug: str, parents: Mapping[str, str]) -> list[str]:
    """A topic's parent, the parent's parent and so on; none where the line comes back to the topic itself."""
    line: dict[str, None] = {}
    parent = parents.get(slug)
    while parent is not None and parent not in line:
        line[parent] = None
        parent = parents.get(parent)
    return [] if slug in line else list(line)


def children(slugs: Collection[str], parents: Mapping[str, str]) -> dict[str | None, list[str]]:
    """Of these topics, in their order, those right below each; below None those that stand at the top.

    A topic whose parent is not among them stands below the next one above it that is.
    """
    below: dict[str | None, list[str]] = {None: []}
    for slug in slugs:
        above = next((ancestor for ancestor in ancestors(slug, parents) if ancestor in slugs), None)
        below.setdefault(above, []).append(slug)
    return below
