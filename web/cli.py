"""The console script `sagsgang`. Each command lies in a file of its own and is read only when it is asked for."""

import importlib
import os
import sys
from typing import NoReturn

import click

# name → (module in web.commands, the line in --help)
COMMANDS = {
    "serve": "Serve the desk on a port of this machine.",
    "administrator": "Make an account that administers the desk, as its first one.",
    "work": "Send mail and watch deadlines, beside a desk served elsewhere.",
    "migrate": "Bring the database to the schema of this version, and end.",
    "backup": "Write the whole desk to one file, while it runs.",
    "restore": "Put a backup in the desk's place.",
    "move": "Copy the desk from SQLite to PostgreSQL.",
    "check": "Say everything that is wrong with BPMN files.",
    "deploy": "Check a BPMN file and deploy it as its process's next version.",
    "replay": "Play the event log of another desk through this one.",
    "import": "Bring customers or people in from a CSV file.",
    "forget": "Forget a person, so that the record stays whole.",
    "search": "Make the index of everything written anew.",
    "verify": "Find out whether anybody touched the record.",
    "bench": "Measure the bars of the benchmark.",
}

MODULES = {"import": "import_rows"}  # where the name of a command cannot be a module's


class Commands(click.Group):
    """The table above, as click asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = MODULES.get(name, name)
        command: click.Command = getattr(importlib.import_module(f"web.commands.{module}"), module)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands)
@click.version_option(package_name="sagsgang")
def sagsgang() -> None:
    """Sagsgang, a service desk whose workflow is drawn, not coded.

    Settings come from the environment: SAGSGANG_DATABASE_URL, SAGSGANG_DATA_DIR, SAGSGANG_SMTP_URL,
    SAGSGANG_SECRET_KEY, SAGSGANG_BASE_URL, SAGSGANG_MAIL_FROM, SAGSGANG_TRUSTED_PROXY,
    SAGSGANG_WORKING_HOURS, SAGSGANG_VIEWINGS_DAYS, SAGSGANG_LOG, SAGSGANG_METRICS_TOKEN, SAGSGANG_METRICS_FROM.
    """


def main() -> None:
    """Runs a command; a wrong setting is one sentence and exit code 2, what the machine refuses one and 1."""
    os.umask(0o077)  # what a desk writes is its own account's alone
    try:
        sagsgang()
    except OSError as error:
        _end(f"{error.filename or ''} {error.strerror or error}".strip(), 1)
    except Exception as error:
        from engine.errors import Unavailable, WrongSetting  # the engine is imported by the commands that need it

        if not isinstance(error, Unavailable | WrongSetting):
            raise
        _end(str(error), 2 if isinstance(error, WrongSetting) else 1)


def _end(sentence: str, code: int) -> NoReturn:
    click.echo(f"sagsgang: {sentence}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
