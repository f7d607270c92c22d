from __future__ import annotations

from typing import Any

import pytest

from feedsvc.sources._place import complete


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("a/b.md", {}),
        ("_index.md", {"draft": True}),
        ("a/_index.de.md", {"draft": True, "language": "de"}),
        ("my_index.md", {}),
        ("_drafts/a.md", {"draft": True}),
        ("a/_drafts/b/c.md", {"draft": True}),
        ("a/_drafts.md", {}),
        ("a.de.md", {"language": "de"}),
        ("a.pt-BR.md", {"language": "pt-BR"}),
        ("a.md.md", {}),
        ("v1.2.md", {}),
        ("a.js.md", {}),
        ("de.a/b.md", {}),
    ],
)
def test_a_path_says_what_its_place_means(path: str, fields: dict[str, Any]) -> None:
    given: dict[str, Any] = {"origins": {}}
    complete(given, path)
    assert given.pop("origins").keys() == fields.keys()
    assert given == fields


def test_what_the_article_says_itself_goes_first() -> None:
    given: dict[str, Any] = {"language": "fr", "origins": {"language": "front matter `lang`"}}
    complete(given, "a.de.md")
    assert given == {"language": "fr", "origins": {"language": "front matter `lang`"}}
