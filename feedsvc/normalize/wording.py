"""What an entry says: title, summary and content, each made of the others where the author left it out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath

from feedsvc import sanitize
from feedsvc.errors import Rejected
from feedsvc.normalize.case import Case
from feedsvc.shorten import shortened

LONGEST_TITLE = 1000
"""Characters. A headline has 100; ten times as many are text that slipped into it, for want of a blank line."""

_MADE_TITLE = 80
"""Characters of a title made of the first words: as many as a reader's list shows on one line."""

_SUMMARY = 500
"""Characters, a long paragraph: the whole text follows in the content."""

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_PARAGRAPH = re.compile(r'<p(?:\s(?:[^>"]|"[^"]*")*)?>(.*?)</p>', re.DOTALL)
_SHOWN = re.compile(r"<(?:img|audio|video)[\s>]")


@dataclass(frozen=True, slots=True)
class Wording:
    """`title` and `summary` are plain text on one line, `content` is safe HTML."""

    title: str
    summary: str
    content: str


@dataclass(frozen=True, slots=True)
class _Body:
    """The content, and the text of its first paragraph; both empty where there is nothing to show."""

    content: str = ""
    lead: str = ""


def wording(case: Case, base: str) -> Wording:
    """All that is said, its addresses absolute as seen from `base`. Raises Rejected where nothing is said."""
    title = _title(case)
    summary = _own_summary(case, base)
    body = _body(case, base)
    if not body.content:
        if not title and not summary:
            raise Rejected("the file has no title, no summary and no text", "Write the article, or take the file away")
        case.note("content", "The content is the summary, or the title: the article has no text.")
        body = _of_text(summary or title)
    return Wording(
        title=title or _made_title(case, summary or body.lead),
        summary=_summary(case, summary, body.lead),
        content=body.content,
    )


def subjects(case: Case) -> tuple[str, ...]:
    """The article's names of topics, each once, whatever its case."""
    found: dict[str, str] = {}
    for written in case.article.topics:
        name = sanitize.line(written)
        found.setdefault(name.casefold(), name)
    return tuple(filter(None, found.values()))


def _title(case: Case) -> str:
    """As written: what looks like markup in a title is text (R10)."""
    title = sanitize.line(case.article.title)
    if len(title) > LONGEST_TITLE:
        problem = f"{len(title):,} characters, of {LONGEST_TITLE:,} allowed"
        remedy = "Shorten it; if it is the text, put a headline and a blank line before it"
        raise case.rejection("title", problem, remedy)
    return title


def _made_title(case: Case, text: str) -> str:
    if text:
        case.note("title", "The title is the first words: the article has none.")
        return shortened(text, _MADE_TITLE)
    case.note("title", "The title is the file's name: the article has none, and no text.")
    return sanitize.line(PurePosixPath(case.source.path).stem)


def _own_summary(case: Case, base: str) -> str:
    """What the author wrote as the summary; of markup, its text."""
    written = case.article.summary or ""
    if sanitize.has_tags(written):
        return sanitize.plain(_safe(case, "summary", written, base))
    return sanitize.line(written)


def _summary(case: Case, own: str, lead: str) -> str:
    if not own:
        case.because("summary", "the first paragraph: the article has none")
    made = shortened(own or lead, _SUMMARY)
    if made != (own or lead):
        case.because("summary", f"shortened to {_SUMMARY} characters")
    return made


def _body(case: Case, base: str) -> _Body:
    if case.article.body_type == "text/html":
        return _of_html(_safe(case, "body", case.article.body, base))
    return _of_text(case.article.body)


def _of_text(text: str) -> _Body:
    """Paragraphs of plain text. Their HTML is ours and holds nothing but escaped text: it needs no sanitizer."""
    text = sanitize.text(text).strip()
    if not text:
        return _Body()
    paragraphs = _BLANK_LINES.sub("</p>\n<p>", escape(text, quote=False))
    return _Body(f"<p>{paragraphs}</p>", sanitize.line(_BLANK_LINES.split(text, maxsplit=1)[0]))


def _of_html(content: str) -> _Body:
    """Safe HTML, unless it would show nothing. The lead is the first paragraph with words, else all of the text."""
    leads = (sanitize.plain(paragraph[1]) for paragraph in _PARAGRAPH.finditer(content))
    lead = next(filter(None, leads), "") or sanitize.plain(content)
    return _Body(content.strip(), lead) if lead or _SHOWN.search(content) else _Body()


def _safe(case: Case, field: str, markup: str, base: str) -> str:
    try:
        return sanitize.html(markup, base)
    except Rejected as rejected:
        line = _line_in_file(case, base) or case.article.lines.get(field)
        raise Rejected(rejected.problem, rejected.remedy, line) from rejected


def _line_in_file(case: Case, base: str) -> int | None:
    """Where the file itself is nested too deep: HTML stands in Markdown as it is, but its lines do not."""
    try:
        sanitize.html(case.source.data.decode("utf-8", "replace"), base)
    except Rejected as rejected:
        return rejected.line
    return None
