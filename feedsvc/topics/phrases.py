"""Phrases of one to three words that stand out in many texts, by numbers alone: no list of words of any language. Pure.

What a text is about is said at its top: READ characters of each are looked at. A phrase is distinctive by five signs:

burst       where it is said once, it is said again
in titles   it stands in the titles of the entries that say it, more often than any word would
kinship     these entries have rare words in common beside it, which those that say "Monday" have not
a name      it is written with a capital within sentences (where the script has any)
cohesion    of several words: these meet more often than their numbers let expect

How many entries say it decides only among those that are.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

from feedsvc.expressions.tokens import stands_alone, tokens

READ = 1_000
"""Characters of each text: news says what it is about in its first paragraphs. Kept, they are 1 KB an entry."""

FEWEST = 3
"""Entries that must say a phrase: two that do may be one story told twice."""
_RAREST = 1 / 2000
_USUAL = 0.15
"""Of all entries: what more than these say is no topic but the paper itself."""
_FEW = 8
"""Entries: so many may say it in any case, but no more than half of them all."""
_FILLING = 0.4
"""Of all entries: what more than these say is an article or a preposition in any language, and ends no phrase."""
_SHORTEST = 3  # letters of a word that stands for itself

_AT_ONCE = 300_000
"""Phrases that are counted at a time, of 150 bytes each. When there are more, those met once since are forgotten."""
_CANDIDATES = 400
"""Of one word, and as many of several: these are looked at closely."""
_LEAST_WEIGHT = 0.75
"""Of the signs together: what has less is not worth the reading."""
_DOUBT = 3
"""Weight that one story alone would have to have beyond that: what few say may stand out by chance."""
_LOOKED_AT = 12
"""Of the stories that say a phrase, to see how they are akin: 66 pairs."""

_BREAK = "q0q0q"
"""A word that stands where a sentence or a part of it ends: no phrase goes on behind it."""
_BREAKS = re.compile(r"[.!?…;:,()\[\]{}\"“”„«»–—。、，！？；：「」]+(?=\s|$)|[(\[\"“„«–—。、，！？；：「」]|\n")
_IN_A_SENTENCE = re.compile(r"(?<=[^\W_] )[^\W\d_a-z]\w*")

Gram = tuple[int, ...]


class Story(NamedTuple):
    """What is looked at of an entry."""

    title: str
    text: str
    """Plain."""
    topics: Collection[str] = ()
    """The slugs of those that it has."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One that is distinctive."""

    words: tuple[str, ...]
    """As the tokenizer gives them."""
    stories: int
    """A set of stories by their numbers, as the bits of a number: two are compared in a microsecond."""
    score: float
    times: int
    """How often it is said in all of them."""


