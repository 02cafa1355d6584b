"""`sagsgang backup`: the whole desk as one file, while it runs."""

import sys
from pathlib import Path

import click
from tqdm import tqdm

from engine.backup import back_up
from engine.config import Settings
from web.commands import counted


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the database, the attached files and the secret key to FILE, and read it back.

    The desk may be in use meanwhile. FILE is a tar that its owner alone may read: whoever has it, has everything. The
    key is left out where SAGSGANG_SECRET_KEY gives it. PostgreSQL is read by pg_dump, which must not be older than the
    server. Whoever is forgotten later stays in FILE: sagsgang restore forgets them again, by forgotten.log.

    Exit code 0 when the backup is whole, 2 where something cannot be had.
    """
    with tqdm(unit="B", unit_scale=True, file=sys.stderr, disable=None) as bar:
        manifest = back_up(Settings.from_environment(), file.absolute(), bar.update)
    files, size = counted(len(manifest.members), "fil", "filer"), file.stat().st_size / 1_000_000
    click.echo(f"{file}: {files}, {size:.1f} MB, læst igen uden fejl.")
