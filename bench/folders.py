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


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
