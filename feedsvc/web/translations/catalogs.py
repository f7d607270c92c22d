"""The words of the pages: a catalog for each language, as people edit it, compiled when the program starts."""

from __future__ import annotations

import io
from dataclasses import dataclass
from gettext import NullTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from feedsvc import languages

FOLDER = Path(__file__).parent

SOURCE = "en"
"""The language of the messages as templates have them: what is said where there is no catalog."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages of a site say, and in which language that is."""

    language: str
    """For `lang` in HTML: the site's own tag where its words are known, else English."""
    translations: NullTranslations

    @property
    def is_english(self) -> bool:
        return languages.primary(self.language) == SOURCE


def words(tag: str) -> Words:
    """Of a site in this language: `de-AT` finds `de`; a language without a catalog has English words."""
    if languages.primary(tag) == SOURCE:
        return Words(tag, NullTranslations())
    found = next((path for each in languages.wider(tag) if (path := file_of(each)).exists()), None)
    return Words(tag, compiled(read(path=found))) if found else Words(SOURCE, NullTranslations())


def gettext_noop(message: str) -> str:
    """The message as it stands: this marks one for the catalogs that a template translates later."""
    return message


def file_of(tag: str) -> Path:
    """Where the catalog of a language is, or would be."""
    return FOLDER / f"{tag}.po"


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem.replace("-", "_"))


def compiled(catalog: Catalog) -> Translations:
    """Without the messages that are fuzzy: a doubtful translation is worse than English. Takes some milliseconds."""
    binary = io.BytesIO()
    write_mo(binary, catalog)
    binary.seek(0)
    return Translations(binary)
