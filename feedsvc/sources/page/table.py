"""What becomes of a page's own words about its article: one table, in the order in which its sources are trusted."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from feedsvc import dates, languages
from feedsvc.model import Author, Enclosure
from feedsvc.sources import _people
from feedsvc.sources._media import is_recording, medium
from feedsvc.sources._rows import Row
from feedsvc.sources.page.linked_data import text
from feedsvc.sources.page.shown import MOST_TOPICS, said_by

_WEB = ("https://", "http://")
_UTC = ZoneInfo("UTC")
_NO_YEAR = re.compile(r"0000|0001-01-01")


def _line(thing: Any) -> str:
    """Text of an element, of one of its attributes, or of a value of JSON-LD, with single spaces."""
    if etree.iselement(thing):
        return said_by(thing)
    return text(thing)


def _date(thing: Any) -> str | None:
    """A date that can be read: of several sources, one with a template's leftovers speaks for none."""
    written = _line(thing)
    if _NO_YEAR.match(written):
        return None
    try:
        dates.interpret(written, _UTC, day_first=True)
    except ValueError:
        return None
    return written


def _people_of(thing: Any) -> tuple[Author, ...]:
    if isinstance(thing, dict):
        return _person(thing)
    written = _line(thing)
    return () if written.startswith((*_WEB, "/", "@")) else _people.authors(written)


def _person(node: dict[str, Any]) -> tuple[Author, ...]:
    name, address, mail = text(node.get("name")), text(node.get("url")), text(node.get("email"))
    uri = address if address.startswith(_WEB) else None
    return (Author(name, mail.removeprefix("mailto:") or None, uri),) if name and not name.startswith(_WEB) else ()


def _named_within(element: etree._Element) -> tuple[Author, ...]:
    """The author that microdata gives: the names within the element, else its text."""
    found: Any = element.xpath(".//*[@itemprop='name']")
    return tuple(author for name in found or [element] for author in _people_of(name))


def _language(thing: Any) -> str | None:
    written = _line(thing.get("alternateName") if isinstance(thing, dict) else thing).partition(",")[0].strip()
    return written if languages.tag(written.replace("_", "-")) else None


def _address(thing: Any) -> str | None:
    """A page's own address: a whole one, for others would be looked for on the feed's site."""
    written = text(thing.get("@id") or thing.get("url")) if isinstance(thing, dict) else _line(thing)
    return written if written.startswith(_WEB) and " " not in written else None


def _topics(thing: Any) -> tuple[str, ...]:
    named = [name.strip() for name in re.split("[,;]", _line(thing))]
    return tuple(filter(None, named)) if len(named) <= MOST_TOPICS else ()


def _topic(thing: Any) -> tuple[str, ...]:
    name = _line(thing)
    return (name,) if name and not name.startswith(_WEB) else ()


def _picture(thing: Any) -> Enclosure | None:
    """A picture by its address, or by an ImageObject, with the size that it has there."""
    node = thing if isinstance(thing, dict) else {"url": _line(thing)}
    found = medium(
        text(node.get("url") or node.get("contentUrl") or node.get("@id")),
        text(node.get("encodingFormat")) or "image",
        width=text(node.get("width")) or None,
        height=text(node.get("height")) or None,
        title=text(node.get("caption")),
    )
    return found[0] if found and found[0].href.partition(":")[0] != "data" else None


def _withheld(thing: Any) -> bool:
    """Pelican's pages say so of themselves."""
    return _line(thing).casefold() in {"draft", "hidden", "skip"}


def _recording(thing: Any) -> tuple[Enclosure, ...]:
    if not isinstance(thing, dict):
        return ()
    size = text(thing.get("contentSize"))
    found = medium(text(thing.get("contentUrl")), text(thing.get("encodingFormat")), size if size.isdigit() else None)
    return tuple(filter(is_recording, found))


