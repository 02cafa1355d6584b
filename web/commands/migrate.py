"""`sagsgang migrate`: the database brought to this version's schema, before the desk is served again."""

import click

import engine
from engine.config import Settings
from web.commands import tell
from web.watching import logs


@click.command()
def migrate() -> None:
    """Bring the database to the schema of this version, and end.

    Of an SQLite database a copy is kept beside it. `serve` and `work` do the same at their start; every other command
    leaves the schema alone. Waits for a database that does not answer; refuses while another version is at work on it.

    Exit code 0 when the schema is this version's, 2 for a wrong setting.
    """
    settings = Settings.from_environment()
    logs.set_up(settings.json_log)
    engine.bring_up_to_date(settings, tell)
    tell("The database is up to date.")
