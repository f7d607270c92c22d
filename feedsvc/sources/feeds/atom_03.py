"""Atom 0.3 (https://www.ietf.org/archive/id/draft-ietf-atompub-format-00.txt and before), made into Atom 1.0."""

from __future__ import annotations

from binascii import a2b_base64

from lxml import etree

NAMESPACE = "http://purl.org/atom/ns#"
_ATOM = "http://www.w3.org/2005/Atom"
_XHTML_DIV = "{http://www.w3.org/1999/xhtml}div"
_RENAMED = {"issued": "published", "modified": "updated", "tagline": "subtitle", "copyright": "rights", "url": "uri"}
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_CONSTRUCTS = ("title", "summary", "content", "subtitle", "rights")


def modern(root: etree._Element) -> None:
    """Give a document the names and types that RFC 4287 has for them; one of another version stays as it is."""
    for element in root.iter(f"{{{NAMESPACE}}}*"):
        name = _modern_name(str(element.tag).rpartition("}")[2])
        element.tag = f"{{{_ATOM}}}{name}"
        if name in _CONSTRUCTS:
            _retype(element)


def _modern_name(name: str) -> str:
    return _RENAMED.get(name, name)


def _retype(construct: etree._Element) -> None:
    """A type was a media type then, and a mode said how it was written: as xml, escaped or base64."""
    kind, mode = construct.get("type", "text/plain").lower(), construct.attrib.pop("mode", "xml")
    if mode == "base64":
        construct.text = _decoded(construct.text or "")
    if kind not in _HTML:
        construct.set("type", "text")
    elif mode == "xml" and len(construct):
        construct.set("type", "xhtml")
        _enclose(construct)
    else:
        construct.set("type", "html")


def _enclose(construct: etree._Element) -> None:
    """Put it into the one `div` that RFC 4287 wants, where it has none."""
    if construct.find(_XHTML_DIV) is not None:
        return
    div = etree.Element(_XHTML_DIV)
    div.text, construct.text = construct.text, None
    div.extend(list(construct))
    construct.append(div)


def _decoded(written: str) -> str:
    try:
        return a2b_base64(written).decode("utf-8", "replace")
    except ValueError:  # what is no base64, and what is not even ASCII
        return written