ROWS = (
    Row("title", "JSON-LD/headline", _line),
    Row("title", "microdata/headline", _line),
    Row("title", "meta/og:title", _line),
    Row("title", "meta/dc.title", _line),
    Row("title", "meta/dcterms.title", _line),
    Row("title", "meta/twitter:title", _line),
    Row("title", "page/h1", _line),
    Row("title", "JSON-LD/name", _line),
    Row("title", "page/title", _line),
    Row("summary", "JSON-LD/description", _line),
    Row("summary", "microdata/description", _line),
    Row("summary", "meta/og:description", _line),
    Row("summary", "meta/description", _line),
    Row("summary", "meta/dc.description", _line),
    Row("summary", "meta/dcterms.abstract", _line),
    Row("summary", "meta/twitter:description", _line),
    Row("summary", "meta/summary", _line),
    Row("published", "JSON-LD/datePublished", _date),
    Row("published", "microdata/datePublished", _date),
    Row("published", "meta/article:published_time", _date),
    Row("published", "meta/og:published_time", _date),
    Row("published", "meta/dcterms.issued", _date),
    Row("published", "meta/dc.date.issued", _date),
    Row("published", "meta/dcterms.created", _date),
    Row("published", "meta/dc.date", _date),
    Row("published", "meta/citation_publication_date", _date),
    Row("published", "meta/parsely-pub-date", _date),
    Row("published", "meta/pubdate", _date),
    Row("published", "meta/date", _date),
    Row("published", "JSON-LD/dateCreated", _date),
    Row("published", "page/time", _date),
    Row("updated", "JSON-LD/dateModified", _date),
    Row("updated", "microdata/dateModified", _date),
    Row("updated", "meta/article:modified_time", _date),
    Row("updated", "meta/og:updated_time", _date),
    Row("updated", "meta/dcterms.modified", _date),
    Row("updated", "meta/dc.date.modified", _date),
    Row("updated", "meta/last-modified", _date),
    Row("updated", "meta/modified", _date),
    Row("updated", "page/updated", _date),
    Row("expires", "JSON-LD/expires", _date),
    Row("expires", "meta/article:expiration_time", _date),
    Row("authors", "JSON-LD/author", _people_of),
    Row("authors", "microdata/author", _named_within),
    Row("authors", "meta/author", _people_of),
    Row("authors", "meta/authors", _people_of),
    Row("authors", "meta/article:author", _people_of),
    Row("authors", "meta/parsely-author", _people_of),
    Row("authors", "meta/dc.creator", _people_of),
    Row("authors", "meta/dcterms.creator", _people_of),
    Row("authors", "meta/citation_author", _people_of),
    Row("authors", "JSON-LD/creator", _people_of),
    Row("authors", "page/byline", _people_of),
    Row("language", "JSON-LD/inLanguage", _language),
    Row("language", "page/lang", _language),
    Row("language", "meta/og:locale", _language),
    Row("language", "meta/content-language", _language),
    Row("language", "meta/dc.language", _language),
    Row("language", "meta/dcterms.language", _language),
    Row("link", "link/canonical", _address),
    Row("link", "meta/og:url", _address),
    Row("link", "JSON-LD/mainEntityOfPage", _address),
    Row("link", "JSON-LD/url", _address),
    Row("topics", "JSON-LD/articleSection", _topic),
    Row("topics", "JSON-LD/keywords", _topics),
    Row("topics", "microdata/articleSection", _topic),
    Row("topics", "microdata/keywords", _topics),
    Row("topics", "meta/article:section", _topic),
    Row("topics", "meta/article:tag", _topics),
    Row("topics", "meta/news_keywords", _topics),
    Row("topics", "meta/keywords", _topics),
    Row("topics", "meta/tags", _topics),
    Row("topics", "meta/category", _topic),
    Row("topics", "meta/dc.subject", _topics),
    Row("topics", "meta/dcterms.subject", _topics),
    Row("topics", "page/tag", _topic),
    Row("image", "JSON-LD/image", _picture),
    Row("image", "meta/og:image", _picture),
    Row("image", "microdata/image", _picture),
    Row("image", "meta/twitter:image", _picture),
    Row("image", "link/image_src", _picture),
    Row("image", "JSON-LD/thumbnailUrl", _picture),
    Row("enclosures", "JSON-LD/audio", _recording),
    Row("enclosures", "JSON-LD/associatedMedia", _recording),
    Row("slug", "meta/slug", _line),
    Row("draft", "meta/status", _withheld),
)
