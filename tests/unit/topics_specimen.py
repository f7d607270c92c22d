"""For the tests of topics: an entry of which every field has a word that no other has; expressions and texts at random,
of few words, so that they often meet."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from feedsvc.expressions.expression import And, Near, Not, Or, Words
from feedsvc.expressions.fields import asked
from feedsvc.expressions.tokens import stands_alone
from feedsvc.model import Author, Entry

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTRY = Entry(
    id="tag:example.org,2026:articles/x.txt",
    slug="x",
    path="x.txt",
    link="https://example.org/entries/x",
    title="Envoy lands in Pyongyang",
    summary="The visit is the first in years.",
    content="<p>Talks on the <b>missile</b> programme &amp; caf&#233;s begin.</p><p>Nothing was signed.</p>",
    language="en-GB",
    published=NOW,
    updated=NOW,
    received=NOW,
    digest="0",
    authors=(Author("Ida Lund"), Author("Bo Chen")),
)

TEXTS = ["missile", "Missiles", "Café", "cafe", "s", "U.S.", "Ёлка", "елка", "朝", "北朝鮮", "한국", "हिन्दी", "กำแพง"]
TEXTS += ["Łódź", "lodz", "ΣΑΣ", "σας"]
WRITTEN = st.sampled_from([*TEXTS, "mis", "caf", "AND", "NEAR", "north korea", "x:y", "don't", "anti-missile"])
"""What rules say: words of the texts, beginnings of such, and what is awkward to print."""


def words(written: str, field: str | None = None, *, prefix: bool = False) -> Words:
    """As the parser makes them."""
    return Words(asked(field, written), written, field, prefix)


def _words_of(field: str | None) -> st.SearchStrategy[Words]:
    written = st.lists(WRITTEN, min_size=1, max_size=2).map(" ".join)
    return st.builds(_may_go_on, written, st.just(field), st.booleans())


def _may_go_on(written: str, field: str | None, prefix: bool) -> Words:
    last = asked(field, written)[-1]
    return words(written, field, prefix=prefix and len(last) > 1 and not stands_alone(last))


def _near(field: str | None) -> st.SearchStrategy[Near]:
    side = st.lists(_words_of(field), min_size=1, max_size=2).map(tuple)
    return st.builds(Near, side, side, st.integers(0, 3))


def _tagged(field: str, tags: list[str]) -> st.SearchStrategy[Words]:
    return st.sampled_from(tags).map(lambda tag: words(tag, field))


LEAVES = st.one_of(
    _words_of(None),
    _words_of(None),
    st.sampled_from(["title", "content", "author", "path"]).flatmap(_words_of),
    _tagged("language", ["en", "en-GB", "de"]),
    _tagged("topic", ["asia", "north-korea", "korea"]),
    st.sampled_from([None, None, "title", "author"]).flatmap(_near),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(Or),
    ),
    max_leaves=8,
)
"""Trees as the parser makes them."""

_BETWEEN = st.sampled_from([" ", " ", " — ", "-", "’", "'s ", ", ", ".\n", "\u00ad"])
PASSAGES = st.lists(st.tuples(st.sampled_from([*TEXTS, "anti", "Korea", "north"]), _BETWEEN), max_size=6).map(
    lambda pairs: "".join(word + between for word, between in pairs)
)
FIELDS_OF_TEXTS = st.fixed_dictionaries(
    {"title": PASSAGES, "summary": PASSAGES, "content": PASSAGES},
    optional={
        "author": st.lists(PASSAGES, max_size=2),
        "path": st.lists(PASSAGES, max_size=1),
        "language": st.sampled_from([["en"], ["en-GB"], ["de"]]),
        "topic": st.lists(st.sampled_from(["asia", "north-korea"]), unique=True),
    },
)
"""What the fields of a text say, as arguments of Text."""
