"""The tables and keys of config.toml: their kinds, bounds, defaults and examples. The one list of them.

What a key expects and an example of it go into messages; a test holds docs/configuration.md against both.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, Strict
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from feedsvc.config import kinds, schedules, urls

DEFAULT_CHROME = ("Accessibility links", "Breaking News", "Skip to content", "Skip to main content", "Advertisement")
"""What pages of news leave behind in text copied from them, and no article says on a line of its own."""

MOST_WORKERS_UNASKED = 4
"""Four answer more than feeds are asked, and each costs memory: nobody gets 64 for having 64 cores."""


def _spelled(read: Callable[[str], Any]) -> PlainValidator:
    """A value that is written as text and stands for something else."""

    def validate(value: object) -> Any:
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "not a text")
        return read(value)

    return PlainValidator(validate)


def _path(value: Any) -> Any:
    if not str(value).strip() or "\0" in str(value):
        raise kinds.wrong("it names no folder", 'Write the path of one, such as "articles"')
    return value


Text = Annotated[str, AfterValidator(kinds.text)]
WholeNumber = Annotated[int, Strict(), BeforeValidator(kinds.whole_number)]
Truth = Annotated[bool, Strict(), BeforeValidator(kinds.truth)]
Slug = Annotated[str, AfterValidator(kinds.slug)]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(kinds.items)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(kinds.items)]
MaxAge = Annotated[timedelta, _spelled(schedules.max_age)]
UpToAYear = Annotated[timedelta, _spelled(schedules.up_to_a_year)]
Globs = Annotated[tuple[Annotated[str, AfterValidator(kinds.glob)], ...], BeforeValidator(kinds.items)]
Paths = Annotated[tuple[Annotated[Path, BeforeValidator(_path)], ...], BeforeValidator(kinds.items)]
FilePatterns = Annotated[tuple[Annotated[str, AfterValidator(kinds.file_pattern)], ...], BeforeValidator(kinds.items)]


def _key(default: Any, expects: str, example: str, **bounds: Any) -> Any:
    """A key: its default, what may stand there in words, and an example as it is written in TOML."""
    if callable(default):
        return Field(default_factory=default, title=expects, examples=[example], **bounds)
    return Field(default, title=expects, examples=[example], **bounds)


def usable_cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def default_workers() -> int:
    """One for each core, up to a few."""
    return min(usable_cores(), MOST_WORKERS_UNASKED)


class Table(BaseModel):
    """A table of config.toml: a key that is not in it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AuthorTable(Table):
    """Who writes, where an article does not say (RFC 4287, section 3.2)."""

    name: Text | None = _key(None, "a name", '"Harbour Desk"')
    email: Annotated[str, AfterValidator(kinds.email)] | None = _key(None, "an e-mail address", '"desk@example.org"')
    uri: Annotated[str, AfterValidator(urls.web_address)] | None = _key(
        None, "a web address", '"https://example.org/desk"'
    )


class SiteTable(Table):
    """What the publisher says of the whole."""

    title: Text = _key("News", "a text", '"The Harbour Gazette"')
    description: Text = _key("Articles, newest first.", "a text", '"News from the coast"')
    base_url: Annotated[str, AfterValidator(urls.base_url)] | None = _key(
        None, "a web address", '"https://news.example.org"'
    )
    authority: Annotated[str, AfterValidator(kinds.authority)] | None = _key(
        None, "a domain and a date", '"example.org,2026"'
    )
    language: Annotated[str, AfterValidator(kinds.language)] = _key("en", "a language tag", '"en-GB"')
    timezone: Annotated[ZoneInfo, _spelled(kinds.timezone)] = _key(
        ZoneInfo("UTC"), "the name of a time zone", '"Europe/Paris"'
    )
    date_order: Literal["dmy", "mdy"] = _key("dmy", '"dmy" or "mdy"', '"mdy"')
    author: AuthorTable = _key(AuthorTable(), "a name, or a table", '"Harbour Desk"')
    explain: Truth = _key(False, "true or false", "true")


class ArticlesTable(Table):
    """Where the articles lie, and which files are articles."""

    path: Annotated[Path, BeforeValidator(_path)] = _key(Path("articles"), "the path of a folder", '"articles"')
    kind: Literal["auto", "jekyll", "hugo", "zola", "pelican", "eleventy", "astro", "obsidian"] = _key(
        "auto", '"auto" or the name of a generator', '"hugo"'
    )
    include: Globs = _key(
        (
            *("**/*.txt", "**/*.md", "**/*.markdown", "**/*.mdx", "**/*.rst", "**/*.html", "**/*.htm", "**/*.xhtml"),
            *("**/*.xml", "**/*.nitf", "**/*.json", "**/*.ninjs", "**/*.iptc", "**/*.anpa", "**/*.eml"),
            *("**/*.rss", "**/*.atom", "**/*.wxr"),
        ),
        "a list of one pattern or more",
        '["2026/**/*.txt"]',
        min_length=1,
    )
    exclude: Globs = _key((), "a list of patterns", '["drafts/**"]')
    static: Paths = _key((), "a list of folders", '["../my-site/static"]')
    chrome: Texts = _key(DEFAULT_CHROME, "a list of lines", '["Skip to content"]')
    learn_chrome: Truth = _key(False, "true or false", "true")
    future: Literal["hold", "publish"] = _key("hold", '"hold" or "publish"', '"publish"')


