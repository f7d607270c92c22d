"""What each source says, and where: the file, the environment, flags. Flat, so that one can be laid over another."""

from __future__ import annotations

import re
import stat
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from feedsvc.config import blocks, kinds, shape
from feedsvc.config.lines import lines
from feedsvc.config.places import Places
from feedsvc.errors import ConfigError, Mistake

PREFIX = "FEEDSVC_"

_SHORT = {"site.author": "site.author.name"}
"""Tables for which a text may stand, and the key that the text then is."""

_FLAGS = {"articles.path": "--articles", "store.url": "--store"}
"""Flags that are not named like the last part of their key."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Values by dotted key, `{"site.title": "News"}`, and the place of each in words."""

    values: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    starts: tuple[int, ...] = (0,)
    """Where topics come from several files: the number of the first of each file, in the order of the topics."""
    blocks: Mapping[str, Any] = field(default_factory=dict)
    """Of a file: parts of its text, and what each of them says."""

    def mistake(self, key: str, problem: str, remedy: str) -> Mistake:
        """What is wrong with a key of this layer."""
        return Mistake(self.own(key), self.locate(key), problem, remedy)

    def own(self, key: str) -> str:
        """A key as it counts in its own file: the first topic of each is its `topics.0`."""
        table, _, rest = key.partition(".")
        number, dot, name = rest.partition(".")
        if table != "topics" or not number.isdigit():
            return key
        start = self.starts[bisect_right(self.starts, int(number)) - 1]
        return f"topics.{int(number) - start}{dot}{name}"

    def locate(self, key: str) -> str:
        """Where a key was read, or its table, or what is in it: "config.toml line 12", "flag --port", "default"."""
        outer = key
        while outer:
            if outer in self.places:
                return self.places[outer]
            outer = outer.rpartition(".")[0]
        inner = (place for known, place in self.places.items() if known.startswith(f"{key}."))
        return next(inner, "default")


def merged(*layers: Layer) -> Layer:
    """The layers one over the other, the last on top."""
    return reduce(_laid_over, layers)


def _laid_over(lower: Layer, upper: Layer) -> Layer:
    # A key set as a whole hides what was below it: the author's name from a flag does not keep the file's e-mail.
    whole = tuple(f"{key}." for key, value in upper.values.items() if not isinstance(value, dict))

    def over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in below.items() if not key.startswith(whole)} | dict(above)

    return Layer(
        over(lower.values, upper.values),
        Places(lambda: over(lower.places, upper.places)),
        upper.starts if "topics" in upper.values else lower.starts,
    )


def defaults(folder: Path) -> Layer:
    """The defaults that depend on where the configuration lies; all others are in the shape."""
    fields = dict(shape.every_key())
    return Layer(_anchored({key: fields[key].default for key in ("articles.path", "store.url")}, folder))


def platform(environ: Mapping[str, str]) -> Layer:
    """What hosting platforms expect where the publisher says nothing.

    One that sets PORT sends requests from outside of the container, so the loopback would not be reached. Its
    DATABASE_URL stands in for the default alone, if it is PostgreSQL: a shell may have it for quite another program.
    """
    values, places = {}, {}
    if environ.get("PORT"):
        values["server.host"], places["server.host"] = "0.0.0.0", "environment PORT"  # noqa: S104 (see above)
    if environ.get("DATABASE_URL", "").startswith("postgres"):
        values["store.url"], places["store.url"] = environ["DATABASE_URL"], "environment DATABASE_URL"
    return Layer(values, places)


def file(path: Path, before: Layer | None = None) -> Layer:
    """A TOML file, whose relative paths start from its folder; `before` is what it said earlier, if that was read.

    Raises ConfigError, one mistake.
    """
    text = _text(path)
    try:
        tables, read = blocks.tables(text, before.blocks if before else {})
    except (ValueError, RecursionError) as error:
        raise ConfigError((_not_toml(path, text, error),)) from error
    places = Places(lambda: {key: f"{path} line {number}" for key, number in lines(text).items()})
    return Layer(_anchored(_flat(tables), path.absolute().parent), places, blocks=read)


def _text(path: Path) -> str:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a FIFO would keep us waiting for ever
            raise ConfigError((Mistake("", str(path), "it is not a file", "Name a file in TOML"),))
        data = path.read_bytes()
    except OSError as error:
        problem = f"it cannot be read: {error.strerror}"
        raise ConfigError((Mistake("", str(path), problem, "Check the name and the permissions"),)) from error
    try:
        return data.decode("utf-8-sig")  # some editors put a byte order mark first, which TOML does not know
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError((Mistake("", f"{path} line {line}", "it is not UTF-8", "Save the file as UTF-8"),)) from error