class Stories:
    """What was read of the stories: words as numbers, some 2 KB each."""

    def __init__(self, stories: Iterable[Story]) -> None:
        self._numbers: dict[str, int] = {_BREAK: 0}
        self.titles: list[str] = []
        self.topics: dict[str, int] = {}
        """Each topic's stories, as in Phrase."""
        self._tops: list[bytes] = []
        self._read: list[array[int]] = []
        self._capitals: Counter[str] = Counter()
        for number, story in enumerate(stories):
            self._take(number, story)
        self._words = list(self._numbers)
        titles = sum(read.index(0) for read in self._read)
        self._in_titles = titles / (sum(map(len, self._read)) or 1)  # the share of all words that stand in titles

    def __len__(self) -> int:
        return len(self.titles)

    def top(self, number: int) -> str:
        """The title and the beginning of the text, as they were written."""
        return f"{self.titles[number]}\n{self._tops[number].decode()}"

    def _take(self, number: int, story: Story) -> None:
        top = story.text[:READ]
        self.titles.append(story.title)
        self._tops.append(top.encode())
        self._read.append(array("I", (*self._cut(story.title), 0, *self._cut(top))))
        capitals = [word for word in _IN_A_SENTENCE.findall(top) if word[0].isupper()]
        self._capitals.update(tokens(" ".join(capitals)))
        for topic in story.topics:
            self.topics[topic] = self.topics.get(topic, 0) | 1 << number

    def _cut(self, text: str) -> list[int]:
        numbers = self._numbers
        return [numbers.setdefault(word, len(numbers)) for word in tokens(_BREAKS.sub(f" {_BREAK} ", text))]

    def phrases(self) -> list[Phrase]:
        """Those that are distinctive, the best first."""
        if len(self) < FEWEST:
            return []
        said, having = self._counted()
        least = max(FEWEST, round(len(self) * _RAREST))
        usual = max(FEWEST, round(len(self) * _USUAL), min(len(self) // 2, _FEW))
        known = frozenset(word for word, count in having.items() if count >= least and word)
        carrying = frozenset(word for word in known if having[word] <= max(usual, len(self) * _FILLING))
        rare = {word: having[word] for word in carrying if having[word] <= usual}
        single: dict[Gram, float] = {
            (word,): self._prominence(word, said, having) for word in filter(self._stands, rare)
        }
        several = {
            gram: cohesion
            for gram, count in self._grams(carrying, known)
            if least <= count <= usual and (cohesion := self._cohesion(gram, count, having)) > 0
        }
        cohesions = dict.fromkeys(_best(single), 0.0) | {gram: several[gram] for gram in _best(several)}
        return self._weighed(cohesions, said, rare)

    def _counted(self) -> tuple[Counter[int], Counter[int]]:
        """How often each word is said, and in how many stories."""
        said: Counter[int] = Counter()
        having: Counter[int] = Counter()
        for read in self._read:
            said.update(read)
            having.update(set(read))
        return said, having

    def _prominence(self, word: int, said: Counter[int], having: Counter[int]) -> float:
        """What can be told of a word before it is looked at closely."""
        burst = math.log2(said[word] / having[word])
        return (burst + self._capital((word,), said)) * math.sqrt(having[word])

    def _stands(self, word: int) -> bool:
        text = self._words[word]
        return len(text) >= _SHORTEST and not text.isdigit() and not stands_alone(text)

    def _grams(self, carrying: frozenset[int], known: frozenset[int]) -> Iterator[tuple[Gram, int]]:
        """Phrases of two and three words, with how many stories have each; fewer than it is, of what is rare."""
        base = len(self._words)
        found: Counter[int] = Counter()
        for read in self._read:
            pairs = pairwise(read)
            grams = {one * base + two for one, two in pairs if one in carrying and two in carrying}
            triples = zip(read, read[1:], read[2:])  # noqa: B905 (as long as the shortest one)
            grams.update(
                (one * base + two) * base + three
                for one, two, three in triples
                if one in carrying and three in carrying and two in known
            )
            found.update(grams)
            if len(found) > _AT_ONCE:
                found = Counter({gram: count for gram, count in found.items() if count > 1})
        for key, count in found.items():
            if count >= FEWEST:
                yield _gram(key, base), count

    def _cohesion(self, gram: Gram, count: int, having: Counter[int]) -> float:
        """How much more often the words meet than by chance, from 0 to 1 (normalized pointwise mutual information)."""
        if count == len(self):
            return 0.0  # what all say is no surprise, and has no measure
        together = math.log(count / len(self))
        apart = sum(math.log(having[word] / len(self)) for word in gram)
        return (together - apart) / (-(len(gram) - 1) * together)

    def _capital(self, gram: Gram, said: Counter[int]) -> float:
        """The share with a capital of all that is said of it, of its least capital word."""
        return min(self._capitals[self._words[word]] / said[word] for word in (gram[0], gram[-1]))

    def _weighed(self, chosen: dict[Gram, float], said: Counter[int], rare: dict[int, int]) -> list[Phrase]:
        times, in_titles, stories = self._met(chosen)
        chance = sum((count / len(self)) ** 2 for count in rare.values())
        found = []
        for gram, cohesion in chosen.items():
            count = stories[gram].bit_count()
            burst = math.log2(times[gram] / count)
            titled = max(in_titles[gram] - times[gram] * self._in_titles, 0) / count
            weight = burst + 2 * titled + self._capital(gram, said) / 2 + cohesion
            weight += self._kinship(gram, stories[gram], rare.keys(), chance)
            if weight >= _LEAST_WEIGHT + _DOUBT / count:
                words = tuple(self._words[word] for word in gram)
                found.append(Phrase(words, stories[gram], weight * math.sqrt(count), times[gram]))
        return sorted(found, key=lambda phrase: (-phrase.score, phrase.words))

    def _met(self, chosen: Collection[Gram]) -> tuple[Counter[Gram], Counter[Gram], dict[Gram, int]]:
        """How often each phrase is said, in how many titles it is, and in which stories."""
        times, in_titles = Counter[Gram](), Counter[Gram]()
        stories: dict[Gram, int] = dict.fromkeys(chosen, 0)
        for number, read in enumerate(self._read):
            grams = list(filter(stories.__contains__, _all_grams(read)))
            times.update(grams)
            for gram in set(grams):
                stories[gram] |= 1 << number
            titled = set(_all_grams(read[: read.index(0)])) & set(grams)
            in_titles.update(titled)
        return times, in_titles, stories

    def _kinship(self, gram: Gram, stories: int, rare: AbstractSet[int], chance: float) -> float:
        """How many more rare words two of these stories have in common than any two would, from 0 (no more) to 2."""
        numbers = list(members(stories))
        some = numbers[:: -(-len(numbers) // _LOOKED_AT)]
        shared = Counter(word for number in some for word in rare & set(self._read[number]))
        pairs = sum(count * (count - 1) for word, count in shared.items() if word not in gram)
        expected = len(some) * (len(some) - 1) * chance
        return min(max(math.log2(pairs / expected), 0), 2) if pairs and expected else 0


def members(stories: int) -> Iterator[int]:
    """The numbers in a set of stories, the first ones first."""
    place = 0
    for byte in stories.to_bytes(-(-stories.bit_length() // 8), "little"):
        if byte:
            yield from (place + bit for bit in range(8) if byte >> bit & 1)
        place += 8


def _best(signs: dict[Gram, float]) -> list[Gram]:
    return sorted(signs, key=lambda gram: (-signs[gram], gram))[:_CANDIDATES]


def _gram(key: int, base: int) -> Gram:
    words: list[int] = []
    while key:
        key, word = divmod(key, base)
        words.append(word)
    return tuple(reversed(words))


def _all_grams(read: array[int]) -> Iterator[Gram]:
    """Every one, two and three words in a row."""
    return chain(zip(read), pairwise(read), zip(read, read[1:], read[2:]))  # noqa: B905 (as long as the shortest one)
