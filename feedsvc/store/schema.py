"""Every table of the store, in the house's own words.

    revision ── one row: the newest revision and the epoch
    feeds ───── what each selection is called, and which revision touched it last
    entries ─┬─ what is published, held or withdrawn
             ├── entry_topics   the topics of each, and why; what a window is read from
             ├── arrivals       each feed that it ever came into: as which number, and what happened to it there last
             ├── fragments      each, rendered in each format
             ├── originals      the bytes that each was made of
             ├── indexed        what searches see of each that is not withdrawn
             └── changes        what was done to it in which revision
    files ─┬─── what the last scan saw on disk
           └── rejections      what is wrong with those that could not be published
    traffic ─── how often each feed was asked for by each reader, day by day
    meta ────── small facts to remember

Beside them stands `words`, the index of what is in `indexed`, which each engine has in a form of its own: it is in
fts5.py and tsquery.py.

Entries are joined by an integer, `key`: a tag URI in every row of every index would treble the store. Nothing here
is ever deleted but what a later Publish replaces: an entry taken back is withdrawn, not forgotten. Searches alone
forget what they saw of it. Traffic is kept for as long as it is looked at.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    text,
)

from feedsvc.expressions import FIELDS
from feedsvc.store.columns import Key, PlainText, UtcDateTime

metadata = MetaData(
    # Names of our own, so that a later migration can name a constraint on either engine.
    naming_convention={
        "pk": "%(table_name)s_pk",
        "fk": "%(table_name)s_%(column_0_name)s_fk",
        "uq": "%(table_name)s_%(column_0_name)s_uq",
        "ck": "%(table_name)s_%(constraint_name)s_ck",
    }
)

revision = Table(
    "revision",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("epoch", PlainText, nullable=False),
    CheckConstraint("id = 1", name="single"),
)
"""The newest revision. Its one row is the lock that writers hold until they commit: so revisions are seen in order."""

feeds = Table(
    "feeds",
    metadata,
    Column("selection", PlainText, primary_key=True),
    Column("title", PlainText, nullable=False),
    Column("description", PlainText, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Column("modified", UtcDateTime, nullable=False),
    Column("pace", Double),  # seconds from one change of its entries to the next, the last ones counting most
    Column("entered", BigInteger, nullable=False, server_default=text("0")),  # how many entries ever came into it
)
Index("feeds_revision", feeds.c.revision)
"""`all`, every topic that the configuration names, and every topic that a published entry ever had."""

entries = Table(
    "entries",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False),
    Column("id", PlainText, nullable=False, unique=True),
    Column("slug", PlainText, nullable=False, unique=True),
    Column("state", PlainText, nullable=False),
    Column("reason", PlainText),  # why it was withdrawn
    Column("first_revision", BigInteger),  # the one that first put it in the feeds
    Column("digest", PlainText, nullable=False),
    Column("sha256", PlainText, nullable=False),  # of the source file
    Column("path", PlainText, nullable=False),
    Column("published", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Column("received", UtcDateTime, nullable=False),
    Column("embargo", UtcDateTime),
    Column("expires", UtcDateTime),
    Column("version", BigInteger),  # the provider's number of it
    Column("title", PlainText, nullable=False),
    Column("link", PlainText, nullable=False),
    Column("language", PlainText, nullable=False),
    Column("image", PlainText),
    Column("details", PlainText, nullable=False),  # JSON: authors, subjects, enclosures, notes
    Column("summary", PlainText, nullable=False),
    Column("content", PlainText, nullable=False),  # last: SQLite reads a row only as far as it is asked to
)
Index("entries_window", entries.c.state, entries.c.published, entries.c.id)
Index("entries_path", entries.c.path)
Index("entries_sha256", entries.c.sha256)
# Few entries have an embargo or an expiry: an index of those alone costs the others nothing.
Index(
    "entries_embargo",
    entries.c.state,
    entries.c.embargo,
    sqlite_where=entries.c.embargo.is_not(None),
    postgresql_where=entries.c.embargo.is_not(None),
)
Index(
    "entries_expires",
    entries.c.state,
    entries.c.expires,
    sqlite_where=entries.c.expires.is_not(None),
    postgresql_where=entries.c.expires.is_not(None),
)

entry_topics = Table(
    "entry_topics",
    metadata,
    Column("entry", Key, ForeignKey("entries.key"), primary_key=True, autoincrement=False),
    Column("topic", PlainText, primary_key=True),
    Column("place", SmallInteger, nullable=False),  # its place among the entry's topics, from 0
    # The entry's own, once more, so that the newest of a topic are read from the index alone:
    Column("shown", Boolean, nullable=False),  # whether the entry is published
    Column("published", UtcDateTime, nullable=False),
    Column("id", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
    Column("origin", PlainText, nullable=False),
    Column("why", PlainText, nullable=False),
    sqlite_with_rowid=False,
)
Index("entry_topics_window", *(entry_topics.c[name] for name in ("topic", "shown", "published", "id")))

arrivals = Table(
    "arrivals",
    metadata,
    Column("entry", Key, ForeignKey("entries.key"), primary_key=True, autoincrement=False),
    Column("selection", PlainText, primary_key=True),
    Column("ordinal", BigInteger, nullable=False),  # from 1, in the order in which entries first came into this feed
    # The newest in which the entry, being in this feed, was published, updated, restored or taken out. One that came by
    # another topic alone brings the revision that it has in `all`: it is news to nobody.
    Column("revision", BigInteger, nullable=False),
    Column("withdrawn", UtcDateTime),  # when it was taken out of every feed, if that is how it left this one
    sqlite_with_rowid=False,
)
"""One row for each entry and each feed that it ever was in, `all` included. It stays when the entry leaves."""
Index("arrivals_ordinal", arrivals.c.selection, arrivals.c.ordinal, unique=True)
Index("arrivals_revision", arrivals.c.selection, arrivals.c.revision)
Index(
    "arrivals_withdrawn",
    *(arrivals.c[name] for name in ("selection", "withdrawn", "revision")),
    sqlite_where=arrivals.c.withdrawn.is_not(None),
    postgresql_where=arrivals.c.withdrawn.is_not(None),
)

fragments = Table(
    "fragments",
    metadata,
    Column("entry", Key, ForeignKey("entries.key"), primary_key=True, autoincrement=False),
    Column("format", PlainText, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

originals = Table(
    "originals",
    metadata,
    Column("entry", Key, ForeignKey("entries.key"), primary_key=True, autoincrement=False),
    Column("media_type", PlainText, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""Not compressed: that would halve a tenth of the store, and take zlib, at its fastest, a third of all the time."""

