"""The kinds of values that keys hold. Each function takes what was written and returns what it stands for.

They raise PydanticCustomError with the two sentences that a Mistake needs: what is wrong, and what to do.
"""

from __future__ import annotations

import json
import re
from datetime import date
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic_core import PydanticCustomError

from feedsvc import addresses, languages, names

# XML 1.0, section 2.2, Char, turned round: what no feed can carry, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# RFC 4151, section 2.1: authorityName = DNSname / emailAddress; date = YYYY[-MM[-DD]].
_DNS_NAME = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
_AUTHORITY = re.compile(rf"(?:[a-z0-9._-]+@)?{_DNS_NAME},(?P<date>[0-9]{{4}}(?:-[0-9]{{2}}){{0,2}})")

_EMAIL = re.compile(r"[^\s@<>()\",;:\\]+@[^\s@<>()\",;:\\.]+(?:\.[^\s@<>()\",;:\\.]+)*")

SHORTEST_PASSWORD = 8
"""Characters (NIST SP 800-63B, section 5.1.1.1): shorter ones are found by trying."""

# Below this, difflib takes Peru for Berlin.
_ALIKE = 0.75


def wrong(problem: str, remedy: str) -> PydanticCustomError:
    """What every function of this kind raises; `mistakes` takes the two sentences out again."""
    return PydanticCustomError("wrong", "{problem}", {"problem": problem, "remedy": remedy})


def text(value: str) -> str:
    """Text for one line of a feed: trimmed, in characters that XML can carry."""
    line = " ".join(value.split())
    found = _NOT_XML.search(line)
    if found:
        raise wrong(f"it holds U+{ord(found[0]):04X}, which XML cannot carry", "Take that character out")
    if not line:
        raise wrong("it is empty", "Write something, or leave the key out")
    return value if line == value else line  # itself: of a hundred thousand rules, one copy will do


def password(value: Any) -> Any:
    """A password, or a hash of one; never quoted."""
    if not isinstance(value, str) or len(value) < SHORTEST_PASSWORD or not value.isprintable():
        raise wrong(
            f"it is no text of {SHORTEST_PASSWORD} characters or more",
            "Write a longer one, or a hash that begins with scrypt: or pbkdf2:",
        )
    return value


def whole_number(value: Any) -> Any:
    """Digits, as the environment and flags give them; anything else is left for the check of the type."""
    return int(value) if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,9}\s*", value) else value


def truth(value: Any) -> Any:
    """`true` and `false`, as the environment and flags give them; anything else is left for the check of the type."""
    return {"true": True, "false": False}.get(value.strip().casefold(), value) if isinstance(value, str) else value


def items(value: Any) -> Any:
    """A list; as text, for the environment and flags, a JSON array or items between commas."""
    if not isinstance(value, str):
        return value
    if not value.lstrip().startswith("["):
        return [item.strip() for item in value.split(",")]
    try:
        return json.loads(value)
    except ValueError as error:
        raise wrong(f"it is not JSON: {error}", 'Write a JSON array, such as ["one", "two"]') from error


def authority(value: str) -> str:
    """The authority and date of tag URIs, `example.org,2026` (RFC 4151, section 2.1), in lower case."""
    written = value.strip().lower()
    found = _AUTHORITY.fullmatch(written)
    if not found:
        raise wrong(
            f"{value!r} is no authority of tag URIs",
            'Write a domain or e-mail address, a comma, and a date on which it was yours: "example.org,2026"',
        )
    try:
        date.fromisoformat(f"{found['date']}-01-01"[:10])
    except ValueError as error:
        raise wrong(
            f"{found['date']} is no date", 'Write a year, a month or a day: "example.org,2026-01-31"'
        ) from error
    return written


def language(value: str) -> str:
    """A language tag (RFC 5646), its letters as section 2.1.1 recommends: `en-GB`, `zh-Hant-TW`."""
    written = value.strip()
    if tag := languages.tag(written):
        return tag
    meant = languages.tag(written.split(".")[0].replace("_", "-"))  # as locales are written: en_GB.UTF-8
    raise wrong(f"{value!r} is no language tag", f'Did you mean "{meant}"?' if meant else 'Write one such as "en-GB"')


def timezone(value: str) -> ZoneInfo:
    """A time zone by its name in the IANA database."""
    try:
        return ZoneInfo(value.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        nearest = _nearest_zone(value)
        remedy = f'Did you mean "{nearest}"?' if nearest else 'Write an IANA name, such as "Europe/Paris"'
        raise wrong(f"{value!r} is no time zone", remedy) from error


def _nearest_zone(asked: str) -> str | None:
    zones = {zone.casefold(): zone for zone in sorted(available_timezones())}
    cities = {folded.rsplit("/", 1)[-1]: zone for folded, zone in zones.items() if "/" in folded}
    folded = asked.strip().replace(" ", "_").casefold()
    for known in (zones, cities):
        close = get_close_matches(folded, known, n=1, cutoff=_ALIKE)
        if close:
            return known[close[0]]
    return None


def email(value: str) -> str:
    """An e-mail address, bare: local part, @, domain."""
    if not _EMAIL.fullmatch(value.strip()):
        raise wrong(f"{value!r} is no e-mail address", 'Write it bare, such as "desk@example.org"')
    return text(value)


def slug(value: str) -> str:
    """A topic's name in addresses: lower case letters, digits and hyphens."""
    if value in addresses.RESERVED:
        raise wrong(f"{value!r} is taken: /feeds/{value}.atom is a feed of its own", "Choose another slug")
    spelled = names.slug(value)
    if not spelled:
        raise wrong(f"{value!r} has neither letters nor digits", 'Write a slug, such as "world-news"')
    if spelled != value:
        raise wrong(f"{value!r} has not the form of a slug", f'Write "{spelled}"')
    return value


def file_pattern(value: str) -> str:
    """A pattern of paths, from anywhere on this machine."""
    pattern = value.strip()
    if not pattern or "\0" in pattern:
        raise wrong("it names no file", 'Write a pattern, such as "topics/*.toml"')
    return pattern


def glob(value: str) -> str:
    """A pattern of paths relative to the article folder, with `/` between the parts."""
    pattern = value.strip()
    if not pattern:
        raise wrong("it is empty", 'Write a pattern, such as "**/*.txt"')
    if pattern.startswith("/") or "\\" in pattern or ".." in pattern.split("/"):
        raise wrong(f"{value!r} is not relative to the article folder", 'Write it with / between: "2026/**/*.txt"')
    return pattern
