"""What an article leads to within its folder: other articles, and files beside it. Pure.

Another article is called by its key: its path without suffix, and without `/index`, so that `a/b.md` and `a/b/index.md`
are one to whoever refers to them. Behind `**/` stands a key of which only the end is known, as wiki links have it. In a
body it is an address of a scheme of our own, `article:a/b`, until somebody who knows where entries are puts theirs in
its place; an address that nobody knows is no link in a feed, and its text stays. A page of the site that may be an
article, `/blog/second/`, stays in the body as it is written, and is a reference with `//` before it: see permalinks.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import quote, unquote

from feedsvc import addresses
from feedsvc.model import Attachment, SourceFile
from feedsvc.sources import permalinks
from feedsvc.sources._addresses import are_all_absolute, placed

SCHEME = addresses.ARTICLE_SCHEME
BESIDE = addresses.ATTACHMENT_SCHEME
"""The scheme of a file beside the article, by its name; normalize puts it below the entry's address."""
_SIGNS = (b".md", b"[[", b".rst")
_PAGE = "text/html"
_LINK_IN_PAGE = re.compile(
    rb"""\bhref\s*+=\s*+["']?[^"'\s:/>=][^"'\s:>=]{0,500}\.(?:x?html?|md|markdown|mdx|rst)\b""", re.IGNORECASE
)
_CANONICAL = re.compile(rb"""\brel\s*+=\s*+["']?canonical\b""", re.IGNORECASE)
"""Pages link to each other as pages; those that say where they belong are at home there."""
_REFERRING = frozenset({"text/markdown", "text/mdx", "text/x-rst"})
_BRACED = (b"{% post_url", b"{% link", b"{{<", b"{{%")
"""One of these, or of those, is in every text that refers to another article."""
ANYWHERE = "**/"
BY_ID = "id:"
"""Before an id, in place of a key: packages of news name what is in them by its id alone."""
_PACKAGED = b"residref"
_XML = "application/xml"

ARTICLES = (".md", ".markdown", ".mdx", ".rst")
"""Suffixes of files that are articles when others link to them."""

_REFERENCE = re.compile(rf'(<a\b[^<>]*?\shref="){SCHEME}([^"#]*)([^"]*)"', re.IGNORECASE)
_DEAD_END = re.compile(rf'<a\b[^<>]*?\shref="{SCHEME}[^"]*"[^<>]*>((?:(?!</?a\b).)*+)</a>', re.DOTALL | re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:[a-zA-Z][a-zA-Z0-9]{1,4}|mp[34]|7z)$")
_PAGES = (".html", ".htm", ".php", ".xml", ".asp", ".aspx")
_ROOTED = re.compile(r"(?:\{(?:filename|static|attach)\}|\|(?:filename|attach)\|)(/?)|(@/)")
_ELSEWHERE = re.compile(r"\{(?:tag|category|author|index)\}|\|(?:tag|category|author|index)\|")


def key(path: str) -> str:
    """What the article at a path is called: `2024/talks/index.md` is `2024/talks`."""
    stem = path[: -len(suffix)] if (suffix := _article_suffix(path)) else path
    return stem.removesuffix("/index")


def address(reference: str, fragment: str = "") -> str:
    """The address, of our own scheme, by which a body leads to an article."""
    return f"{SCHEME}{quote(reference, safe='/*')}{fragment}"


def anywhere(written: str) -> str:
    """The key of an article of which an author gave the name, or the end of the path."""
    return ANYWHERE + key(posixpath.normpath(written.strip("/ ")).lstrip("./"))


def may_refer(source: SourceFile) -> bool:
    """Whether a file may lead to other articles: a few looks into its bytes, in place of parsing it."""
    data = source.data
    if source.media_type == _PAGE:
        return not _CANONICAL.search(data) and (_LINK_IN_PAGE.search(data) is not None or permalinks.may_lead(data))
    if source.media_type == _XML:
        return _PACKAGED in data
    if source.media_type not in _REFERRING:
        return False
    if any(sign in data for sign in _SIGNS) or (b"{" in data and any(sign in data for sign in _BRACED)):
        return True
    return permalinks.may_lead(data)


def settle(content: str, path: str) -> tuple[str, tuple[Attachment, ...], tuple[str, ...]]:
    """The HTML of the article at `path` with its relative addresses settled: the files and the articles that it means.

    What is neither, such as `../about/`, stays as it was written.
    """
    if are_all_absolute(content):
        return content, (), ()
    seen = _Seen(path)
    settled = placed(content, seen.place)
    referred = [unquote(found[2]) for found in _REFERENCE.finditer(settled)] if SCHEME in settled else []
    return settled, tuple(seen.attachments.values()), tuple(dict.fromkeys((*filter(None, referred), *seen.pages)))


