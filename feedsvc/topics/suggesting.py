"""Topics that the entries themselves propose: phrases that stand out, each with a rule that finds them. Pure.

phrases.py finds the phrases. Here, those that mean the same entries become one topic, what the existing topics cover
is left out, and each gets a slug, a title as the authors wrote it, and a rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_

from feedsvc import addresses, names
from feedsvc.expressions.expression import Expression, Or, Words, leaves
from feedsvc.expressions.language import parse
from feedsvc.expressions.tokens import located, stands_alone
from feedsvc.model import Topic
from feedsvc.topics.phrases import Phrase, Stories, Story, members

_SAME = 0.6
"""Of the stories that say either of two phrases, this share says both: they mean one topic. Of the times that a part of
a phrase is said, this share is within the phrase: it is the phrase that is meant."""
_COVERED = 0.5
"""Of the stories that a phrase or a topic has, this share is in both: the topic is there already."""
_EQUAL = 0.6
"""Of the score of a phrase, another one has as much to be another name of the same."""
_STEM = 4
"""Letters at least that forms of a word have in common: Iran and Iraq are none."""
_ENDING = 3  # letters by which one form may be longer than another
_MOST_PHRASES = 4
"""In a rule: more are not read before they are pasted."""
_EXAMPLES = 3
_ASKED = 5
"""Stories that are looked at for how a phrase is written."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic that is not there yet."""

    slug: str
    title: str
    rule: str
    entries: int
    """How many say it at their top; the rule, which looks at all of their text, may find more."""
    examples: tuple[str, ...]
    """Titles of some of them, in the order in which the entries were given."""


@dataclass(slots=True)
class _Group:
    """Phrases that mean the same entries, the one that names the topic first."""

    phrases: list[Phrase]
    stories: int


def suggest(stories: Iterable[Story], topics: Sequence[Topic] = (), most: int = 20) -> list[Suggestion]:
    """The topics that would tell most, the best first; `topics` are those that are configured.

    1,000 stories take some 0.5 s and 5 MB.
    """
    read = Stories(stories)
    covered = _Covered(read, topics)
    groups = _grouped((phrase for phrase in read.phrases() if not covered.has(phrase)), 2 * most)
    return list(islice(_named(groups, read, covered), most))


class _Covered:
    """What the existing topics have."""

    def __init__(self, read: Stories, topics: Sequence[Topic]) -> None:
        self._stories = list(read.topics.values())
        self._named = {slug for topic in topics for slug in (topic.slug, *topic.aliases, names.slug(topic.title))}
        rules = (parse(topic.rule) for topic in topics if topic.rule)
        self._asked = {leaf.words for rule in rules for leaf in leaves(rule)}
        self.slugs = addresses.RESERVED | self._named | read.topics.keys()

    def has(self, phrase: Phrase) -> bool:
        """Whether a topic has its name, or a rule its words, or if a topic has nearly the same entries."""
        if phrase.words in self._asked or "-".join(phrase.words) in self._named:
            return True
        return any(_likeness(phrase.stories, stories) >= _COVERED for stories in self._stories)


def _grouped(phrases: Iterable[Phrase], most: int) -> list[_Group]:
    """What means the same put together: `most` groups, by the score of their best phrase."""
    groups: list[_Group] = []
    for phrase in phrases:
        same = next((group for group in groups if _means(group, phrase)), None)
        if same:
            _join(same, phrase)
        elif len(groups) < most:
            groups.append(_Group([phrase], phrase.stories))
    return groups


def _means(group: _Group, phrase: Phrase) -> bool:
    if _likeness(group.stories, phrase.stories) >= _SAME:
        return True
    return any(_are_forms(known.words, phrase.words) or _is_part(phrase, known) for known in group.phrases)


def _join(group: _Group, phrase: Phrase) -> None:
    """A longer phrase takes the place of its parts where these are mostly said in it, as "Korea" in "North Korea"."""
    parts = [known for known in group.phrases if _stands_for(phrase, known)]
    if parts:
        place = group.phrases.index(parts[0])
        rest = [known for known in group.phrases if known not in parts]
        group.phrases = [*rest[:place], phrase, *rest[place:]]
    elif all(_adds(phrase, known) for known in group.phrases):
        group.phrases = [*group.phrases, phrase][:_MOST_PHRASES]
    group.stories = reduce(or_, (known.stories for known in group.phrases))


def _stands_for(phrase: Phrase, part: Phrase) -> bool:
    return _within(part.words, phrase.words) and phrase.times >= part.times * _SAME


def _adds(phrase: Phrase, known: Phrase) -> bool:
    """Whether it is another name: "ferry again" is none of the ferry, nor is what is merely said beside it."""
    if _are_forms(phrase.words, known.words):
        return True
    return set(phrase.words).isdisjoint(known.words) and phrase.score >= known.score * _EQUAL


def _is_part(one: Phrase, other: Phrase) -> bool:
    """Whether one of them is within the other, and the longer one is what the shorter one mostly means."""
    within = _within(one.words, other.words) or _within(other.words, one.words)
    return within and _likeness(one.stories, other.stories) >= _COVERED


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return len(part) < len(whole) and any(whole[at : at + len(part)] == part for at in range(len(whole)))


def _are_forms(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether they are the same but for the ends of words, as in plurals and cases."""
    return len(one) == len(other) and all(map(_is_form, one, other))


def _is_form(one: str, other: str) -> bool:
    """Whether all but the last letter of the shorter one begins both: so do ferry and ferries, and two cases."""
    stem = min(len(one), len(other)) - 1
    return one == other or (stem >= _STEM and one[:stem] == other[:stem] and abs(len(one) - len(other)) <= _ENDING)


def _likeness(one: int, other: int) -> float:
    """What both sets have, of what either has (Jaccard's index)."""
    return (one & other).bit_count() / ((one | other).bit_count() or 1)


def _named(groups: Iterable[_Group], read: Stories, covered: _Covered) -> Iterator[Suggestion]:
    taken = set(covered.slugs)
    for group in groups:
        written = [_written(phrase, read) for phrase in group.phrases]
        title = written[0][:1].upper() + written[0][1:]
        slug = names.slug(title)
        if slug and slug not in taken:
            taken.add(slug)
            examples = tuple(read.titles[number] for number in islice(members(group.stories), _EXAMPLES))
            yield Suggestion(slug, title, str(_rule(group, written)), group.stories.bit_count(), examples)


def _rule(group: _Group, written: Sequence[str]) -> Expression:
    parts = [Words(phrase.words, text) for phrase, text in zip(group.phrases, written, strict=True)]
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _written(phrase: Phrase, read: Stories) -> str:
    """As it is written most often, which is not as the tokenizer folds it."""
    forms: Counter[str] = Counter()
    for number in islice(members(phrase.stories), _ASKED):
        forms.update(_forms(phrase.words, read.top(number)))
    return max(forms, key=lambda form: (forms[form], form), default=" ".join(phrase.words))


def _forms(words: tuple[str, ...], text: str) -> Iterator[str]:
    cut = list(located(text))
    for at in range(len(cut) - len(words) + 1):
        found = cut[at : at + len(words)]
        if tuple(word for word, _, _ in found) == words:
            between = "" if all(map(stands_alone, words)) else " "
            yield between.join(text[start:end] for _, start, end in found)
