"""What a figure needs and this machine may not have: found, or said clearly, with the way to get it."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec


class Missing(Exception):
    """Something is not installed; the message says what, and how to install it."""


def program(name: str, package: str) -> str:
    """The path of a program that comes in this Debian package. Raises Missing."""
    places = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))  # where Debian puts servers
    if found := shutil.which(name, path=places):
        return found
    raise Missing(f"{name} is not installed: apt-get install {package}")


def demand_module(name: str) -> None:
    """Raises Missing where this module cannot be imported."""
    if find_spec(name) is None:
        raise Missing(f"{name} is not installed: pip install --editable '.[bench]'")
