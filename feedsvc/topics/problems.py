"""What is wrong with the configured topics: every mistake at once, for whoever reads the configuration.

Only what rules and parents say: slugs are looked at before, in config/kinds.py and config/together.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from feedsvc.errors import ExpressionError
from feedsvc.model import Topic
from feedsvc.topics.language import parse


def problems(topics: Sequence[Topic]) -> list[tuple[int, str, str]]:
    """Each mistake as the topic's index, the key, and what is wrong and what to do; in the order of the topics."""
    found = [*_rules(topics), *_parents(topics), *_cycles(topics)]
    return sorted(found, key=lambda problem: problem[0])


def _rules(topics: Sequence[Topic]) -> Iterator[tuple[int, str, str]]:
    for index, topic in enumerate(topics):
        if topic.rule is None:
            continue
        try:
            parse(topic.rule)
        except ExpressionError as error:
            yield index, "rule", f"does not parse at column {error.column}:\n{error.pointed()}"


def _parents(topics: Sequence[Topic]) -> Iterator[tuple[int, str, str]]:
    slugs = [topic.slug for topic in topics]
    renamed = {alias: topic.slug for topic in topics for alias in topic.aliases}
    for index, topic in enumerate(topics):
        if topic.parent is not None and topic.parent not in slugs:
            remedy = _meant(topic.parent, slugs, renamed)
            yield index, "parent", f'no topic has the slug "{topic.parent}"; {remedy}'


def _meant(parent: str, slugs: Sequence[str], renamed: Mapping[str, str]) -> str:
    if parent in renamed:
        return f'it is "{renamed[parent]}" now'
    nearest = get_close_matches(parent, slugs, n=1)
    return f'did you mean "{nearest[0]}"?' if nearest else "give the slug of a topic that is configured"


def _cycles(topics: Sequence[Topic]) -> Iterator[tuple[int, str, str]]:
    """Each cycle once, at the first of its topics."""
    parents = {topic.slug: topic.parent for topic in reversed(topics)}
    reported: set[str] = set()
    for index, topic in enumerate(topics):
        chain = _chain(topic.slug, parents)
        if chain[-1] == topic.slug and len(chain) > 1 and topic.slug not in reported:
            reported.update(chain)
            yield index, "parent", f"the parents go round: {' > '.join(chain)}; take one of these parents out"


def _chain(slug: str, parents: dict[str, str | None]) -> list[str]:
    """A topic, its parent, the parent's parent, up to the root or to the first topic that comes a second time."""
    chain = [slug]
    while (parent := parents.get(chain[-1])) is not None:
        repeated = parent in chain
        chain.append(parent)
        if repeated:
            break
    return chain
