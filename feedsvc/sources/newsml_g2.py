"""NewsML-G2: a news item with its text inside or its pictures elsewhere, a package as links, a message with one item.

Of a message with several items, split() makes a file each. XHTML and NITF inside become HTML that is not yet safe.
"""

from __future__ import annotations

from lxml import etree

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Enclosure, Line, SourceFile
from feedsvc.shorten import excerpt
from feedsvc.sources import _people, _status, _subjects, nitf, references
from feedsvc.sources._markup import figure, html, paragraphs, without, without_in, written
from feedsvc.sources._media import is_picture, medium, picture_of, recordings_of
from feedsvc.sources._rows import Row, fields
from feedsvc.sources._xml import Document, bare, document, line, places, text
from feedsvc.sources.containers import Part, key_of, members

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
_ARTICLES = frozenset({"newsItem", "packageItem"})


def _endless(embargoed: etree._Element) -> bool:
    """An embargo without a date lasts until a later version lifts it (NewsML-G2 Guidelines, embargoed)."""
    return not text(embargoed)


def _creator(creator: etree._Element) -> tuple[Author, ...]:
    name = next(filter(None, map(text, creator.iter("name"))), "") or creator.get("literal", "")
    return (Author(name),) if name else ()


def _subject(subject: etree._Element) -> tuple[str, ...]:
    if _subjects.is_no_subject(subject.get("type", "")):
        return ()
    name = next(filter(None, map(text, subject.iter("name"))), "")
    return _subjects.coded(subject.get("qcode", "") or subject.get("uri", ""), name or subject.get("literal", ""))


def _keyword(keyword: etree._Element) -> tuple[str, ...]:
    return _subjects.named(text(keyword))


def _media(contents: etree._Element) -> tuple[Enclosure, ...]:
    """Every recording, and of the renditions of a picture the widest: the others show the same in small."""
    found = [
        media
        for remote in contents.iter("remoteContent")
        for media in medium(
            remote.get("href", ""),
            remote.get("contenttype", ""),
            remote.get("size"),
            width=remote.get("width"),
            height=remote.get("height"),
        )
    ]
    pictures = [media for media in found if is_picture(media)]
    widest = max(pictures, key=lambda media: media.width or 0, default=None)
    return tuple(media for media in found if media is widest or not is_picture(media))


