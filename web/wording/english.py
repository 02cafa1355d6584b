"""The English of screens and notices, compiled from its .po where the build has not done it. We write Danish."""

import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parents[1] / "translations"


def translate(locale: str, template: str) -> str:
    """A Danish sentence, or the template of one, in that language; as it is where it has no other words."""
    return str(catalogue_of(locale).gettext(template)) if template else ""


@cache
def catalogue_of(locale: str) -> NullTranslations:
    """The sentences of that language; of Danish none, for they stand in the code."""
    compile_missing(FOLDER)
    return Translations.load(FOLDER, [locale])


def compile_missing(folder: Path) -> None:
    """Makes each .mo that is missing or older than its .po; a folder that is not ours to write is left as it is."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)


def _compile(source: Path, target: Path) -> None:
    """Several processes may begin at once: each writes a file of its own, and what has the name is always whole."""
    with source.open("rb") as po:
        catalogue = read_po(po, locale=source.parts[-3])
    fresh = target.with_suffix(f".{uuid.uuid4().hex}.new")
    with suppress(OSError):
        try:
            with fresh.open("wb") as mo:
                write_mo(mo, catalogue)
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
