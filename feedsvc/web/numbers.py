"""Numbers in addresses, `<number:page>` in a route: each in one spelling, so that no page has endlessly many addresses.

Flask's own `int` takes zeros in front, as many as one likes, and the digits of every script.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter, Map


class Number(BaseConverter):
    """From 1, of nine digits at most: there will never be more pages. Or of so many `digits`, with zeros in front."""

    def __init__(self, map: Map, digits: int | None = None) -> None:
        super().__init__(map)
        self.regex = "[1-9][0-9]{0,8}" if digits is None else f"[0-9]{{{digits}}}"

    def to_python(self, value: str) -> int:
        return int(value)


def equip(app: Flask) -> None:
    """Let the routes of this application have numbers."""
    app.url_map.converters["number"] = Number