def _not_toml(path: Path, text: str, error: Exception) -> Mistake:
    message, _, place = str(error).partition(" (at ")
    found = re.match(r"line (\d+), column (\d+)", place)
    line, column = found.groups() if found else (str(text.count("\n") + 1), None)
    where = f"{path} line {line}" + (f" column {column}" if column else "")
    remedy = "Texts stand in quotes, lists in brackets, and every key and table occurs once"
    return Mistake("", where, f"it is not TOML: {message[:1].lower()}{message[1:]}", remedy)


def environment(environ: Mapping[str, str]) -> Layer:
    """FEEDSVC_<TABLE>__<KEY>, and PORT as platforms set it; an empty variable counts as not set.

    A name without the double underscore is no key (but FEEDSVC_TOPICS): Kubernetes sets FEEDSVC_PORT and its like for
    a service of our name.
    """
    named = {
        _key(name): (name, value)
        for name, value in environ.items()
        if value and name.startswith(PREFIX) and ("__" in name or name == variable("topics"))
    }
    if environ.get("PORT"):
        named.setdefault("server.port", ("PORT", environ["PORT"]))
    values = {key: value for key, (_, value) in named.items()}
    places = {key: f"environment {name}" for key, (name, _) in named.items()}
    return Layer(_anchored(values, Path.cwd()), places)


def warnings(environ: Mapping[str, str]) -> Iterator[str]:
    """Of variables that are not read for want of an underscore."""
    known = {variable(key).replace("__", "_"): variable(key) for key, _ in shape.every_key() if "." in key}
    for name in sorted(environ):
        if name in known and name != known[name]:
            yield f"{name} is not read: write {known[name]}, with two underscores."


def variable(key: str) -> str:
    """The environment variable of a key: `site.base_url` is FEEDSVC_SITE__BASE_URL."""
    return PREFIX + key.replace(".", "__").upper()


def _key(name: str) -> str:
    return name.removeprefix(PREFIX).replace("__", ".").lower()


def flags(given: Mapping[str, Any]) -> Layer:
    """Flags by key, `{"server.port": 8080}`; None is a flag that was not given."""
    values = {key: value for key, value in given.items() if value is not None}
    return Layer(_anchored(values, Path.cwd()), {key: f"flag {flag(key)}" for key in values})


def flag(key: str) -> str:
    """The flag of a key: `server.port` is --port."""
    return _FLAGS.get(key) or "--" + key.rpartition(".")[2].replace("_", "-")


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, dict) and value:
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat


def _anchored(values: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The same values, their relative paths made absolute from this folder; what is no path is left as it is."""
    anchored = dict(values)
    path, url = values.get("articles.path"), values.get("store.url")
    if isinstance(path, str | Path) and str(path):
        anchored["articles.path"] = folder / path
    if static := values.get("articles.static"):
        anchored["articles.static"] = _each_anchored(static, folder)
    if isinstance(url, str) and re.match(r"sqlite:///(?!file:)[^/:]", url):
        anchored["store.url"] = f"sqlite:///{folder / url.removeprefix('sqlite:///')}"
    return anchored


def _each_anchored(paths: Any, folder: Path) -> Any:
    """A list of paths, or one that the environment gives as text; a mistake in it is told with those of other keys."""
    try:
        items = kinds.items(paths)
    except PydanticCustomError:
        return paths
    whole = isinstance(items, list | tuple) and all(isinstance(item, str | Path) and str(item) for item in items)
    return [folder / item for item in items] if whole else paths


def without_topics(layer: Layer) -> Layer:
    """The rest of a layer."""
    rest = {key: value for key, value in layer.values.items() if key.partition(".")[0] != "topics"}
    return replace(layer, values=rest)


def nested(layer: Layer) -> dict[str, Any]:
    """The values as tables in tables. A key inside of what is no table is left out: that itself is a mistake."""
    values = dict(layer.values)
    for short, full in _SHORT.items():
        if isinstance(values.get(short), str):
            values.setdefault(full, values.pop(short))
    tree: dict[str, Any] = {}
    for key in sorted(values):  # a table comes before what stands in it
        *tables, name = key.split(".")
        here: Any = tree
        for part in tables:
            here = here.setdefault(part, {}) if isinstance(here, dict) else None
        if isinstance(here, dict):
            here[name] = values[key]
    return tree
