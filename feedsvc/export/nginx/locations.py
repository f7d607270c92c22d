"""Which addresses share a location of nginx's, and what is said of them there. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from werkzeug.utils import get_content_type

from feedsvc import media_types
from feedsvc.export import layout
from feedsvc.export.manifest import STEM, Headers, Manifest, Redirect, Written
from feedsvc.web.attachments import SAID

_KEEPS = {
    **dict.fromkeys(layout.FEEDS.values(), "$feedsvc_keeps"),
    **dict.fromkeys(layout.ARCHIVES.values(), "$feedsvc_archive_keeps"),
}
"""What differs among the addresses of one location, and is told apart by the rules before it."""

_ORDER = (*layout.FEEDS.values(), *layout.ARCHIVES.values(), layout.PAGES)
"""In which nginx tries them: most requests are for feeds."""


@dataclass(frozen=True, slots=True)
class Attachments:
    """The location of the files beside articles; there is one whether there are any or not."""

    pattern: str
    types: tuple[tuple[str, str], ...]
    """With their suffixes, between spaces."""
    other_type: str
    headers: Headers


@dataclass(frozen=True, slots=True)
class Location:
    """A location of nginx's: which addresses, which file, and what is said with it."""

    matcher: str
    file: str | None
    """None: it is called as the address is."""
    media_type: str
    headers: Headers
    is_archive: bool = False
    number: int = 0
    """By which a navigation is found again."""
    navigation: Location | None = None
    """The same for a browser that shows what it gets."""


def locations(manifest: Manifest) -> Iterator[Location]:
    """Of everything that is answered 200."""
    grouped: dict[str, list[Written]] = defaultdict(list)
    for address, written in manifest.written.items():
        if not layout.is_refusal(address):
            shared = layout.pattern_of(address) if layout.is_short(address) else None
            grouped[shared or address].append(written)
    exact = sorted(grouped.keys() - set(_ORDER))
    for number, key in enumerate([*exact, *(pattern for pattern in _ORDER if pattern in grouped)]):
        location = _location(_matcher(key), key, grouped[key])
        navigation = manifest.navigations.get(key)
        if navigation:
            shown = _location("", key, [replace(grouped[key][0], headers=navigation)])
            location = replace(location, number=number, navigation=shown)
        yield location


def refusals(written: Mapping[str, Written]) -> Iterator[Location]:
    """Of what is told to those who ask for what is not there."""
    for address in filter(layout.is_refusal, sorted(written)):
        yield _location(_matcher(address), address, [written[address]])


def redirected(redirect: Redirect) -> tuple[Headers, str]:
    """What is said with a redirect, and where it leads."""
    headers = (("Cache-Control", _quoted(redirect.cache_control)), ("X-Content-Type-Options", _quoted("nosniff")))
    return headers, safe(redirect.location)


def safe(text: str) -> str:
    """As a part of a parameter in double quotes: nginx takes `$` for the beginning of a variable everywhere."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "%24")


def _quoted(text: str) -> str:
    """As a parameter, in the quotes that need the fewest escapes."""
    return f"'{safe(text)}'".replace('\\"', '"') if '"' in text and "'" not in text else f'"{safe(text)}"'


def _matcher(key: str) -> str:
    return f'~ "{key}"' if key in _ORDER else f'= "{safe(unquote(key))}"'


def _file(key: str) -> str | None:
    """Where to look for it, if it is not called as its address is."""
    if key in _ORDER:
        return "$uri.html" if key == layout.PAGES else None
    file = f"/{layout.file_of(key)}"
    return None if file == unquote(key) else f'"{safe(file)}"'


def _location(matcher: str, key: str, group: Iterable[Written]) -> Location:
    """Said as most of them say it."""
    counted = Counter((written.headers, bool(written.codings)) for written in group)
    (headers, is_encoded), _ = counted.most_common(1)[0]
    said = {name: _quoted(value).replace(STEM, "$feedsvc_stem") for name, value in headers}
    media_type = safe(dict(headers).get("Content-Type", "application/octet-stream"))
    said.pop("Content-Type", None)
    if key in _KEEPS:
        said["Cache-Control"] = _KEEPS[key]
    if is_encoded:
        said.setdefault("Vary", "Accept-Encoding")  # of static files, which the server sends in no coding
    is_archive = key in layout.ARCHIVES.values()
    return Location(matcher, _file(key), media_type, tuple(sorted(said.items())), is_archive)


ATTACHMENTS = Attachments(
    layout.ATTACHMENTS,
    tuple((f'"{get_content_type(kind, "utf-8")}"', " ".join(some)) for kind, some in media_types.suffixes().items()),
    media_types.UNKNOWN,
    tuple((name, _quoted(value)) for name, value in sorted(SAID.items())),
)