class ScheduleTable(Table):
    """When the article folder is scanned, whether or not anything was noticed in it."""

    scan: Annotated[timedelta | str, _spelled(schedules.schedule)] = _key(
        timedelta(seconds=30), "an interval or a cron line", '"5m"'
    )


class StoreTable(Table):
    """Where entries are kept."""

    # The URL may hold a password, so it stays out of logs and tracebacks.
    url: Annotated[str, AfterValidator(urls.store_url)] = _key(
        "sqlite:///var/feedsvc.db", "the URL of a database", '"postgresql://user:password@host/database"', repr=False
    )


class ServerTable(Table):
    """Where requests are answered."""

    host: Text = _key("127.0.0.1", "an address of this machine", '"0.0.0.0"')
    port: WholeNumber = _key(8000, "a whole number from 1 to 65535", "8080", ge=1, le=65535)
    workers: WholeNumber = _key(default_workers, "a whole number from 1 to 256", "2", ge=1, le=256)
    memory: WholeNumber = _key(192, "a whole number from 1 to 65536", "256", ge=1, le=65536)
    access_log: Truth = _key(False, "true or false", "true")


class FeedsTable(Table):
    """What feed documents hold, how long they keep, and what is behind them."""

    limit: WholeNumber = _key(50, "a whole number from 1 to 1000", "100", ge=1, le=1000)
    shortest_max_age: MaxAge = _key(timedelta(minutes=1), "an interval from 1m to 1d", '"5m"')
    longest_max_age: MaxAge = _key(timedelta(hours=1), "an interval from 1m to 1d", '"2h"')
    archive: WholeNumber = _key(100, "a whole number from 10 to 1000", "250", ge=10, le=1000)
    tombstones: UpToAYear = _key(timedelta(days=30), 'an interval up to 365d, or "0"', '"7d"')
    catch_up: WholeNumber = _key(500, "a whole number from 0 to 5000", "0", ge=0, le=5000)
    delta: Truth = _key(False, "true or false", "true")
    delta_not_for: Texts = _key(("rss2email",), "a list of texts", '["rss2email", "planet"]')
    retired: Slugs = _key((), "a list of slugs", '["old-news"]')


class StatusTable(Table):
    """Who may look at the editors' view."""

    password: Annotated[str, PlainValidator(kinds.password)] | None = _key(
        None, "a password, or a hash of one", '"correct horse battery"', repr=False
    )


class TopicFilesTable(Table):
    """Which other files hold topics."""

    include: FilePatterns = _key(("topics/*.toml",), "a list of patterns", '["topics/*.toml", "../shared/*.toml"]')


class TopicTable(Table):
    """One [[topics]] table."""

    slug: Slug = Field(title="a slug", examples=['"world-news"'])
    title: Text | None = _key(None, "a text", '"World News"')
    description: Text | None = _key(None, "a text", '"What happens elsewhere"')
    rule: Text | None = _key(None, "an expression", "'harbour AND (ship OR \"ice breaker\")'")
    parent: Slug | None = _key(None, "another topic's slug", '"world"')
    aliases: Slugs = _key((), "a list of slugs", '["foreign-news"]')
    codes: Texts = _key((), "a list of codes", '["medtop:20000639", "reuters:N2:INT"]')


class Settings(Table):
    """All of config.toml."""

    site: SiteTable = SiteTable()
    articles: ArticlesTable = ArticlesTable()
    schedule: ScheduleTable = ScheduleTable()
    store: StoreTable = StoreTable()
    server: ServerTable = Field(default_factory=ServerTable)
    feeds: FeedsTable = FeedsTable()
    status: StatusTable = StatusTable()
    topic_files: TopicFilesTable = TopicFilesTable()
    topics: Annotated[tuple[TopicTable, ...], BeforeValidator(kinds.items)] = _key(
        (), "a list of tables, each headed [[topics]]", '[{slug = "world"}]'
    )


def table_of(field: FieldInfo) -> type[Table] | None:
    """The table that stands at a key, or stands there repeatedly; None for a plain value."""
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, Table):
            return kind
    return None


def every_key(table: type[Table] = Settings, prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every key that can be set by itself, dotted, `site.author.name` and `topics` among them, and its field."""
    for name, field in table.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Table):
            yield from every_key(inner, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field
