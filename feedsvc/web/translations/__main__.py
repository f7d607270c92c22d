"""Brings the catalogs up to date with what templates and modules say, and tells what is left to translate.

python -m feedsvc.web.translations         every catalog
python -m feedsvc.web.translations fr      that of one language, begun where there is none
"""

from __future__ import annotations

import click

from feedsvc import languages
from feedsvc.web.translations import catalogs, harvest
from feedsvc.web.translations.locales import locale

_KINDS = (("missing", "to translate"), ("fuzzy", "to look at again"), ("obsolete", "said no more"))


@click.command(help=__doc__)
@click.argument("wanted", nargs=-1, metavar="[LANGUAGE]...", callback=lambda _, __, tags: tuple(map(_checked, tags)))
def main(wanted: tuple[str, ...]) -> None:
    held = harvest.messages()
    for tag in wanted or [path.stem for path in catalogs.files()]:
        catalog = harvest.updated(harvest.opened(tag), held)
        catalogs.file_of(tag).write_bytes(harvest.written(catalog, tag))
        _tell(tag, harvest.state(catalog))


def _checked(written: str) -> str:
    tag = languages.tag(written)
    if tag is None or locale(tag) is None:
        raise click.BadParameter(f"{written} is no language that CLDR knows; give its tag, such as fr or zh-Hant.")
    return tag


def _tell(tag: str, state: harvest.State) -> None:
    for kind, what in _KINDS:
        for message in getattr(state, kind):
            click.echo(f"{catalogs.file_of(tag).name}: {what}: {message}")
    if state == harvest.State((), (), ()):
        click.echo(f"{catalogs.file_of(tag).name}: complete")


if __name__ == "__main__":
    main()
