"""`sagsgang move`: a desk from SQLite to PostgreSQL."""

import sys
from dataclasses import replace

import click
from tqdm import tqdm

from engine import backup
from engine.config import Settings, checked_database_url
from web.commands import counted
from web.commands.restore import check_record


@click.command()
@click.option("--to", "to", required=True, metavar="URL", help="An empty database: postgresql://user@host/name")
def move(to: str) -> None:
    """Copy the desk from SQLite to an empty PostgreSQL, with everything, and verify the record there.

    Stop the desk first. The SQLite database stays as it was, and the attached files where they are. Afterwards
    SAGSGANG_DATABASE_URL is to name the new database.

    Exit code 0 when the record is as it was written, 1 with findings, 2 where it was refused.
    """
    settings, target = Settings.from_environment(), checked_database_url("--to", to)
    with tqdm(total=backup.count_rows(settings), unit=" rows", file=sys.stderr, disable=None) as bar:
        copied = backup.move(settings, target, bar.update)
    click.echo(f"{counted(copied, 'række', 'rækker')} er flyttet. Sæt nu SAGSGANG_DATABASE_URL til den nye database.")
    sys.exit(check_record(replace(settings, database_url=target)))
