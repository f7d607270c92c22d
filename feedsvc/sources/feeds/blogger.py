"""What Blogger exports: Atom whose entries are posts, and pages, comments, templates and settings as well."""

from __future__ import annotations

from lxml import etree

_ATOM = "{http://www.w3.org/2005/Atom}"
KINDS = "http://schemas.google.com/g/2005#kind"
"""The scheme of the categories that say what an entry is."""

_POST = "http://schemas.google.com/blogger/2008/kind#post"
_TYPE = "{http://schemas.google.com/blogger/2018}type"
_STATUS = "{http://schemas.google.com/blogger/2018}status"
_DRAFT = "{http://www.w3.org/2007/app}control/{http://www.w3.org/2007/app}draft"
_OLD_DRAFT = "{http://purl.org/atom/app#}control/{http://purl.org/atom/app#}draft"


def is_article(entry: etree._Element) -> bool:
    """Whether an entry is what people write: a post, or any entry of a feed that knows no kinds."""
    kinds = [category.get("term") for category in entry.iterfind(f"{_ATOM}category") if category.get("scheme") == KINDS]
    return (not kinds or _POST in kinds) and entry.findtext(_TYPE, "POST") == "POST"


def is_draft(entry: etree._Element) -> bool:
    """Whether it is not to be published yet, as the Atom Publishing Protocol says it (RFC 5023, section 13.1.1)."""
    said = entry.findtext(_DRAFT) or entry.findtext(_OLD_DRAFT) or ""
    return said.strip() == "yes" or entry.findtext(_STATUS, "LIVE") != "LIVE"
