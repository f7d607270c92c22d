from __future__ import annotations

from feedsvc.config.places import Places


def test_places_are_found_once_and_only_for_one_who_asks() -> None:
    asked = []

    def find() -> dict[str, str]:
        asked.append(True)
        return {"site.title": "config.toml line 2"}

    places = Places(find)
    assert asked == []
    assert places["site.title"] == "config.toml line 2"
    assert dict(places) == {"site.title": "config.toml line 2"}
    assert "site" not in places
    assert len(places) == len(asked) == 1
