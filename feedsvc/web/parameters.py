"""What stands behind the `?` of a feed: what is looked for, how many entries, how much of each. Pure.

Whatever way a thing is asked for, it has one canonical query, and so one address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from urllib.parse import quote, unquote_plus, unquote_to_bytes

from feedsvc import sanitize
from feedsvc.errors import RequestError
from feedsvc.expressions import Expression, language
from feedsvc.model import Format
from feedsvc.store.values import Order
from feedsvc.web import aliases, filters
from feedsvc.web.aliases import ATTRIBUTES, AUTHOR, COUNT, DESCRIPTION
from feedsvc.web.filters import PLACES, Filters

MOST = 1000
"""Entries that may be asked for: a document of 2 MB."""

MOST_IN_BRIEF = 400
"""The same, of each of which only so many characters are shown: these are rendered anew, at 0.2 ms each."""

LEAST_BRIEF, MOST_BRIEF = 100, 10_000
"""Characters of an entry that may be asked for: less tells nothing, more is whole."""

BRIEF = 300
"""Characters where nobody says how many (`?brief`, `?brief=1`, `?brief=true`): a paragraph."""

OWN = ("q", "order", "limit", "brief", "filter_case_sensitive", "filter_time", *PLACES)
"""What canonical queries are made of."""
ALIASES = (COUNT, DESCRIPTION, AUTHOR, ATTRIBUTES)
"""Other ways to ask for the same."""

_KNOWN = frozenset({*OWN, *ALIASES})
_FORMAT = frozenset({"format"})
_TEXTS = frozenset({"q", AUTHOR, *PLACES})
"""Of these, what XML cannot carry is taken out; of the others a message shows what they are."""

_YES, _NO = frozenset({"", "1", "true"}), frozenset({"0", "false"})
_NUMBER = re.compile(r"[0-9]{1,9}")
_SHOWN = 40  # characters of what was asked for, in the sentence that refuses it
_PLAIN = "*:()"  # what the language has and a query may hold as it is (RFC 3986, section 3.4)

_REMEMBERED = 256
"""Queries that stay read, each of up to so many characters: to read one costs 20 to 2,000 us, a poll's answer 20."""
_LONGEST_REMEMBERED = 300


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a request asks of a feed document; None where it leaves that to us."""

    limit: int | None = None
    """The most entries, 1 to 1000."""
    brief: int | None = None
    """The most characters of each entry's text, 100 to 10,000; None: all."""
    expression: Expression | None = None
    order: Order = Order.DATE
    filters: Filters = filters.NOTHING

    def __str__(self) -> str:
        """The canonical query, without its `?`: the same for all ways to ask for the same."""
        said = (("brief", self.brief), ("limit", self.limit))
        numbers = [f"{name}={value}" for name, value in said if value is not None]
        return "&".join(sorted([*numbers, *self._looked_for()]))

    @property
    def search(self) -> str:
        """Of this, what is looked for: the same for every length of one feed. Empty where nothing is."""
        return "&".join(sorted(self._looked_for()))

    @property
    def is_search(self) -> bool:
        """Whether not all entries are shown."""
        return self.expression is not None or bool(self.filters)

    def _looked_for(self) -> Iterator[str]:
        said = [*self.filters.said()]
        if self.expression is not None:
            said.append(("q", str(self.expression)))
            if self.order is not Order.DATE:
                said.append(("order", self.order))
        return (f"{name}={quote(value, safe=_PLAIN)}" for name, value in said)


def read(query_string: str) -> Parameters:
    """The parameters in a query, still encoded; of one that is repeated the last counts, unknown ones do not (C11).

    Raises RequestError where a known one says what cannot be, and ExpressionError where `q` does.
    """
    return _remembered(query_string) if len(query_string) <= _LONGEST_REMEMBERED else _read(query_string)


