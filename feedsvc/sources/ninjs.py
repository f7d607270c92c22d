"""ninjs 1 to 3 (News in JSON): version 1 with a key for each form of the text, 2 and 3 with lists of them.

Keys are taken whatever their capitals: what 1 and 2 call `versioncreated` is `versionCreated` in 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Enclosure, Line, SourceFile
from feedsvc.sources import _people, _status, _subjects
from feedsvc.sources._chrome import fold, take_out
from feedsvc.sources._json import Document, document, dumped, keys, listed
from feedsvc.sources._markup import figure, heading, plain, without_in, written
from feedsvc.sources._media import medium, picture_of, recordings_of
from feedsvc.sources._rows import Places, Row, fields
from feedsvc.sources.containers import Part, key_of, members

KEYS = frozenset(
    {"uri", "guid", "versioncreated", "pubstatus", "headline", "headlines", "bodies", "body_html", "body_text"}
)
"""Keys by which a JSON object is known for ninjs, in small letters."""

_TELLING = 2
"""Of these keys: other JSON, such as a schema, may have one of them by chance."""


def _text(value: Any) -> str:
    """A text, or the `value` of an object that holds one."""
    found = keys(value).get("value") if isinstance(value, dict) else value
    return " ".join(found.split()) if isinstance(found, str) else ""


def _main(headline: Any) -> str:
    return _text(headline) if keys(headline).get("role") == "main" else ""


def _plain(value: Any) -> str:
    """A text without its tags, of which ninjs has a form with and one without."""
    return plain(_text(value))


def _moment(value: Any) -> str:
    """A date that keeps an article in or ends it: not to be overlooked where it is none."""
    if not isinstance(value, str):
        raise Rejected(
            f"an embargo or an expiry must be a date, not {str(value)[:40]}",
            'Write a date, such as "2002-07-29T14:05:00Z"',
        )
    return value.strip()


def _kept_in(value: Any) -> bool:
    return _status.kept_in(value if isinstance(value, str) else str(value)[:40])


def _version(value: Any) -> int | None:
    return _status.number(str(value))


def _authors(value: Any) -> tuple[Author, ...]:
    return _people.authors(_text(value))


def _source(value: Any) -> tuple[Author, ...]:
    name = _text(keys(value).get("name"))
    return (Author(name),) if name else ()


def _subject(value: Any) -> tuple[str, ...]:
    """A subject: of its forms of a code the one that says which list it is from."""
    subject = {key: part.strip() for key, part in keys(value).items() if isinstance(part, str)}
    name, uri, scheme = (subject.get(key, "") for key in ("name", "uri", "scheme"))
    code = subject.get("code") or subject.get("qcode") or subject.get("literal", "")
    if code.isdigit() and len(code) == _IPTC_DIGITS and not scheme:
        code = f"subject:{code}"
    elif code and scheme and ":" not in code:
        code = f"{scheme.rstrip('/')}/{code}"
    return _subjects.coded(uri or code, name)


_IPTC_DIGITS = 8


def _named(value: Any) -> tuple[str, ...]:
    return _subjects.named(_text(value) or _text(keys(value).get("name")))


def _best(value: Any) -> tuple[Enclosure, ...]:
    """Of the renditions of an associated item the widest, with what the item says of it."""
    item = keys(value)
    found = [media for each in listed(item.get("renditions")) for media in _rendition(each, item)]
    return (max(found, key=lambda media: media.width or 0),) if found else ()


def _rendition(value: Any, item: dict[str, Any]) -> tuple[Enclosure, ...]:
    rendition = keys(value)
    kinds = (rendition.get("contenttype"), rendition.get("mimetype"), item.get("mimetype"), item.get("type"))
    kind = next((kind for kind in kinds if isinstance(kind, str)), "")
    says = _first(item, "description_text", "descriptions", "headline", "headlines")
    size, width, height = (rendition.get(name) for name in ("sizeinbytes", "width", "height"))
    return medium(_text(rendition.get("href")), kind, size, width=width, height=height, title=says)


ROWS = (
    Row("id", "uri", _text),
    Row("id", "guid", _text),
    Row("version", "version", _version),
    Row("draft", "pubstatus", _kept_in),
    Row("title", "headline", _text),
    Row("title", "headlines", _main),
    Row("title", "headlines", _text),
    Row("title", "title", _text),
    Row("summary", "description_text", _text),
    Row("summary", "descriptions", _plain),
    Row("summary", "description_html", _plain),
    Row("published", "firstcreated", _text),
    Row("published", "contentcreated", _text),
    Row("published", "versioncreated", _text),
    Row("updated", "versioncreated", _text),
    Row("embargo", "embargoed", _moment),
    Row("embargo", "embargotime", _moment),
    Row("expires", "expires", _moment),
    Row("authors", "byline", _authors),
    Row("authors", "by", _authors),
    Row("authors", "infosources", _source),
    Row("authors", "infosource", _source),
    Row("language", "language", _text),
    Row("topics", "subject", _subject),
    Row("topics", "subjects", _subject),
    Row("topics", "keywords", _named),
    Row("image", "renditions", picture_of(_best)),
    Row("image", "associations", picture_of(_best)),
    Row("media", "renditions", _best),
    Row("media", "associations", _best),
    Row("enclosures", "renditions", recordings_of(_best)),
    Row("enclosures", "associations", recordings_of(_best)),
)


def takes(value: Any) -> bool:
    """Whether what a file holds is ninjs: an item, or a list of such."""
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(len(KEYS & keys(item).keys()) >= _TELLING for item in items)


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read a file of ninjs. Raises Rejected, with its line, where it is broken, says nothing or holds many items."""
    return read(document(source.data), chrome)


