"""Which topics an entry is about, and why: Entry -> Assignments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest

from feedsvc.expressions.expression import Expression
from feedsvc.expressions.language import parse
from feedsvc.expressions.text import Text
from feedsvc.model import Assignment, Entry, Origin, Topic
from feedsvc.topics.folders import folder_topics
from feedsvc.topics.order import rounds
from feedsvc.topics.rules import Rules
from feedsvc.topics.tree import Tree

_MOST_EVIDENCE = 5  # words named in a reason: enough to understand it, where a rule may list five hundred


class Classifier:
    """Knows the configured topics; pickles, so that it can travel to worker processes.

    Rules that `former` has too are taken from it: to parse them takes two thirds of the time, and after an edit all but
    one of them are those of before. Raises ExpressionError for the first that does not parse; `problems` tells
    everything that is wrong.
    """

    def __init__(self, topics: Sequence[Topic], former: Classifier | None = None) -> None:
        self._tree = Tree(topics)
        parsed = {topic.rule: expression for topic, expression in former.ruled} if former else {}
        ruled = ((topic, topic.rule) for topic in topics if topic.rule is not None)
        self._ruled = [(topic, parsed.get(rule) or parse(rule)) for topic, rule in ruled]
        decided, circular = rounds(topics, self._ruled)
        numbered = [*decided, *([circular] if circular else ())]  # of these, `problems` tells before it comes to this
        known = former.rules() if former else []
        self._rounds = [
            (numbers, Rules([self._ruled[number][1] for number in numbers], before))
            for numbers, before in zip_longest(numbered, known[: len(numbered)])
        ]

    def classify(self, entry: Entry, text: Text | None = None) -> tuple[Assignment, ...]:
        """One assignment for each topic, in order of origin: metadata, folder, rule, parent.

        The first origin stands; what the others found is added to its `why`. `text` is that of the entry, for whoever
        has it cut already, or has more to ask of it.
        """
        return self._found(entry, text).assignments()

    def reasons(self, entry: Entry) -> tuple[Assignment, ...]:
        """The same with each reason by itself: a topic that several led to comes several times."""
        return self._found(entry).reasons()

    @property
    def ruled(self) -> Sequence[tuple[Topic, Expression]]:
        """Each topic that has a rule, with it."""
        return self._ruled

    def rules(self) -> list[Rules]:
        """Those of each round."""
        return [rules for _, rules in self._rounds]

    def _found(self, entry: Entry, text: Text | None = None) -> _Found:
        found = _Found()
        for name in entry.subjects:
            found.add(self._tree.named(name), Origin.METADATA, f"topics: {name}")
        for folder, topic in folder_topics(entry.path, self._tree):
            found.add(topic, Origin.FOLDER, f"folder {folder}")
        text = text or Text.of(entry)
        for number in self._holding(text, found.slugs()):
            topic, expression = self._ruled[number]
            found.add(topic, Origin.RULE, _reason(expression, text))
        self._add_parents(found)
        return found

    def _holding(self, text: Text, slugs: list[str]) -> list[int]:
        """Which rules hold; `slugs` are the topics that the entry has without them."""
        (numbers, rules), *later = self._rounds
        holding = [numbers[place] for place in rules.holding(text)]
        for numbers, rules in later:
            text.decided(self._with_parents(*slugs, *(self._ruled[number][0].slug for number in holding)))
            holding += [numbers[place] for place in rules.holding(text)]
        return sorted(holding) if later else holding

    def _with_parents(self, *slugs: str) -> Iterable[str]:
        line = dict.fromkeys(slugs)
        waiting = list(line)
        for slug in waiting:  # grows on the way
            parent = self._tree.parent(slug)
            if parent and parent.slug not in line:
                line[parent.slug] = None
                waiting.append(parent.slug)
        return line

    def _add_parents(self, found: _Found) -> None:
        waiting = found.slugs()
        for slug in waiting:  # grows on the way: each topic is put in line once, and so cycles end
            parent = self._tree.parent(slug)
            if parent and found.add(parent, Origin.PARENT, f"parent of {slug}"):
                waiting.append(parent.slug)


def _reason(expression: Expression, text: Text) -> str:
    distinct = dict.fromkeys(expression.evidence(text))
    if not distinct:
        return "words: none that its rule excludes"
    return "words: " + ", ".join(words.shown for words in islice(distinct, _MOST_EVIDENCE))


class _Found:
    """The topics of one entry as they come to light."""

    def __init__(self) -> None:
        self._topics: dict[str, tuple[Topic, dict[str, Origin]]] = {}

    def add(self, topic: Topic | None, origin: Origin, why: str) -> bool:
        """Whether the topic is new."""
        if topic is None:
            return False
        known = topic.slug in self._topics
        _, reasons = self._topics.setdefault(topic.slug, (topic, {}))
        reasons.setdefault(why, origin)
        return not known

    def slugs(self) -> list[str]:
        return list(self._topics)

    def assignments(self) -> tuple[Assignment, ...]:
        return tuple(
            Assignment(topic.slug, topic.title, next(iter(reasons.values())), "; ".join(reasons))
            for topic, reasons in self._topics.values()
        )

    def reasons(self) -> tuple[Assignment, ...]:
        return tuple(
            Assignment(topic.slug, topic.title, origin, why)
            for topic, reasons in self._topics.values()
            for why, origin in reasons.items()
        )
