"""`sagsgang administrator`: an account that administers the desk, made by whoever has the machine."""

import sys

import click

import engine
from engine.config import Settings
from engine.errors import Invalid


@click.command()
@click.option("--name", required=True, help="What they are called, as others read it.")
@click.option("--username", required=True, help="What they sign in as: small letters, digits, full stop, hyphen or @.")
@click.option("--email", help="Where their notices go.")
def administrator(name: str, username: str, email: str | None) -> None:
    """Make an account that administers the desk, as its first one.

    Works on an empty database too, where it also makes the desk's first team. The password
    is asked for twice on a terminal; elsewhere it is the first line of the standard input.

    Exit code 0 when the account is made, 2 for wrong usage.
    """
    desk = engine.open_desk(Settings.from_environment())
    try:
        engine.install(desk)
        made = engine.add_administrator(
            desk,
            name=name,
            username=username,
            email=email,
            password=_password(),
        )
        team = desk.directory().teams[made.team_id].name
        click.echo(f"{made.name} er administrator med brugernavnet {made.username} og hjemmeteamet {team}.")
    except Invalid as error:
        raise click.UsageError(str(error)) from None
    finally:
        desk.close()


def _password() -> str:
    if sys.stdin.isatty():
        typed = click.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True)
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    return str(typed)[:1000]  # as much as the sign-in page takes
