"""Why an entry is about its topics, and which it missed by little. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest

from feedsvc.expressions import Expression, Text, explain
from feedsvc.expressions.explain import decisive, missing
from feedsvc.expressions.expression import Near, Not
from feedsvc.expressions.passages import passages
from feedsvc.model import Assignment, Entry, Origin, Topic
from feedsvc.pipeline.account import Given, NearMiss, Reason
from feedsvc.topics import Classifier

MOST_PASSAGES = 4
"""Of one rule: as many show what it found, and a rule may list five hundred words."""

Ruled = tuple[Topic, Expression]


def given(classifier: Classifier, entry: Entry, text: Text) -> tuple[Given, ...]:
    """Each topic of an entry with all its reasons; `text` is the entry with these topics."""
    reasons: dict[str, list[Assignment]] = defaultdict(list)
    for reason in classifier.reasons(entry):
        reasons[reason.topic].append(reason)
    rules = {topic.slug: (topic, rule) for topic, rule in classifier.ruled if topic.slug in reasons}
    return tuple(
        Given(slug, found[0].title, tuple(_reason(reason, rules.get(slug), text) for reason in found))
        for slug, found in reasons.items()
    )


def _reason(reason: Assignment, ruled: Ruled | None, text: Text) -> Reason:
    if reason.origin is not Origin.RULE or ruled is None:
        return Reason(reason.origin, reason.why)
    topic, expression = ruled
    hits = explain(expression, text).hits
    shown = passages(hits, MOST_PASSAGES)
    return Reason(Origin.RULE, topic.rule or "", shown, len(hits) - sum(passage.hits for passage in shown))


@dataclass(frozen=True, slots=True)
class _Candidate:
    topic: Topic
    rule: Expression
    conditions: tuple[Expression, ...]
    met: frozenset[Expression]
    """Its words that are there."""


def near_misses(
    ruled: Iterable[Ruled], text: Text, known: Collection[str], most: int
) -> tuple[tuple[NearMiss, ...], int]:
    """Rules of other topics than those `known` that failed by one condition alone, the most telling first.

    And how many more there are. Each rule is looked at, at some 10 us; only those that are told of are explained.
    """
    found = list(_candidates(ruled, text, known))
    usual = Counter(words for candidate in found for words in candidate.met)
    told = nsmallest(most, found, key=lambda candidate: _telling(candidate, usual))
    return tuple(_near_miss(candidate, text) for candidate in told), len(found) - len(told)


def _candidates(ruled: Iterable[Ruled], text: Text, known: Collection[str]) -> Iterator[_Candidate]:
    for topic, rule in ruled:
        conditions = () if topic.slug in known else tuple(dict.fromkeys(missing(rule, text)))
        if conditions:
            yield _Candidate(topic, rule, conditions, frozenset(decisive(rule, text)))


def _telling(candidate: _Candidate, usual: Mapping[Expression, int]) -> tuple[bool, int, int, str]:
    """What has all its words comes first: they are too far apart, or one of them is excluded.

    Then what has a word that others have not, for a rule that has only `minister` is about something else.
    """
    has_all = any(isinstance(condition, Not | Near) for condition in candidate.conditions)
    rarest = min(usual[words] for words in candidate.met)
    return not has_all, rarest, -len(candidate.met), candidate.topic.slug


def _near_miss(candidate: _Candidate, text: Text) -> NearMiss:
    topic = candidate.topic
    shown = passages(explain(candidate.rule, text).hits, MOST_PASSAGES)
    return NearMiss(topic.slug, topic.title, topic.rule or "", tuple(map(str, candidate.conditions)), shown)
