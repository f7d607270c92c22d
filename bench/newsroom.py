"""An invented newsroom: articles whose words are as unevenly frequent as in print, and the rules of its desks."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import accumulate, product

from bench.folders import _ONSETS, _RIMES
from feedsvc.model import Author, Entry

WORDS = 200_000
NAMES = 60_000
"""Of two words each, such as places and people have: what phrases are about."""

STEEP = 1.25
"""Of Zipf's law: such that of 520 words some 280 are different; in agency copy in English it is a few less."""

_NOW = datetime(2026, 11, 1, tzinfo=UTC)
_LANGUAGES = ("en", "en-GB", "en-US", "fr", "de")
_FOLDERS = ("world", "economy", "science", "sport", "culture")
_USUAL = 3_000  # words by which a desk says more closely what it means; beyond are those that it is about
_EVER = 10_000  # of so many rules, one has nothing but words that must be absent


class Newsroom:
    """The same one for the same seed."""

    def __init__(self, seed: int) -> None:
        self._source = random.Random(seed)
        self.words = _vocabulary()
        self.names = _names(self.words)
        self._word_weights = _zipf(len(self.words))
        self._name_weights = _zipf(len(self.names))

    def entry(self, number: int, size: int = 3000) -> Entry:
        """One with `size` characters of text: a word in twelve begins a name."""
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < size:
            paragraphs.append(" ".join(self._prose(60)).capitalize() + ".")
        return Entry(
            id=f"tag:example.org,2026:{number}",
            slug=f"a-{number}",
            path=f"{self._source.choice(_FOLDERS)}/2026/11/{number:06}.txt",
            link=f"https://example.org/entries/a-{number}",
            title=" ".join(self._prose(8)).title(),
            summary=paragraphs[0][:200],
            content="".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs),
            language=self._source.choice(_LANGUAGES),
            published=_NOW,
            updated=_NOW,
            received=_NOW,
            digest="0",
            authors=(Author(self._name().title()),),
        )

    def rules(self, count: int) -> list[str]:
        """Of twenty, five name names, five join words, four exclude, two have NEAR, two a prefix, two a field."""
        kinds: Sequence[Callable[[], str]] = (
            *(self._naming,) * 5,
            *(self._joining,) * 5,
            *(self._excluding,) * 4,
            *(self._near,) * 2,
            *(self._beginning,) * 2,
            self._titled,
            self._signed,
        )
        return [kinds[number % 20]() if (number + 1) % _EVER else f"NOT {self._rare()}" for number in range(count)]

    def _prose(self, count: int) -> list[str]:
        words = self._source.choices(self.words, cum_weights=self._word_weights, k=count)
        for place in range(0, count, 12):
            words[place] = self._name()
        return words

    def _name(self) -> str:
        return self._source.choices(self.names, cum_weights=self._name_weights)[0]

    def _rare(self) -> str:
        return self.words[self._source.randrange(_USUAL, len(self.words))]

    def _usual(self) -> str:
        return self.words[self._source.randrange(100, _USUAL)]

    def _any_name(self) -> str:
        return f'"{self.names[self._source.randrange(200, len(self.names))]}"'

    def _naming(self) -> str:
        return f"{self._any_name()} OR {self._any_name()} OR {self._rare()}"

    def _joining(self) -> str:
        return f"({self._rare()} OR {self._any_name()}) ({self._usual()} OR {self._usual()} OR {self._usual()})"

    def _excluding(self) -> str:
        return f"({self._rare()} OR {self._rare()}) {self._usual()} -({self._usual()} OR {self._any_name()})"

    def _near(self) -> str:
        return f"({self._usual()} OR {self._rare()}) NEAR/8 ({self._any_name()} OR {self._rare()})"

    def _beginning(self) -> str:
        return f"{_stem(self._rare())}* ({self._usual()} OR {_stem(self._usual())}*) -{self._usual()}"

    def _titled(self) -> str:
        return f"title:({self._rare()} OR {self._any_name()}) language:en"

    def _signed(self) -> str:
        return f"author:{self._any_name()} OR path:{self._source.choice(_FOLDERS)} {self._rare()} {self._usual()}"


def _stem(word: str) -> str:
    """What its forms have in common: there are three of each, as a verb has in English."""
    return word.removesuffix("ed").removesuffix("s")


def _vocabulary() -> list[str]:
    """By frequency, the most frequent first; the short ones before the others, as it is in print on the whole."""
    source = random.Random(1)
    short = ["".join(parts) for parts in product(_ONSETS, _RIMES)]
    long = ["".join(parts) for parts in product(_ONSETS, _RIMES, _ONSETS, _RIMES, ("", "s", "ed"))]
    distinct = list(dict.fromkeys([*source.sample(short, len(short)), *source.sample(long, len(long))]))
    return distinct[:WORDS]


def _names(words: Sequence[str]) -> list[str]:
    source = random.Random(2)
    uncommon = words[500:]
    return [f"{source.choice(uncommon)} {source.choice(uncommon)}" for _ in range(NAMES)]


def _zipf(count: int) -> list[float]:
    return list(accumulate((rank + 3) ** -STEEP for rank in range(count)))
