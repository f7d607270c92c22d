"""NITF 3 (News Industry Text Format): the head's metadata become fields, the body HTML that is not yet safe.

Versions 3.0 to 3.6, with and without the namespace that came with 3.4; the DTD is never fetched.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Enclosure, SourceFile
from feedsvc.sources import _people, _status, _subjects
from feedsvc.sources._markup import figure, html, without
from feedsvc.sources._media import medium, picture_of, recordings_of
from feedsvc.sources._rows import Row, fields
from feedsvc.sources._xml import Document, bare, document, line, places, text

NAMESPACE = "http://iptc.org/std/NITF/2006-10-18/"


def _id(doc_id: etree._Element) -> str:
    return _registered(doc_id, doc_id.get("id-string", "").strip())


def _taken_back(docdata: etree._Element) -> str:
    """The id of another document that this one takes back, or takes the place of; of the same registry as its own."""
    status = docdata.get("management-idref-status") or docdata.get("management-status") or ""
    if not _status.kept_in(status):
        return ""
    return _registered(docdata.find("doc-id"), docdata.get("management-doc-idref", "").strip())


def _registered(doc_id: etree._Element | None, name: str) -> str:
    """An id, which is unique among those of its registry (`regsrc`) alone."""
    registry = "" if doc_id is None else doc_id.get("regsrc", "").strip()
    return f"{registry}/{name}" if registry and name and ":" not in name else name


def _authors(byline: etree._Element) -> tuple[Author, ...]:
    """The people that a byline marks as such, else what it reads like."""
    people = [_words(person, "function") for person in byline.iter("person")]
    return tuple(map(Author, filter(None, people))) or _people.authors(_words(byline, "byttl"))


def _words(marked: etree._Element, without: str) -> str:
    """The text of an element without that in the elements of one name within it, such as the title of a post."""
    kept: Any = marked.xpath(f".//text()[not(ancestor::{without})]")
    return text("".join(kept))


def _subject(subject: etree._Element) -> tuple[str, ...]:
    """A tobject.subject: its number, and the narrowest of its names."""
    names = (subject.get(f"tobject.subject.{level}", "").strip() for level in ("detail", "matter", "type"))
    name = next(filter(None, names), "")
    return _subjects.iptc(subject.get("tobject.subject.refnum", "")) + _subjects.named(name)


def _classifier(classifier: etree._Element) -> tuple[str, ...]:
    """A word of a list, `idsrc`, in which it has an `id`; without these by its name alone."""
    listed = classifier.get("idsrc") and classifier.get("id")
    code = f"{classifier.get('idsrc')}:{listed}" if listed else ""
    return _subjects.coded(code, classifier.get("value") or text(classifier))


def _media(media: etree._Element) -> tuple[Enclosure, ...]:
    """The first of the references to one medium that leads anywhere on the web."""
    for reference in media.iter("media-reference"):
        found = medium(
            reference.get("source", "") or reference.get("data-location", ""),
            reference.get("mime-type", "") or media.get("media-type", ""),
            _size(media),
            width=reference.get("width"),
            height=reference.get("height"),
            title=reference.get("alternate-text", ""),
        )
        if found:
            return found
    return ()


def _size(media: etree._Element) -> str | None:
    sizes = (meta.get("value") for meta in media.iter("media-metadata") if meta.get("name") in _SIZES)
    return next(filter(None, sizes), None)


_SIZES = frozenset({"size", "file-size", "filesize", "sizeinbytes"})


ROWS = (
    Row("id", "head/docdata[@management-doc-idref]", _taken_back),
    Row("id", "head/docdata/doc-id", _id),
    Row("id", "@uno", text),
    Row("id", "head/docdata/du-key/@key", text),
    Row("version", "head/docdata/du-key/@version", _status.number),
    Row("version", "head/docdata/du-key/@generation", _status.number),
    Row("draft", "head/docdata/@management-status", _status.kept_in),
    Row("draft", "head/docdata[not(@management-status)]/@management-idref-status", _status.kept_in),
    Row("title", "body/body.head/hedline/hl1", text),
    Row("title", "head/title", text),
    Row("summary", "body/body.head/abstract", text),
    Row("summary", "body/body.head/hedline/hl2", text),
    Row("published", "head/docdata/date.issue/@norm", text),
    Row("published", "head/docdata/date.issue", text),
    Row("published", "body/body.head/dateline/story.date/@norm", text),
    Row("published", "body/body.head/dateline/story.date", text),
    Row("published", "head/pubdata/@date.publication", text),
    Row("updated", "head/revision-history[last()]/@norm", text),
    Row("embargo", "head/docdata/date.release/@norm", text),
    Row("expires", "head/docdata/date.expire/@norm", text),
    Row("authors", "body/body.head/byline", _authors),
    Row("authors", "body/body.head/distributor", _people.authors_of),
    Row("language", "@xml:lang", text),
    Row("language", "body/@lang", text),
    Row("language", "body/body.content/@lang", text),
    Row("topics", "head/tobject/tobject.subject", _subject),
    Row("topics", "head/docdata/identified-content/classifier", _classifier),
    Row("topics", "head/docdata/key-list/keyword/@key", _subjects.named),
    Row("topics", "head/docdata/series/@series.name", _subjects.named),
    Row("image", "body/body.content//media[@media-type='image']", picture_of(_media)),
    Row("media", "body/body.content//media", _media),
    Row("enclosures", "body/body.content//media[@media-type!='image']", recordings_of(_media)),
)


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read a file of NITF. Raises Rejected, with its line, where it is broken or says nothing."""
    return read(document(source.data), chrome)