def split(source: SourceFile) -> list[SourceFile] | None:
    """The items of a list that has several, each a document of its own by its uri; None of anything else."""
    value = document(source.data).value
    if not isinstance(value, list) or len(value) < 2:
        return None
    return members(source, source.media_type, map(_part, value))


def read(found: Document, chrome: frozenset[str]) -> Article:
    """The article that a parsed document is."""
    item = _only_item(found.value)
    given = fields(ROWS, _places(item, found))
    text = _best_text(item)
    body, kind = _body(text, item, given.get("title", ""))
    body, dropped = _without(chrome, body, kind, (found.line(text.key) if text else None) or 1)
    if not body and "title" not in given and not given.get("draft"):
        raise Rejected("the item holds neither a headline nor text", "Give it a headline and a body", 1)
    given["origins"] |= found.origins
    return Article(body=body, body_type=kind, dropped=dropped, **given)


def _only_item(value: Any) -> dict[str, Any]:
    items = value if isinstance(value, list) else [value]
    if len(items) != 1:
        raise Rejected(f"the list holds {len(items) or 'no'} items", "Send each item in a file of its own", 1)
    if not isinstance(items[0], dict):
        raise Rejected("the JSON holds no object", 'Write an item: {"uri": …, "headline": …, "body_html": …}', 1)
    return keys(items[0])


def _part(item: Any) -> Part:
    data = dumped(item)
    return Part(key_of(_first(keys(item), "uri", "guid")), data, data)


def _places(item: dict[str, Any], found: Document) -> Places:
    def at(key: str) -> list[Any]:
        """Renditions are one thing in several sizes, and what describes it stands beside them."""
        return [item] if key == "renditions" and key in item else listed(item.get(key))

    return Places(at, lambda key, _: found.line(key))


def _first(item: dict[str, Any], *names: str) -> str:
    return next((text for name in names for value in listed(item.get(name)) if (text := _text(value))), "")


class _Form(NamedTuple):
    """One form of the text: the key that it stands under, and whether it is HTML."""

    key: str
    text: str
    is_html: bool


def _best_text(item: dict[str, Any]) -> _Form | None:
    """HTML before plain text, and of several the first."""
    filled = [form for form in _forms(item) if form.text.strip()]
    return min(filled, key=lambda form: not form.is_html, default=None)


def _forms(item: dict[str, Any]) -> Iterator[_Form]:
    for key in ("body_html", "body_xhtml", "body_html5", "body_text", "body"):
        if isinstance(item.get(key), str):
            yield _Form(key, item[key], "html" in key)
    for body in map(keys, listed(item.get("bodies"))):
        kind = f"{body.get('contenttype') or body.get('mimetype') or ''} {body.get('role') or ''}"
        if isinstance(body.get("value"), str) and ("html" in kind or "xml" not in kind):
            yield _Form("bodies", body["value"], "html" in kind)


def _body(form: _Form | None, item: dict[str, Any], title: str) -> tuple[str, str]:
    """The text and its media type; of an item without any, what it shows."""
    if form is None:
        return "\n".join(written(figure(media, media.title or "")) for media in _best(item)), "text/html"
    if form.is_html:
        return _without_heading(form.text.strip(), title), "text/html"
    return form.text.strip(), "text/plain"


def _without_heading(body: str, title: str) -> str:
    """A body less the heading that says the headline once more."""
    found = heading(body) if title else None
    if found is None or fold(plain(body[slice(*found)])) != fold(title):
        return body
    return body[: found[0]] + body[found[1] :]


def _without(chrome: frozenset[str], body: str, kind: str, first: int) -> tuple[str, tuple[Line, ...]]:
    if kind == "text/html":
        return without_in(chrome, body, first)
    rows = body.split("\n")
    dropped = take_out(rows, chrome) if chrome else []
    return "\n".join(rows), tuple(Line(first, gone.text, gone.why) for gone in dropped)
