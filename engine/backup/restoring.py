"""`restore`: a desk from its backup, on an empty place or over what is there."""

import tempfile
from importlib.metadata import version
from pathlib import Path

from engine.backup import archive
from engine.backup.archive import DATABASE, FILES, SECRET_KEY, Manifest, Tick
from engine.config import Settings
from engine.errors import WrongSetting
from engine.presence import PACE, bring_up_to_date
from engine.store import Database, migrations, schema_known
from engine.store.connection import copies
from engine.store.connection.database import make_private


def restore(settings: Settings, file: Path, *, replace: bool, tick: Tick = lambda _bytes: None) -> Manifest:
    """Puts the backup in the desk's place; the schema is this version's afterwards.

    Raises WrongSetting, and changes nothing, where the backup is damaged or of another kind of database, where the
    desk is in use, or where there is one already and `replace` was not asked for.
    """
    manifest = archive.read_whole(file, tick)
    database = Database(settings.database_url)
    try:
        _check(manifest, database, replace=replace)
        with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".restore.") as scratch:
            folder = Path(scratch)
            archive.take_out(file, folder, tick)
            _place_files(folder / FILES, settings.data_dir)
            copies.load(database, folder / DATABASE)
            _place_key(folder / SECRET_KEY, settings.data_dir / "secret_key")
    finally:
        database.close()
    bring_up_to_date(settings, lambda _sentence: None)
    return manifest


def _check(manifest: Manifest, database: Database, *, replace: bool) -> None:
    kind = "sqlite" if database.is_sqlite else "postgresql"
    if manifest.dialect != kind:
        raise WrongSetting(
            f"The backup is of {manifest.dialect} and SAGSGANG_DATABASE_URL of {kind}; "
            "restore it to its own kind, then sagsgang move"
        )
    if migrations.is_too_old(manifest.schema):
        raise migrations.too_old(manifest.schema)
    if not schema_known(manifest.schema):
        raise WrongSetting(
            f"The backup is of version {manifest.version} of Sagsgang (schema {manifest.schema}); this is "
            f"{version('sagsgang')}, which does not know that schema. Restore it with that version or a later one"
        )
    check_not_in_use(database)
    if not replace and not copies.is_empty(database):
        raise WrongSetting("SAGSGANG_DATABASE_URL is not empty; --replace puts the backup where that desk is")


def check_not_in_use(database: Database) -> None:
    """Raises WrongSetting while a process works on the database."""
    for process in copies.living(database, PACE.stale):
        raise WrongSetting(f"The desk is in use (sagsgang {process.role}, since {process.started_at}); stop it first")


def _place_files(folder: Path, data_dir: Path) -> None:
    """Files are named by their content, so one that is there already is the same."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        target = data_dir / file.relative_to(folder)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)


def _place_key(kept: Path, key: Path) -> None:
    """The backup's key, so that what it signed holds; a key from the environment is in no backup."""
    if kept.exists():
        make_private(kept)
        kept.replace(key)
