"""A file of XML: which parser reads it, by the name of its root."""

from __future__ import annotations

import re
from collections.abc import Callable

from feedsvc.errors import Rejected
from feedsvc.model import Article, SourceFile
from feedsvc.shorten import excerpt
from feedsvc.sources import newsml_g2, nitf
from feedsvc.sources._attached import attached
from feedsvc.sources._xml import Document, document, line
from feedsvc.sources.containers import Split
from feedsvc.sources.feeds import atom, rss

Read = Callable[[Document, frozenset[str]], Article]

_G2 = f"{{{newsml_g2.NAMESPACE}}}"
READERS: dict[str, Read] = {
    "nitf": nitf.read,
    f"{{{nitf.NAMESPACE}}}nitf": nitf.read,
    f"{_G2}newsItem": newsml_g2.read,
    f"{_G2}packageItem": newsml_g2.read,
    f"{_G2}newsMessage": newsml_g2.read,
    f"{_G2}conceptItem": newsml_g2.read,
    f"{_G2}knowledgeItem": newsml_g2.read,
    f"{_G2}planningItem": newsml_g2.read,
    f"{_G2}catalogItem": newsml_g2.read,
    **dict.fromkeys(rss.ROOTS, rss.read),
    **{f"{{{namespace}}}entry": atom.read for namespace in atom.NAMESPACES},
}
"""The roots that are read, `{namespace}name`, and by what."""

SPLITTERS: dict[str, Split] = {
    f"{_G2}newsMessage": newsml_g2.split,
    **dict.fromkeys(rss.ROOTS, rss.split),
    **{f"{{{namespace}}}feed": atom.split for namespace in atom.NAMESPACES},
}
"""The roots of documents that may hold many articles."""


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read a file of XML. Raises Rejected, with its line, where it is broken or no article in a form that is known."""
    found = document(source.data)
    reader = READERS.get(found.name)
    if reader is None:
        problem = f"XML with the root <{excerpt(found.name.rpartition('}')[2])}> is not read"
        raise Rejected(
            problem, "Send NITF, NewsML-G2, RSS or Atom, or leave it out with articles.exclude", line(found.root)
        )
    return attached(reader(found, chrome), source.path)


def split(source: SourceFile) -> list[SourceFile] | None:
    """The articles of a file that holds many; None where it is one article. Raises Rejected, with its line."""
    if _CONTAINER.search(source.data) is None and b"\0" not in source.data[:64]:
        return None  # told without parsing, which parse() does once more; UTF-16 shows no names
    splitter = SPLITTERS.get(document(source.data).name)
    return splitter(source) if splitter else None


_CONTAINER = re.compile(
    rb"<(?:[\w.-]+:)?(?:%s)[\s>/]" % b"|".join(sorted({root.rpartition("}")[2].encode() for root in SPLITTERS}))
)
