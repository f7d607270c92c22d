"""The folders that a file lies in, as topics: `world/asia/2002/talks.txt` is about world and Asia."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedsvc import names
from feedsvc.model import Topic
from feedsvc.topics.tree import Tree

CONTAINERS = frozenset({"archive", "articles", "content", "entries", "files", "inbox", "pages", "posts", "src"})
"""Slugs of folders that say what is in them, or on which pile they are, and not what it is about. A publisher to
whom one of these is a subject names it in the configuration."""

_DATE_OR_NUMBER = re.compile(r"\d+(?:[-_.]\d+)*")


def folder_topics(path: str, tree: Tree) -> Iterator[tuple[str, Topic]]:
    """Each folder on the way to a file, as a path, with the topic that it stands for; outermost first."""
    folders = _folders(path)
    for depth, folder in enumerate(folders, start=1):
        topic = _topic(folder, tree)
        if topic:
            yield "/".join(folders[:depth]), topic


def _folders(path: str) -> list[str]:
    """The folders of a path; that of `talks/index.md` belongs to the one article and says nothing of others."""
    *folders, file = path.partition("//")[0].split("/")  # a file that holds many articles is no folder
    return folders[:-1] if file.rsplit(".", 1)[0] == "index" else folders


def _topic(folder: str, tree: Tree) -> Topic | None:
    slug = names.slug(folder)
    if configured := tree.configured(slug):
        return configured
    if folder.startswith(("_", ".")) or _DATE_OR_NUMBER.fullmatch(folder) or slug in CONTAINERS:
        return None
    return tree.named(_readable(folder))


def _readable(folder: str) -> str:
    """`world-news` as a title: "World news"."""
    words = re.sub(r"[-_.\s]+", " ", folder).strip()
    return words[:1].upper() + words[1:]
