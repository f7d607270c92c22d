"""Topics as pages list them: in a tree, the fullest first where there are too many."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.render.specimen import FEED
from feedsvc.web.shelves import Row, Shelf, fullest, rows

PARENTS = {"fog": "weather", "rain": "weather", "drizzle": "rain"}


def shelves(**counts: int) -> list[Shelf]:
    return [Shelf(replace(FEED, selection=slug, title=slug.title()), count) for slug, count in counts.items()]


def written(found: list[Row]) -> str:
    """As a template writes it: `weather(fog rain(drizzle)) sea`."""
    text = ""
    for row in found:
        text += f"{row.shelf.slug}{'(' if row.opens else ')' * row.closes + ' '}"
    return text.strip()


def test_topics_stand_below_their_parents_and_sisters_as_they_were_given() -> None:
    given = shelves(fog=1, drizzle=1, rain=2, sea=1, weather=3)
    assert written(rows(given, PARENTS)) == "sea weather(fog rain(drizzle))"
    assert written(rows([], PARENTS)) == ""


def test_a_topic_whose_parent_is_not_listed_stands_below_the_next_or_at_the_top() -> None:
    assert written(rows(shelves(drizzle=1, weather=3), PARENTS)) == "weather(drizzle)"
    assert written(rows(shelves(drizzle=1, fog=3), PARENTS)) == "drizzle fog"


def test_of_too_many_those_above_come_first_then_those_that_hold_most() -> None:
    given = shelves(drizzle=9, fog=1, rain=10, sea=2, weather=11)
    assert [shelf.slug for shelf in fullest(given, PARENTS, 3)] == ["weather", "sea", "rain"]
    assert len(fullest(given, PARENTS, None)) == 5


def test_equals_stay_in_the_order_of_their_titles() -> None:
    assert [shelf.slug for shelf in fullest(shelves(art=1, ice=1, sea=1), {}, 2)] == ["art", "ice"]


SLUGS = [f"t{number}" for number in range(8)]


@given(
    st.dictionaries(st.sampled_from(SLUGS), st.integers(0, 5)),
    st.dictionaries(st.sampled_from(SLUGS), st.sampled_from(SLUGS)),
    st.integers(0, 8),
)
def test_every_list_that_opens_ends_and_no_topic_is_lost(
    counts: dict[str, int], parents: dict[str, str], most: int
) -> None:
    """Also where the parents go round."""
    given = shelves(**counts)
    found = rows(given, parents)
    assert sorted(row.shelf.slug for row in found) == sorted(counts)
    assert sum(row.opens for row in found) == sum(row.closes for row in found)
    chosen = fullest(given, parents, most)
    assert len(chosen) == min(most, len(given))


def test_a_tree_may_be_as_deep_as_it_likes() -> None:
    """Deeper than a program may call itself."""
    slugs = [f"t{number:04}" for number in range(2000)]
    parents = dict(zip(slugs[1:], slugs, strict=False))
    found = rows(shelves(**dict.fromkeys(slugs, 1)), parents)
    assert [row.shelf.slug for row in found] == slugs
    assert (sum(row.opens for row in found), found[-1].closes) == (1999, 1999)
