"""A syndication view of Django over SQLite, with Django's own middleware for compression and for conditions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from bench.missing import demand_module
from bench.peers import Peer, peer, under
from bench.peers.sample import Sample
from bench.servers import PATH

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

NAME = "Django, gunicorn"

_DATABASE = "entries.db"
_TABLE = """CREATE TABLE entry (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, link TEXT NOT NULL, content TEXT NOT NULL,
    published DATETIME NOT NULL, updated DATETIME NOT NULL)"""


def peers(folder: Path, sample: Sample) -> list[Peer]:
    """One, with the entries of the sample in its database."""
    demand_module("django")
    folder.mkdir(parents=True)
    database = sqlite3.connect(folder / _DATABASE)
    with database:
        database.execute(_TABLE)
        database.executemany("INSERT INTO entry VALUES (NULL, ?, ?, ?, ?, ?)", _rows(sample.identity.body))
    database.close()
    return [peer(NAME, folder, partial(under.gunicorn, "bench.peers.django_view:application"), builds=True)]


def _rows(document: bytes) -> Iterator[tuple[str, ...]]:
    for entry in etree.fromstring(document).iterfind("{*}entry"):
        link = next(entry.iterfind("{*}link")).get("href", "")
        title, content, *dates = (
            entry.findtext(f"{{*}}{name}", "") for name in ("title", "content", "published", "updated")
        )
        yield title, link, content, *(date.replace("T", " ").removesuffix("+00:00") for date in dates)


def application() -> WSGIApplication:
    """A whole project in one function: Django is configured first, and its parts imported then."""
    from django.conf import settings

    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": _DATABASE, "CONN_MAX_AGE": None}},
        MIDDLEWARE=["django.middleware.gzip.GZipMiddleware", "django.middleware.http.ConditionalGetMiddleware"],
    )
    from django import setup
    from django.core.wsgi import get_wsgi_application
    from django.urls import path

    setup()
    settings.ROOT_URLCONF = (path(PATH.strip("/"), _feed()),)
    return get_wsgi_application()


def _feed() -> Any:
    from django.contrib.syndication.views import Feed
    from django.db import models
    from django.utils.feedgenerator import Atom1Feed

    class Entry(models.Model):
        title = models.TextField()
        link = models.TextField()
        content = models.TextField()
        published = models.DateTimeField()
        updated = models.DateTimeField()

        class Meta:
            app_label = "bench"
            db_table = "entry"

    class Newest(Feed):
        feed_type = Atom1Feed
        title = "News"
        subtitle = "Articles, newest first."
        link = "/"

        def items(self) -> Any:
            return Entry.objects.order_by("-published", "id")[:50]

        def item_title(self, item: Any) -> Any:
            return item.title

        def item_description(self, item: Any) -> Any:
            return item.content

        def item_link(self, item: Any) -> Any:
            return item.link

        def item_pubdate(self, item: Any) -> Any:
            return item.published

        def item_updateddate(self, item: Any) -> Any:
            return item.updated

    return Newest()
