"""Bytes -> a tree of XML, by a parser that fetches nothing and expands nothing, and says where a document is broken.

No entity that a document declares is read, internal or external, and no DTD is fetched, so neither a billion laughs nor
a file of this machine gets in. Depth (256) and the length of a text (10 MB) are libxml2's own bounds.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html.entities import html5
from typing import Any

from lxml import etree

from feedsvc.errors import Rejected
from feedsvc.shorten import excerpt
from feedsvc.sources._decode import decoded
from feedsvc.sources._rows import Places
from feedsvc.sources._xml_errors import broken, is_past_mending, unknown_entity
from feedsvc.sources._xml_mending import mended

_PARSER = etree.XMLParser(
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    encoding="utf-8",
)
"""With ids collected, which is the default: lxml tells libxml2 to skip them by a flag that makes it load the DTD."""

_DECLARATION = re.compile(r"\ufeff?\s*<\?xml\s[^>]*?\?>")
_DECLARED = re.compile(rb"\s*<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']")
ENCODINGS = frozenset(
    codecs.lookup(name).name
    for name in (
        *(f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)),
        *(f"cp{page}" for page in (437, 850, 852, 866, 874, 932, 936, 949, 950, *range(1250, 1259))),
        *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "tis-620", "big5", "gb2312", "gbk", "gb18030"),
        *("euc-jp", "euc-kr", "shift-jis", "iso2022-jp", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
    )
)
"""Encodings of text, and no other codec of Python's: some, such as punycode, take a minute for what is hostile."""

_WESTERN = frozenset({"iso8859-1", "ascii"})
"""Declared by who means Windows-1252, as browsers know too (encoding.spec.whatwg.org)."""

_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#)[A-Za-z]")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_NAMED_OUTSIDE = re.compile(rf"<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)|{_NAMED.pattern}", re.DOTALL)
"""The same, but for what CDATA and comments hold; it costs three times as much."""

_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its root, and what had to be decided about its bytes, as Article.origins tells of `encoding`."""

    root: etree._Element
    origins: dict[str, str]

    @property
    def name(self) -> str:
        """The root's name as XML namespaces write it, `{namespace}name`."""
        return str(self.root.tag)


def document(data: bytes) -> Document:
    """Parse a file. Raises Rejected, with the line, where it is broken, declares entities or has no known encoding."""
    written, origins = _decoded(data)
    written = _without_declaration(written)
    if _REFERENCE.search(written):
        named = _NAMED_OUTSIDE if "<![CDATA[" in written or "<!--" in written else _NAMED
        written = named.sub(_character, written)
    root, told = _parsed(written)
    _demand_no_entities(root, written)
    if told:
        origins = {"encoding": f"{origins.get('encoding', 'UTF-8')}; {told}"}
    return Document(root, origins)


def places(root: etree._Element) -> Places:
    """What stands below a root, found by XPath: elements, or the text of attributes."""
    return Places(lambda place: _xpath(place)(root), lambda _, thing: line(thing))


def line(thing: Any) -> int | None:
    """The line of an element, or of the element that an attribute belongs to."""
    element: Any = thing if etree.iselement(thing) else thing.getparent()
    number: int | None = element.sourceline if element is not None else None
    return number


def text(element: Any) -> str:
    """All text of an element, or an attribute's value, with single spaces."""
    written = element if isinstance(element, str) else "".join(element.itertext())
    return " ".join(written.split())


def bare(root: etree._Element, *namespaces: str) -> None:
    """Take these namespaces off all names below a root: paths and HTML need none, whatever prefixes are used."""
    for namespace in namespaces:
        cut = len(namespace) + 2
        for element in root.iter(f"{{{namespace}}}*"):
            element.tag = element.tag[cut:]


@lru_cache(maxsize=512)  # the rows of all tables, several times over
def _xpath(place: str) -> Callable[[etree._Element], Any]:
    return etree.XPath(place)


def _decoded(data: bytes) -> tuple[str, dict[str, str]]:
    """The text of a file. What its bytes are goes before what it declares, and nothing is said where both agree."""
    declared = _declared(data)
    try:
        written = data.decode()
    except UnicodeDecodeError:
        return _in_another(data, declared)
    if "\0" in written:
        return _in_another(data, None)
    if declared == "iso2022_jp":  # seven bits, which UTF-8 takes for its own
        return _in_another(data, declared)
    if declared not in {None, "utf-8"} and not written.isascii():
        return written, {"encoding": f"UTF-8, since the bytes are; the file declares {declared}"}
    return written, {}


def _in_another(data: bytes, declared: str | None) -> tuple[str, dict[str, str]]:
    encoding = "cp1252" if declared in _WESTERN else declared
    if encoding in ENCODINGS:
        try:
            return data.decode(encoding), {"encoding": f"{encoding}, since the file declares {declared}"}
        except UnicodeDecodeError:
            pass
    written, why = decoded(data)
    return written, {"encoding": why if declared is None else f"{why}; the file declares {declared}"}


def _declared(data: bytes) -> str | None:
    """The encoding that the XML declaration names, by Python's name for it where there is one."""
    found = _DECLARED.match(data[:512].removeprefix(codecs.BOM_UTF8))
    if found is None:
        return None
    name = found[1].decode("ascii").lower()
    try:
        return codecs.lookup(name).name
    except LookupError:
        return name


def _without_declaration(written: str) -> str:
    """The XML declaration taken out, since its encoding holds no more, and blank lines above it are no crime."""
    found = _DECLARATION.match(written)
    if found is None:
        return written.removeprefix("\ufeff")
    return "\n" * found[0].count("\n") + written[found.end() :]


def _character(found: re.Match[str]) -> str:
    """HTML's name of a character, by its number: DTDs of the newswire declare them, and none is ever fetched."""
    name = found[1]
    if name is None or name in _PREDEFINED:
        return found[0]
    characters = html5.get(f"{name};")
    return "".join(f"&#{ord(char)};" for char in characters) if characters else found[0]


def _parsed(written: str) -> tuple[etree._Element, str]:
    """The root, and what had to be mended for it; the common mistakes are looked for only where there are any."""
    try:
        return etree.fromstring(written.encode(), _PARSER), ""
    except etree.XMLSyntaxError as error:
        whole, told = ("", "") if is_past_mending(error) else mended(written)
        if not told:
            raise broken(error) from None
    try:
        return etree.fromstring(whole.encode(), _PARSER), told
    except etree.XMLSyntaxError as error:
        raise broken(error) from None


def _demand_no_entities(root: etree._Element, written: str) -> None:
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is None:
        return
    if next(iter(dtd.iterentities()), None) is not None:
        at = written.count("\n", 0, max(written.find("<!ENTITY"), 0)) + 1
        raise Rejected("the document declares entities, and none are read", "Write out what they stand for", at)
    unknown = next(root.iter(etree.Entity), None)
    if unknown is not None:
        raise unknown_entity(excerpt(unknown.text or ""), line(unknown) or line(unknown.getparent()))
