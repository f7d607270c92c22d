"""The configuration of another program, read and never run: tables of TOML, YAML and JSON, literals of Python and
JavaScript."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from feedsvc.errors import ConfigError, Mistake

LARGEST = 2**20
"""Bytes: a hundred times the longest configuration."""

_STRING = r"\s*[:=]\s*([\"'`])((?:(?!\1)[^\\\n$])*)\1"
"""A string given to a name, without escapes and without anything to work out in it."""
_TRIPS = (ValueError, RecursionError, LookupError, AttributeError, TypeError)
"""What the readers raise for broken files; the last three are PyYAML's, for tags whose text is none, as `!!int ""`."""
_PYTHON_LINES = "Write it as plain assignments of literals, or set the keys in config.toml yourself"


def first(root: Path, names: Iterable[str]) -> Path | None:
    """The first of these files or folders that is there."""
    return next((root / name for name in names if (root / name).exists()), None)


def folders(root: Path, names: Iterable[str]) -> tuple[Path, ...]:
    """Those of these folders that are there."""
    return tuple(root / name for name in dict.fromkeys(names) if (root / name).is_dir())


def table(path: Path) -> dict[str, Any]:
    """The outermost table of a TOML, YAML or JSON file; empty for one that holds none. Raises ConfigError."""
    text = content(path)
    try:
        match path.suffix.lower():
            case ".toml":
                found: Any = tomllib.loads(text)
            case ".json":
                found = json.loads(text)
            case _:
                found = yaml.safe_load(text)
    except (yaml.YAMLError, *_TRIPS) as error:
        raise _unreadable(path, f"it cannot be read: {' '.join(str(error).split())}") from error
    return found if isinstance(found, dict) else {}


def assignments(path: Path) -> dict[str, Any]:
    """What a Python file assigns to names at its outermost level, where it is a literal. Nothing is run."""
    try:
        tree = ast.parse(content(path))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _unreadable(path, f"it is no Python: {error}", _PYTHON_LINES) from error
    found: dict[str, Any] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = _literal(statement.value)
    return {name: value for name, value in found.items() if value is not None}


def strings(path: Path, names: Iterable[str]) -> dict[str, str]:
    """The first string that a JavaScript file gives each of these names, as a key or a constant. Nothing is run."""
    text = content(path)
    found = {name: re.search(rf"(?<![\w.]){name}[\"']?{_STRING}", text) for name in names}
    return {name: match[2] for name, match in found.items() if match}


def text_of(value: object) -> str | None:
    """A value as one line of text; None for what is empty or no text."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def within(values: dict[str, Any], *keys: str) -> str | None:
    """The text that stands under keys in one another."""
    found: Any = values
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return text_of(found)


def inner(values: dict[str, Any], key: str) -> dict[str, Any]:
    """The table that stands under a key; empty where anything else does."""
    found = values.get(key)
    return found if isinstance(found, dict) else {}


def texts(value: object) -> list[str]:
    """A text or a list of texts, as a list."""
    items = value if isinstance(value, list | tuple) else [value]
    return [text for item in items if (text := text_of(item))]


def person(value: object) -> tuple[str | None, str | None]:
    """Name and e-mail of an author, who is given as a text or as a table; of several, the first."""
    if isinstance(value, list) and value:
        return person(value[0])
    if isinstance(value, dict):
        return within(value, "name"), within(value, "email")
    return text_of(value), None


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return None  # computed: only running the file would tell


def content(path: Path) -> str:
    """The text of a file, whatever its bytes. Raises ConfigError for one that cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _unreadable(path, f"it cannot be read ({error.strerror})") from error
    if len(data) > LARGEST:
        raise _unreadable(path, "it is larger than any configuration")
    return data.decode("utf-8-sig", "replace")


def _unreadable(path: Path, problem: str, remedy: str = "Mend it, and try again") -> ConfigError:
    return ConfigError((Mistake("", str(path), problem, remedy),))