indexed = Table(
    "indexed",
    metadata,
    Column("entry", Key, ForeignKey("entries.key"), primary_key=True, autoincrement=False),
    Column("published", UtcDateTime, nullable=False),  # the entry's own, once more: from it follows its row in FTS5
    *(Column(field, PlainText, nullable=False) for field in FIELDS),
)
"""Each field as a line of words, as `expressions.Text.index` makes it, of every entry that is published or held."""

changes = Table(
    "changes",
    metadata,
    Column("revision", Key, primary_key=True, autoincrement=False),
    Column("entry", Key, ForeignKey("entries.key"), nullable=False),
    Column("kind", PlainText, nullable=False),
    Column("before", PlainText, nullable=False),  # JSON: the topics in whose feeds it was, sorted
    Column("after", PlainText, nullable=False),  # JSON: the topics in whose feeds it is, sorted
    Column("at", UtcDateTime, nullable=False),
)
"""The change log, one row for each revision that an entry took. What a feed was called leaves no row."""

files = Table(
    "files",
    metadata,
    Column("path", PlainText, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("ctime_ns", BigInteger, nullable=False),
    Column("sha256", PlainText),
    Column("entry_id", PlainText),
)
"""Read whole at each scan, 20,000 rows and more: no join, no value that is made of another."""

rejections = Table(
    "rejections",
    metadata,
    Column("path", PlainText, ForeignKey("files.path", ondelete="CASCADE"), primary_key=True),
    Column("shown_as", PlainText, nullable=False),
    Column("problem", PlainText, nullable=False),
    Column("remedy", PlainText, nullable=False),
    Column("line", Integer),
    Column("retry", Boolean, nullable=False),
)

traffic = Table(
    "traffic",
    metadata,
    Column("day", PlainText, primary_key=True),  # as ISO 8601 writes it, in UTC
    Column("feed", PlainText, primary_key=True),
    Column("format", PlainText, primary_key=True),
    Column("reader", PlainText, primary_key=True),
    Column("requests", BigInteger, nullable=False),
    Column("not_modified", BigInteger, nullable=False),
    Column("wasted", BigInteger, nullable=False),
    Column("subscribers", BigInteger),
    Column("clients", LargeBinary, nullable=False),  # registers, compressed: most of them are nought
    sqlite_with_rowid=False,
)
"""No address of anyone is in it, nor anything that it could be found by."""

meta = Table(
    "meta",
    metadata,
    Column("key", PlainText, primary_key=True),
    Column("value", PlainText, nullable=False),
)