ROWS = (
    Row("id", "@guid", text),
    Row("version", "@version", _status.number),
    Row("draft", "itemMeta/pubStatus/@qcode", _status.kept_in),
    Row("draft", "itemMeta/pubStatus/@uri", _status.kept_in),
    Row("draft", "itemMeta/embargoed[not(normalize-space())]", _endless),
    Row("title", "contentMeta/headline", text),
    Row("title", "itemMeta/title", text),
    Row("title", "contentSet/inlineXML/nitf/body/body.head/hedline/hl1", text),
    Row("title", "contentSet/inlineXML/html/head/title", text),
    Row("summary", "contentMeta/description[contains(@role, 'summary')]", text),
    Row("summary", "contentMeta/description", text),
    Row("published", "itemMeta/firstCreated", text),
    Row("published", "contentMeta/contentCreated", text),
    Row("published", "itemMeta/versionCreated", text),
    Row("updated", "itemMeta/versionCreated", text),
    Row("embargo", "itemMeta/embargoed", text),
    Row("authors", "contentMeta/by", _people.authors_of),
    Row("authors", "contentMeta/creator", _creator),
    Row("authors", "contentSet/inlineXML/nitf/body/body.head/byline", _people.authors_of),
    Row("authors", "itemMeta/provider", _creator),
    Row("language", "contentMeta/language/@tag", text),
    Row("language", "contentSet/inlineXML/@xml:lang", text),
    Row("language", "@xml:lang", text),
    Row("topics", "contentMeta/subject", _subject),
    Row("topics", "contentMeta/genre/@qcode", _subjects.coded),
    Row("topics", "contentMeta/keyword", _keyword),
    Row("image", "contentSet", picture_of(_media)),
    Row("media", "contentSet", _media),
    Row("enclosures", "contentSet", recordings_of(_media)),
)


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read a file of NewsML-G2. Raises Rejected, with its line, where it is broken, is empty or holds many items."""
    return read(document(source.data), chrome)


def split(source: SourceFile) -> list[SourceFile] | None:
    """The items of a message that has several, each a document of its own by its guid; None of anything else."""
    found = document(source.data)
    items = _items(found.root) if _local(found.root) == "newsMessage" else []
    if len(items) < 2:
        return None
    return members(source, source.media_type, [_part(item) for item in items])


def read(found: Document, chrome: frozenset[str]) -> Article:
    """The article that a parsed document is."""
    item = _only_item(found.root)
    bare(item, NAMESPACE, XHTML, nitf.NAMESPACE)
    given = fields(ROWS, places(item))
    body, dropped = _body(item, chrome, given)
    if not body and "title" not in given and not given.get("draft"):
        raise Rejected(
            "the item holds neither a headline nor text", "Write contentMeta/headline and contentSet", line(item)
        )
    given["origins"] |= found.origins
    return Article(body=body, body_type="text/html", dropped=dropped, **given)


def _only_item(root: etree._Element) -> etree._Element:
    name = _local(root)
    if name in _ARTICLES:
        return root
    if name != "newsMessage":
        raise Rejected(
            f"a {excerpt(name)} of NewsML-G2 is no article", "Leave it out with articles.exclude", line(root)
        )
    items = _items(root)
    if len(items) != 1:
        raise Rejected(
            f"the message holds {len(items) or 'no'} items", "Send each item in a file of its own", line(root)
        )
    return items[0]


def _items(message: etree._Element) -> list[etree._Element]:
    return [item for item in message.iterfind("{*}itemSet/{*}*") if _local(item) in _ARTICLES]


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _part(item: etree._Element) -> Part:
    data: bytes = etree.tostring(item, encoding="UTF-8", xml_declaration=True, with_tail=False)
    return Part(key_of(item.get("guid", "")), data, data)


def _body(item: etree._Element, chrome: frozenset[str], given: dict[str, object]) -> tuple[str, tuple[Line, ...]]:
    """The text as HTML: what is written in the item, else the links of a package, else the pictures and recordings."""
    for content in item.iterfind("contentSet/inlineXML"):
        dropped = without(chrome, content)
        if markup := _inline(content):
            return markup, dropped
    for data in item.iterfind("contentSet/inlineData"):
        if (data.text or "").strip() and not data.get("encoding"):
            markup = data.text or "" if "html" in data.get("contenttype", "") else paragraphs(data.text or "")
            return without_in(chrome, markup, line(data) or 1)
    return _links(item) or _figures(item, str(given.get("summary", ""))), ()


def _inline(content: etree._Element) -> str:
    """NITF, a page of XHTML, or a part of one."""
    if (story := content.find("nitf/body/body.content")) is not None:
        return nitf.markup(story)
    page = content.find("html/body")
    return html(content if page is None else page)


def _links(item: etree._Element) -> str:
    """What a package refers to, in its order, each item once; what has no address, by its id."""
    listed = etree.Element("ul")
    met: set[str] = set()
    for reference in item.iterfind("groupSet/group/itemRef"):
        href = reference.get("href") or ""
        name = next(filter(None, map(text, (*reference.iter("headline"), *reference.iter("title")))), "") or href
        item_id = reference.get("residref", "").strip()
        key = item_id or href or name
        if name and key not in met:
            met.add(key)
            entry = etree.SubElement(listed, "li")
            target = href or (references.address(references.BY_ID + item_id) if item_id else "")
            shown = etree.SubElement(entry, "a", {"href": target}) if target else entry
            shown.text = name
    return written(listed) if len(listed) else ""


def _figures(item: etree._Element, caption: str) -> str:
    contents = item.find("contentSet")
    media = _media(contents) if contents is not None else ()
    return "\n".join(written(figure(each, caption)) for each in media)
