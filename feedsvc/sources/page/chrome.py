"""What stands around an article on its page: told by its element, its role, or the names that stylesheets know it by.

Nothing that may be the article itself is ever taken for chrome, whatever it is called.
"""

from __future__ import annotations

import re

from lxml import etree

from feedsvc.model import Line
from feedsvc.sources._chrome import take_out
from feedsvc.sources._markup import remove
from feedsvc.sources._xml import line, text
from feedsvc.sources.page import consent
from feedsvc.sources.page.lengths import lengths

_NEVER_SHOWN = (
    *("script", "style", "template", "dialog", "object", "embed", "applet", "canvas", "meta", "link", "title"),
    *("amp-ad", "amp-analytics", "amp-consent", "amp-sidebar", "amp-social-share"),
)
_AROUND = frozenset({"nav", "aside", "footer", "form", "button", "input", "select", "textarea", "label", "menu"})
_ROLES = frozenset(
    {"navigation", "complementary", "search", "banner", "contentinfo", "dialog", "alertdialog", "alert", "toolbar"}
)
_NAMED = re.compile(
    r"""
    (?<![a-z]) (?<!has[_-]) (?<!no[_-]) (?<!with[_-]) (?:
      nav(?:bar|igation)? | menu | breadcrumbs? | sidebar | skip-?(?:link|to) | toolbar | masthead
    | site-(?:header|footer)
    | cookies? | cookie-?(?:bar|banner|notice|law|consent) | consent | gdpr | paywall | popup | modal
    | shar(?:e|ing)(?:-?(?:bar|buttons?|links?|daddy))? | sharedaddy | addtoany
    | social(?:-?(?:media|links?|icons?|bar|buttons?))?
    | related(?:-?(?:posts?|articles?|stories|content|links?))? | recommend(?:ed|ations?) | read-?(?:next|more)
    | more-stories
    | newsletter | subscri(?:be|ption) | sign-?up | comments?(?:-?(?:list|area|section))? | respond | disqus
    | ad | ads | adsense | advert(?:s|isement|ising)? | sponsor(?:ed)? | outbrain | taboola | promo
    | pagination | pager | post-?nav | tag-?(?:list|cloud) | post-?tags | entry-?tags
    ) (?![a-z])
    """,
    re.VERBOSE,
)
"""Names as they stand in `class` and `id`, whole words of them."""

_MAY_BE_NAMED = frozenset(
    {"div", "section", "ul", "ol", "li", "p", "header", "table", "figure", "iframe", "a", "amp-ad"}
)
"""Not `<span>`, by which code is coloured: its comments have the class `comment`."""

_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_AT_MOST = 3
"""Chrome holds less than a third of the page's text, links not counted: what holds more may be the article itself. So
it is within `<article>` and `<main>`, and where a page has neither; around them chrome may be as long as it likes."""

_ENOUGH = 200
"""Characters of text by which an `<article>` is told from a card that leads to another page."""


_LINES = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "figcaption", "td", "div")
"""Elements that may be a line of articles.chrome, where none of them is within."""


def strip(body: etree._Element) -> None:
    """Take the chrome out of the body of a page."""
    etree.strip_elements(body, *_NEVER_SHOWN, with_tail=False)
    consent.take_out(body)
    said = lengths(body)
    limit = said[body] // _AT_MOST
    own = _own(body, said)
    around = set(own.iterancestors()) | {own} if own is not None else set()
    waiting = [(child, own is None) for child in body]
    while waiting:  # top down, so that what lies in chrome is not looked at
        element, guarded = waiting.pop()
        kept = element in around or (guarded and said[element] > limit)
        if not kept and _is_chrome(element):
            remove(element)
        else:
            waiting.extend((child, guarded or element is own) for child in element)


def _own(body: etree._Element, said: dict[etree._Element, int]) -> etree._Element | None:
    """The first element that HTML has for an article, if there is text in it."""
    called = (element for tag in ("article", "main") for element in body.iter(tag))
    return next((element for element in called if said[element] >= _ENOUGH), None)


def lines(chrome: frozenset[str], content: etree._Element) -> tuple[Line, ...]:
    """Take out every line that equals one of articles.chrome; return these, by the lines of the file."""
    if not chrome:
        return ()
    elements = [element for element in content.iter(*_LINES) if not any(child.tag in _LINES for child in element)]
    dropped = take_out([text(element) for element in elements], chrome, first=0)
    gone = [elements[taken.number] for taken in dropped]
    for element in gone:
        remove(element)
    return tuple(Line(line(element) or 1, taken.text, taken.why) for element, taken in zip(gone, dropped, strict=True))


def _is_chrome(element: etree._Element) -> bool:
    tag = element.tag
    if tag in _AROUND:
        return tag != "footer" or not _is_in(element, "blockquote")
    if tag == "header" and not _is_in(element, "article", "main") and element.find(".//h1") is None:
        return True
    attributes = {str(name): str(value) for name, value in element.items()}
    if not attributes:
        return False
    if attributes.get("role") in _ROLES or _is_unseen(attributes):
        return True
    return tag in _MAY_BE_NAMED and _NAMED.search(_names(attributes)) is not None


def _names(attributes: dict[str, str]) -> str:
    return f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()


def _is_unseen(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return "style" in attributes and _UNSEEN.search(attributes["style"]) is not None


def _is_in(element: etree._Element, *tags: str) -> bool:
    return next(element.iterancestors(*tags), None) is not None
