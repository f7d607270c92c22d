"""VERSION is a part of every ETag: it moves when bytes do, and only then."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest

from feedsvc import addresses, render
from feedsvc.model import Entry
from feedsvc.render import atom, extensions, facts, jsonfeed
from feedsvc.render.frame import Frame
from feedsvc.render.specimen import BARE, FRAMES, RICH


def test_the_version_is_the_same_on_every_worker_and_after_every_restart():
    assert render._version() == render.VERSION
    assert len(render.VERSION) == 8


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (atom, "_TOMBSTONES", "urn:none"),
        (extensions, "_HISTORY", "urn:none"),
        (extensions, "escape", str),
        (facts, "minutes", lambda _: 61),
        (facts, "history", lambda *_: {}),
        (atom, "__version__", "none"),
        (jsonfeed, "_VERSION", "none"),
        (addresses, "page", lambda base_url, selection: f"{base_url}/{selection}"),
        (facts, "rfc822", str),
    ],
)
def test_the_version_moves_when_a_renderer_writes_other_bytes(monkeypatch, module, name, value):
    monkeypatch.setattr(module, name, value)
    assert render._version() != render.VERSION


def test_the_specimens_have_and_lack_everything_that_an_entry_may():
    optional = [field for field in fields(Entry) if field.default is not MISSING]
    assert optional
    assert all(getattr(RICH, field.name) != field.default for field in optional)
    assert all(getattr(BARE, field.name) == field.default for field in optional)
    assert facts.summary(RICH) is not None
    assert facts.summary(BARE) is None


def test_the_frames_have_and_lack_everything_that_a_frame_may():
    for field in fields(Frame):
        assert {getattr(frame, field.name) == field.default for frame in FRAMES} == {True, False}, field.name