def read(found: Document, chrome: frozenset[str]) -> Article:
    """The article that a parsed document is."""
    root = found.root
    bare(root, NAMESPACE)
    given = fields(ROWS, places(root))
    if "embargo" in given and _is_embargoed(root):
        given.pop("draft", None)  # it waits for its date; without one it stays in until a later version
        given["origins"].pop("draft", None)
    content = root.find("body/body.content")
    dropped = without(chrome, content) if content is not None else ()
    body = markup(content) if content is not None else ""
    if not body and "title" not in given and not given.get("draft"):
        raise Rejected(
            "the NITF holds neither a headline nor text", "Write body.head/hedline and body.content", line(root)
        )
    given["origins"] |= found.origins
    return Article(body=body, body_type="text/html", dropped=dropped, **given)


def _is_embargoed(root: etree._Element) -> bool:
    """Whether that is its status, by the attributes that ROWS has for a draft."""
    docdata = root.find("head/docdata")
    if docdata is None:
        return False
    status = docdata.get("management-status", docdata.get("management-idref-status", ""))
    return _status.word(status) == _status.EMBARGOED


_RENAMED = {
    "hl1": "h2",
    "hl2": "h2",
    "bq": "blockquote",
    "fn": "aside",
    "note": "aside",
    "credit": "cite",
    "lang": "span",
}
_UNWRAPPED = (
    *("body.content", "block", "nitf-table", "custom-table", "classifier", "chron", "copyrite", "copyrite.holder"),
    *("copyrite.year", "event", "function", "location", "sublocation", "city", "state", "region", "country", "money"),
    *("num", "frac", "frac-num", "frac-sep", "frac-den", "object.title", "org", "alt-code", "person", "name.given"),
    *("name.family", "postaddr", "addressee", "delivery.point", "postcode", "care.of", "virtloc", "pronounce"),
)
_LEFT_OUT = ("nitf-table-metadata", "media-metadata", "media-object")


def markup(content: etree._Element) -> str:
    """The HTML of a body.content. What NITF calls otherwise is renamed, and what only marks a meaning goes."""
    etree.strip_elements(content, *_LEFT_OUT, with_tail=False)
    for media in list(content.iter("media")):
        _show(media)
    etree.strip_tags(content, *_UNWRAPPED)
    for element in content.iter(*_RENAMED):
        element.tag = _RENAMED[str(element.tag)]
    return html(content)


def _show(media: etree._Element) -> None:
    """Put a figure in the place of a medium, or its caption alone where the medium cannot be had."""
    parent = media.getparent()
    if parent is None:
        return
    caption, credit = (" ".join(map(text, media.iter(tag))) for tag in ("media-caption", "media-producer"))
    found = _media(media)
    shown = figure(found[0], caption, credit) if found else etree.Element("p")
    if not found:
        shown.text = caption
    shown.tail = media.tail
    parent.replace(media, shown)
