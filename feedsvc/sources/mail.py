"""RFC 5322 e-mail (.eml): the header's fields become an article's, the richest part that can be read its body.

Signatures and what mailing lists add below are dropped as chrome. The files in it are attachments, as _parts.py has it.
"""

from __future__ import annotations

import codecs
import re
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any, cast
from urllib.parse import quote

from feedsvc.errors import Rejected
from feedsvc.model import Article, Attachment, Author, Line, SourceFile
from feedsvc.sources import _subjects, _xml
from feedsvc.sources._chrome import take_out
from feedsvc.sources._decode import decode
from feedsvc.sources._letter import letter_of
from feedsvc.sources._markup import without_in
from feedsvc.sources._paragraphs import paragraphs
from feedsvc.sources._parts import enclosure, parts, placed
from feedsvc.sources._rows import Places, Row, fields
from feedsvc.sources._signature import without_signature
from feedsvc.sources.containers import INSIDE

_SIGNATURE = "--"
"""The line above a signature (RFC 3676, section 4.3), less the space at its end, which many programs lose."""

_LIST_RULE = re.compile(r"_{20,}|-{20,}|={20,}")
"""The line above what Mailman and its kin add to every letter."""

_CHARSETS = _xml.ENCODINGS | {"utf-8", "ascii"}
"""What a letter may name; the other codecs of Python are no charsets, and fail in ways of their own."""

_MAILBOX_DATE = re.compile(r"\s*\([^()]*\)\s*$")


def _id(value: str) -> str:
    """A Message-ID as an URI (RFC 2392)."""
    name = value.strip().strip("<>").strip()
    return f"mid:{quote(name, safe='@!$&*+-./=?^_~#|{}', errors='replace')}" if name else ""


def _authors(value: str) -> tuple[Author, ...]:
    try:
        people = getaddresses([value])
    except RecursionError:  # comments within comments, thousands deep
        return ()
    return tuple(Author(name or address, address or None) for name, address in people if name or address)


def _date(value: str) -> str:
    """A date without the zone's name behind it in brackets, which says no more than its offset."""
    return _MAILBOX_DATE.sub("", value.strip())


def _names(value: str) -> tuple[str, ...]:
    return tuple(name for part in value.split(",") for name in _subjects.named(part))


def _text(value: str) -> str:
    return " ".join(value.split())


ROWS = (
    Row("id", "Message-ID", _id),
    Row("title", "Subject", _text),
    Row("published", "Date", _date),
    Row("published", "Resent-Date", _date),
    Row("embargo", "X-Embargo", _date),
    Row("expires", "Expires", _date),
    Row("authors", "From", _authors),
    Row("authors", "Sender", _authors),
    Row("topics", "Keywords", _names),
    Row("language", "Content-Language", lambda value: value.partition(",")[0].strip()),
)


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read an e-mail. Raises Rejected, with its line, for what is none, is encrypted or holds no text."""
    letter = letter_of(source.data)
    given = fields(ROWS, _places(letter, source.data))
    part, text = _best(letter)
    files = {name: each for name, each in parts(letter).items() if each is not part}
    if part is None and ("title" not in given or not files):
        raise Rejected("the e-mail holds no text", "Send it as text or HTML, not encrypted and not as an attachment")
    body, kind, dropped = _body(part, text, source.data, chrome) if part is not None else ("", "text/plain", ())
    body, shown = placed(body, files) if kind == "text/html" else (body, frozenset())
    return Article(
        body=body,
        body_type=kind,
        enclosures=tuple(enclosure(name, each) for name, each in files.items() if name not in shown),
        media=tuple(enclosure(name, files[name]) for name in files if name in shown),
        attachments=tuple(Attachment(name, f"{source.path}{INSIDE}{name}") for name in files),
        dropped=dropped,
        **given,
    )


def _places(letter: EmailMessage, data: bytes) -> Places:
    """The header's fields by their names, decoded, each with its line."""

    def at(name: str) -> list[str]:
        value = str(letter.get(name, ""))
        return [value] if value.strip() else []

    def line(name: str, _: Any) -> int | None:
        found = re.search(rb"^" + re.escape(name.encode()) + rb"[ \t]*:", data, re.MULTILINE | re.IGNORECASE)
        return data.count(b"\n", 0, found.start()) + 1 if found else None

    return Places(at, line)


