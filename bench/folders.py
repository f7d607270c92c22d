"""Folders of invented articles, the same at every run: agency copy in text, and Markdown with front matter."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

TOPICS = tuple(f"topic-{number}" for number in range(20))

_ONSETS = ("b", "br", "c", "d", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w")
_RIMES = ("an", "ar", "ell", "en", "er", "ian", "ick", "ing", "ol", "on", "ore", "ound", "um", "ust", "y")
_COMMON = ("the", "of", "and", "to", "in", "that", "was", "for", "on", "with", "said", "by", "from", "at", "has", "its")


def words(seed: int = 1) -> list[str]:
    """A vocabulary of some six thousand words; the first hundred occur in rules."""
    source = random.Random(seed)
    made = {f"{a}{b}{c}{d}" for a in _ONSETS for b in _RIMES for c in _ONSETS[:5] for d in _RIMES[:4]}
    vocabulary = sorted(made)
    source.shuffle(vocabulary)
    return vocabulary


VOCABULARY = words()


def rules(count: int) -> list[str]:
    """Rules of a realistic mix: words, phrases, AND, OR, NOT."""
    source = random.Random(2)
    return [_rule(number, source) for number in range(count)]


def _rule(number: int, source: random.Random) -> str:
    a, b, c, d = source.sample(VOCABULARY, 4)
    return (f"{a} OR {b} OR {c}", f'"{a} {b}" OR ({c} AND {d})', f"{a} AND ({b} OR {c}) NOT {d}", f"{a}")[number % 4]


def write_text(folder: Path, count: int, size: int = 3000) -> None:
    """`count` files of about `size` bytes in the shape of crawled agency copy, spread over folders of a month each."""
    source = random.Random(3)
    for number in range(count):
        day = date(2001, 1, 1) + timedelta(days=number % 3650)
        headline = " ".join(source.choices(VOCABULARY, k=8)).title()
        text = f"Accessibility links\n\nBreaking News\n\n{headline} - {day}\n\n{_prose(source, size)}\n"
        _write(folder / f"{day:%Y/%m}" / f"{number:06}.txt", text)


def write_markdown(folder: Path, count: int, size: int = 3000) -> None:
    """`count` Markdown files with YAML front matter, each in one of TOPICS, as Hugo, Pelican and we read them."""
    source = random.Random(4)
    for number in range(count):
        day = date(2001, 1, 1) + timedelta(days=number % 3650)
        headline = " ".join(source.choices(VOCABULARY, k=8)).title()
        matter = f"---\ntitle: {headline}\ndate: {day}\ntags: [{TOPICS[number % len(TOPICS)]}]\n---\n"
        _write(folder / f"{number:06}.md", f"{matter}\n{_prose(source, size, marks=True)}\n")


def write_nitf(folder: Path, count: int, size: int = 3000) -> None:
    """`count` files of NITF 3.5, some 5 KB with their head, as an agency sends them."""
    source = random.Random(5)
    for number in range(count):
        day = date(2001, 1, 1) + timedelta(days=number % 3650)
        headline = " ".join(source.choices(VOCABULARY, k=8)).title()
        paragraphs = "".join(f"<p>{each}</p>" for each in _prose(source, size).split("\n\n"))
        _write(
            folder / f"{number:06}.xml",
            _NITF.format(number=number, day=f"{day:%Y%m%d}", title=headline, text=paragraphs),
        )


def write_pages(folder: Path, count: int, size: int = 8000) -> None:
    """`count` HTML pages of some 45 KB, of which a fifth is the article and all else what crawlers bring along."""
    source = random.Random(6)
    links = "".join(f'<li><a href="/section/{word}">{word.title()}</a></li>' for word in VOCABULARY[:400])
    for number in range(count):
        day = date(2001, 1, 1) + timedelta(days=number % 3650)
        headline = " ".join(source.choices(VOCABULARY, k=8)).title()
        paragraphs = "".join(f"<p>{each}</p>" for each in _prose(source, size).split("\n\n"))
        page = _PAGE.format(number=number, day=day, title=headline, text=paragraphs, links=links)
        _write(folder / f"{number:06}.html", page)


def article(number: int) -> str:
    """One more text article, unlike all others."""
    return f"Sighting {number} Is Confirmed - 2026-11-01\n\n{_prose(random.Random(number), 3000)}\n"


def _prose(source: random.Random, size: int, *, marks: bool = False) -> str:
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < size:
        picked = [source.choice(_COMMON if source.random() < 0.4 else VOCABULARY) for _ in range(60)]
        if marks:
            picked[7], picked[20] = f"**{picked[7]}**", f"[{picked[20]}](https://example.org/{picked[20]})"
        paragraphs.append(" ".join(picked).capitalize() + ".")
    return "\n\n".join(paragraphs)


_NITF = """<?xml version="1.0" encoding="UTF-8"?>
<nitf><head><title>{title}</title><docdata><doc-id id-string="wire-{number}"/><date.issue norm="{day}T080000Z"/>
<urgency ed-urg="4"/><key-list><keyword key="harbour"/><keyword key="trade"/></key-list>
<doc.copyright holder="The Wire" year="2001"/></docdata><pubdata type="print" name="The Wire"/></head>
<body><body.head><hedline><hl1>{title}</hl1></hedline><byline>By <person>Mira Halden</person></byline>
<dateline><location>Ostmark</location></dateline></body.head><body.content>{text}</body.content></body></nitf>
"""

_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Daily Quay</title>
<link rel="canonical" href="https://quay.example.org/story/{number}"><meta property="og:title" content="{title}">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{title}",
"datePublished": "{day}T08:00:00Z", "author": {{"@type": "Person", "name": "Mira Halden"}}}}</script>
<style>body {{ color: black }}</style></head><body><header><nav><ul>{links}</ul></nav></header>
<div class="cookie-banner"><p>We value your privacy.</p><button>Accept</button></div>
<main><article><h1>{title}</h1><p class="byline">Mira Halden</p><div class="share"><a href="#">Share</a></div>
{text}</article><aside><h2>Related</h2><ul>{links}</ul></aside></main><footer><ul>{links}</ul></footer></body></html>
"""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
