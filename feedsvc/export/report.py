"""What one export did."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """Addresses by what became of them, in the order in which things were done."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    """In the way of these lie files that feedsvc did not write, and left as they are."""
    same: int = 0
    """Asked for, and found to be as before; what need not be asked for is not counted."""
    has_new_rules: bool = False
    """The rules for nginx are others than before: they are in force once it is reloaded."""
    revision: int = 0
    seconds: float = 0.0