def _best(letter: EmailMessage) -> tuple[EmailMessage | None, str]:
    """The part that is shown, and its text: HTML before plain text, since of alternatives the last is the richest
    (RFC 2046, section 5.1.4), unless there is nothing in it."""
    for kind in ("html", "plain"):
        part: Any = letter.get_body((kind,))
        if part is not None and (text := _content(part)).strip():
            return cast(EmailMessage, part), text
    return None, ""


def _content(part: EmailMessage) -> str:
    """The text of a part in the charset that it names, else as any file's is told; empty where there is none."""
    payload: Any = part.get_payload(decode=True)
    if not payload or payload.isspace():
        return ""
    charset = _charset(part)
    try:
        return str(payload.decode(charset)).replace("\r\n", "\n") if charset else decode(payload)
    except UnicodeError:
        return decode(payload)


def _charset(part: EmailMessage) -> str | None:
    """The charset that a part names, UTF-8 where it names none; None for what is no charset."""
    name = part.get_content_charset() or "utf-8"
    try:
        return name if codecs.lookup(name).name in _CHARSETS else None
    except (LookupError, ValueError):  # the latter for a name that holds a NUL
        return None


def _body(part: EmailMessage, text: str, data: bytes, chrome: frozenset[str]) -> tuple[str, str, tuple[Line, ...]]:
    first = _first_line(part, data)
    if part.get_content_subtype() == "html":
        unsigned, below = without_signature(text.strip(), first)
        body, dropped = without_in(chrome, unsigned, first)
        return body, "text/html", (*dropped, *below)
    rows = [row.rstrip() for row in _unflowed(part, text).split("\n")]
    taken = _below(rows, first) + take_out(rows, chrome, first)
    return "\n\n".join(paragraphs(rows)), "text/plain", tuple(sorted(taken, key=lambda line: line.number))


def _first_line(part: EmailMessage, data: bytes) -> int:
    """The line of the file on which a part begins; 1 where it cannot be told."""
    payload: Any = part.get_payload() if _charset(part) else None  # which decodes it, by whatever codec is named
    opening = (
        payload.lstrip().partition("\n")[0].encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""
    )
    place = data.find(opening) if opening else -1
    return data.count(b"\n", 0, place) + 1 if place >= 0 else 1


def _unflowed(part: EmailMessage, text: str) -> str:
    """Lines that end with a space go on with the next (RFC 3676, format=flowed)."""
    if part.get_param("format") != "flowed":
        return text
    gap = "" if str(part.get_param("delsp")).casefold() == "yes" else " "
    paragraphs: list[str] = []
    flows = False
    for row in text.split("\n"):
        row = row[1:] if row.startswith(" ") else row  # stuffed (section 4.4)
        if flows and paragraphs:
            paragraphs[-1] = f"{paragraphs[-1].rstrip(' ')}{gap}{row}"
        else:
            paragraphs.append(row)
        flows = row.endswith(" ") and row != "-- "
    return "\n".join(paragraphs)


def _below(rows: list[str], first: int) -> list[Line]:
    """Take out what a list's program added, and the signature: all below the last line that opens either."""
    taken: list[Line] = []
    for opens, why in ((_opens_footer, "was added by a mailing list"), (_opens_signature, "is a signature")):
        start = next((place for place in reversed(range(len(rows))) if opens(rows, place)), len(rows))
        taken += [Line(first + place, rows[place].strip(), why) for place in range(start, len(rows)) if rows[place]]
        rows[start:] = [""] * (len(rows) - start)
    return taken


def _opens_footer(rows: list[str], place: int) -> bool:
    return len(rows) - place <= _LONGEST_FOOTER and _LIST_RULE.fullmatch(rows[place]) is not None


def _opens_signature(rows: list[str], place: int) -> bool:
    return rows[place] == _SIGNATURE


_LONGEST_FOOTER = 12
"""Lines: a rule further up separates parts of the text."""