def named_format(query_string: str) -> Format | None:
    """The format that `format` names, where no suffix does. Raises RequestError where there is none of this name."""
    value = fields(query_string, _FORMAT).get("format", "")
    if value not in {"", *Format}:
        raise _refused("format", Format, value)
    return Format(value) if value else None


def fields(query_string: str, names: frozenset[str] = _KNOWN) -> dict[str, str]:
    """The values of the parameters of these names, decoded and safe; of one that is repeated, the last."""
    found: dict[str, str] = {}
    for field in query_string.split("&"):
        name, _, value = field.partition("=")
        if (known := _decoded(name)) in names:
            found[known] = value
    return {name: _safe(_decoded(value)) if name in _TEXTS else _decoded(value) for name, value in found.items()}


def repeated(query_string: str, name: str) -> list[str]:
    """The values of one parameter that may be there several times, decoded, in their order."""
    pairs = (field.partition("=") for field in query_string.split("&"))
    return [_decoded(value) for given, _, value in pairs if _decoded(given) == name]


def _read(query_string: str) -> Parameters:
    values = fields(query_string)
    brief = _brief(values)
    return Parameters(
        limit=_limit(values, MOST if brief is None else MOST_IN_BRIEF),
        brief=brief,
        expression=aliases.expression(values),
        order=_order(values.get("order", "")),
        filters=_filters(values),
    )


_remembered = lru_cache(_REMEMBERED)(_read)


def _limit(values: Mapping[str, str], most: int) -> int | None:
    name = "limit" if "limit" in values else COUNT
    return _number(name, values[name], 1, most) if name in values else None


def _brief(values: Mapping[str, str]) -> int | None:
    if "brief" in values:
        value = values["brief"]
        return BRIEF if value.lower() in _YES else _number("brief", value, LEAST_BRIEF, MOST_BRIEF)
    return LEAST_BRIEF if values.get(DESCRIPTION) == "0" else None


def _order(value: str) -> Order:
    if value not in {"", *Order}:
        raise _refused("order", Order, value)
    return Order(value or Order.DATE)


def _filters(values: Mapping[str, str]) -> Filters:
    is_case_sensitive = _is_yes("filter_case_sensitive", values.get("filter_case_sensitive", ""))
    given = sorted((name, values[name]) for name in PLACES if values.get(name))
    patterns = tuple((name, filters.checked(name, pattern, is_case_sensitive)) for name, pattern in given)
    seconds = values.get("filter_time")
    within = timedelta(seconds=_number("filter_time", seconds, 1, filters.LATEST)) if seconds else None
    return Filters(patterns, is_case_sensitive or not patterns, within)


def _is_yes(name: str, value: str) -> bool:
    if value.lower() not in _YES | _NO:
        raise _refused(name, ("true", "false"), value)
    return value.lower() in _YES


def _number(name: str, value: str, least: int, most: int) -> int:
    if _NUMBER.fullmatch(value) and least <= int(value) <= most:
        return int(value)
    raise RequestError(
        "The parameter %(name)s must be a whole number from %(least)s to %(most)s, and not %(value)s.",
        name=name,
        least=least,
        most=most,
        value=_shown(value),
    )


def _refused(name: str, choices: Iterable[str], value: str) -> RequestError:
    return RequestError(
        "The parameter %(name)s must be one of %(choices)s, and not %(value)s.",
        name=name,
        choices=", ".join(choices),
        value=_shown(value),
    )


def _shown(value: str) -> str:
    return repr(value) if len(value) <= _SHOWN else f"{value[:_SHOWN]!r}…"


def _decoded(value: str) -> str:
    """Percent-encoded, or as it stands: servers hand bytes over as if they were Latin-1 (PEP 3333), or decode them."""
    if value.isascii():
        return unquote_plus(value)
    try:
        return unquote_to_bytes(value.replace("+", " ").encode("latin-1")).decode()
    except UnicodeError:
        return unquote_plus(value)


def _safe(value: str) -> str:
    """No more of it than can be told to be too much: to compose marks takes the square of their number."""
    return sanitize.text(value[: language.LONGEST + 1])