def attachment(written: str, path: str) -> Attachment | None:
    """The file that an article at `path` means by a relative address; None where it means none in the folder."""
    target = unquote(re.split(r"[?#]", written, maxsplit=1)[0])
    rooted = _ROOTED.match(target)
    if _is_foreign(target) or not _SUFFIX.search(target) or target.lower().endswith(_PAGES):
        return None
    if target.startswith(ANYWHERE):
        return Attachment(posixpath.basename(target), target)
    place = target[rooted.end() :] if rooted else target
    at_root = bool(rooted and (rooted[1] or rooted[2]))
    whole = posixpath.normpath(place if at_root else posixpath.join(posixpath.dirname(path), place))
    if whole.startswith(("../", "/")) or whole == "..":
        return None
    own = posixpath.dirname(path) + "/" if "/" in path else ""
    return Attachment(whole.removeprefix(own), whole)


def leads_out(written: str) -> bool:
    """Whether a relative address climbs out of the folders that it could mean."""
    return written.startswith("../")


def linked(content: str, addresses: Mapping[str, str]) -> str:
    """The HTML with the addresses of the articles that it refers to, by key; of a link to another, only the text."""

    def known(found: re.Match[str]) -> str:
        target = addresses.get(unquote(found[2]))
        return f'{found[1]}{escape(target)}{found[3]}"' if target else found[0]

    def on_site(_tag: str, written: str) -> str | None:
        page, mark, fragment = written.partition("#")
        target = addresses.get(permalinks.ON_SITE + unquote(page))
        return target + mark + fragment if target else None

    if any(reference.startswith(permalinks.ON_SITE) for reference in addresses):
        content = placed(content, on_site)
    return _DEAD_END.sub(r"\1", _REFERENCE.sub(known, content))


class Index:
    """The articles of the folder, by what others call them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_key = {key(path).casefold(): path for path in paths}
        self._by_name: dict[str, list[str]] = {}
        for known in sorted(self._by_key, key=lambda known: (known.count("/"), known)):
            self._by_name.setdefault(posixpath.basename(known), []).append(known)
        self._permalinks = permalinks.Permalinks(self._by_key)

    def find(self, references: Iterable[str], path: str) -> dict[str, str]:
        """Which articles the references of that at `path` mean, by reference.

        Of several that end alike, that with the fewest folders, as wikis take it.
        """
        found = {reference: self._found(reference, path) for reference in references}
        return {reference: meant for reference, meant in found.items() if meant}

    def _found(self, reference: str, path: str) -> str | None:
        if reference.startswith(permalinks.ON_SITE):
            meant = self._permalinks.find(reference.removeprefix(permalinks.ON_SITE), path)
            return self._by_key[meant] if meant else None
        folded = reference.casefold()
        if not folded.startswith(ANYWHERE):
            return self._by_key.get(folded)
        end = folded.removeprefix(ANYWHERE)
        alike = self._by_name.get(posixpath.basename(end), [])
        return next((self._by_key[known] for known in alike if known == end or known.endswith(f"/{end}")), None)


class _Seen:
    """Puts every relative address of one article in its place, and remembers the files among them."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.attachments: dict[str, Attachment] = {}
        self.pages: dict[str, None] = {}
        """References to pages of the site, each once, in their order."""

    def place(self, tag: str, written: str) -> str | None:
        if ":" in written:
            return None
        target, fragment = re.split(r"(?=[?#])", written, maxsplit=1) if re.search("[?#]", written) else (written, "")
        settled = self._placed(unquote(target), written)
        if settled is None and tag == "a" and not fragment.startswith("?"):
            self._note_page(unquote(target))
        return None if settled is None else settled + fragment

    def _placed(self, target: str, written: str) -> str | None:
        if _ELSEWHERE.match(target):
            return SCHEME  # a page of the generator's own: nothing that we could lead to
        if _article_suffix(target) and not _is_foreign(target):
            return address(self._key(target))
        if (file := attachment(written, self._path)) is None:
            return None
        self.attachments.setdefault(file.name, file)
        return BESIDE + quote(file.name)

    def _note_page(self, target: str) -> None:
        if permalinks.is_page(target):
            self.pages[permalinks.ON_SITE + target] = None

    def _key(self, target: str) -> str:
        if rooted := _ROOTED.match(target):
            place = target[rooted.end() :]
            at_root = bool(rooted[1] or rooted[2])
            return anywhere(place) if at_root else key(_beside(self._path, place))
        return key(_beside(self._path, target))


def _beside(path: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def _article_suffix(path: str) -> str | None:
    lowered = path.lower()
    return next((suffix for suffix in ARTICLES if lowered.endswith(suffix)), None)


def _is_foreign(target: str) -> bool:
    """Whether an address starts at the site's root or at another host, and so means nothing in the folder."""
    return not target or target.startswith(("/", "#", "?", "\\")) or ":" in target
