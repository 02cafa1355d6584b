"""`back_up`: the desk as it is at one moment, while people work on it."""

import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from engine.backup import archive
from engine.backup.archive import DATABASE, FILES, MANIFEST, SECRET_KEY, Manifest, Tick
from engine.clock import system_clock
from engine.config import ATTACHMENTS, FOLDERS, Settings
from engine.errors import WrongSetting
from engine.files import Files
from engine.store import Database, require_newest, schema_newest
from engine.store.connection import copies
from engine.store.connection.database import make_private


def back_up(settings: Settings, file: Path, tick: Tick = lambda _bytes: None) -> Manifest:
    """Writes the backup and reads it back; `file` is there whole or as it was before, and its owner's alone.

    The database first, then the files: a file is on disk before a row names it, so none that the database names lacks.
    Raises WrongSetting with what cannot be had.
    """
    require_newest(settings.database_url)
    database = Database(settings.database_url)
    part = file.with_name(f"{file.name}.part")
    try:
        make_private(part)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as scratch:
            dump = Path(scratch) / DATABASE
            copies.dump(database, dump)
            _check_files(settings, database)
            _write(settings, database, dump, part, tick)
        manifest = archive.read_whole(part, tick)
        part.replace(file)
        return manifest
    finally:
        part.unlink(missing_ok=True)
        database.close()


def _write(settings: Settings, database: Database, dump: Path, part: Path, tick: Tick) -> None:
    now = system_clock()
    with archive.writing(part, now, tick) as backup:
        backup.add(DATABASE, dump)
        for file in _files(settings.data_dir):
            try:
                backup.add(FILES + file.relative_to(settings.data_dir).as_posix(), file)
            except FileNotFoundError:
                continue  # a draft's file, sent or discarded meanwhile
        if (settings.data_dir / "secret_key").exists() and not settings.key_is_given:
            backup.add_text(SECRET_KEY, settings.secret_key)
        dialect = "sqlite" if database.is_sqlite else "postgresql"
        manifest = Manifest(
            archive.FORMAT, version("sagsgang"), schema_newest(), dialect, now.isoformat(), dict(backup.members)
        )
        backup.add_text(MANIFEST, archive.manifest_text(manifest))


def _files(data_dir: Path) -> Iterator[Path]:
    """What lies in the desk's own folders; a folder of others, such as that of the backups, is left out."""
    for name in FOLDERS:
        found = (data_dir / name).rglob("*")
        yield from sorted(path for path in found if path.is_file() and not path.name.startswith("tmp"))


def _check_files(settings: Settings, database: Database) -> None:
    """Every attached file that a row names is there."""
    files = Files(settings.data_dir / ATTACHMENTS)
    lacking = sum(not files.path(sha256).exists() for sha256 in copies.kept_files(database))
    if lacking:
        raise WrongSetting(
            f"{lacking} attached files are not in {files.folder}; is SAGSGANG_DATA_DIR that of this desk? "
            "sagsgang verify names them."
        )
