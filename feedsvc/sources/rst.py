"""reStructuredText, as Pelican has it: the fields below the title become fields, the body HTML that is not yet safe."""

from __future__ import annotations

from feedsvc.errors import Rejected
from feedsvc.model import Article, SourceFile
from feedsvc.sources import _place, dialects, references
from feedsvc.sources._chrome import take_out
from feedsvc.sources._decode import decoded
from feedsvc.sources._fields import fields
from feedsvc.sources.dialects import pelican
from feedsvc.sources.markdown import beside

LARGEST = 200_000
"""Characters. docutils takes two seconds for them, and no article has a tenth."""


def parse(source: SourceFile, chrome: frozenset[str], _kind: str = dialects.AUTO) -> Article:
    """Read a file in reStructuredText. Raises Rejected, with the line where its structure is broken."""
    from feedsvc.sources import _docutils  # costs 100 ms to import, and few folders hold any such file

    text, encoding = decoded(source.data)
    if len(text) > LARGEST:
        raise Rejected(f"the file has {len(text):,} characters, of {LARGEST:,} allowed", "Split it")
    rows = text.split("\n")
    taken = take_out(rows, chrome) if chrome else []
    document = _docutils.read("\n".join(rows))
    given = fields(pelican.keys(document.keys, source.path))
    title = given.pop("title", None) or document.title
    content, attachments, referred = references.settle(document.content, source.path)
    if title is None and not content.strip():
        raise Rejected("the file holds neither a title nor text", "Write the article below its fields")
    if document.unread and not content.strip() and not given.get("draft"):
        lost = document.unread[0]
        raise Rejected(f"nothing but the title is left: {lost.why}", "Put the text itself into the file", lost.number)
    _place.complete(given, source.path)
    given["origins"]["encoding"] = encoding
    return Article(
        body=content,
        body_type="text/html",
        title=title,
        dropped=(*taken, *document.unread),
        attachments=(*attachments, *beside(given, source.path)),
        references=referred,
        **given,
    )
