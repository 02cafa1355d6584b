"""`sagsgang deploy`: a BPMN file becomes its process's next version."""

import sys
from pathlib import Path

import click

import engine
from engine.config import Settings
from engine.errors import DeskError, Invalid, NotDeployable
from web.commands.check import content_of, in_words


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--note", required=True, help="What is new in this version, for those who read the list of versions.")
@click.option("--by", "username", help="The user name of the process owner who deploys; without it, the installation.")
def deploy(file: Path, note: str, username: str | None) -> None:
    """Check a BPMN file and deploy it as its process's next version. Running instances keep theirs.

    Exit code 0 when it is deployed, 1 when the check or a rule refuses it, 2 for wrong usage.
    """
    content = content_of(file)
    desk = engine.open_desk(Settings.from_environment())
    try:
        found = engine.deploy(desk, content, by=agent_called(desk, username), note=note)
        click.echo(f"{found.name} ({found.key}) er sat i drift som version {found.version}, sha256 {found.sha256}.")
        _tell_more(desk, file, content, found.key)
    except NotDeployable as error:
        click.echo(in_words(str(file), [p for p in error.problems if isinstance(p, engine.Problem)]), err=True)
        sys.exit(1)
    except DeskError as error:
        if isinstance(error, Invalid) and "note" in error.problems:
            raise click.BadParameter(str(error), param_hint="--note") from None
        raise click.ClickException(str(error)) from None
    finally:
        desk.close()


def _tell_more(desk: engine.Desk, file: Path, content: bytes, key: str) -> None:
    """What is not wrong, and still good to know."""
    if warnings := engine.check(content):
        click.echo(in_words(str(file), warnings), err=True)
    if not any(process.routes for process in engine.processes(desk) if process.newest.key == key):
        click.echo(f"Ingen rute fører arbejde til {key}; den tages først i brug, når en rute peger på den.", err=True)


def agent_called(desk: engine.Desk, username: str | None) -> int | None:
    """The number of whoever --by names; None for the installation."""
    if username is None:
        return None
    for agent in desk.directory().agents.values():
        if agent.username == username:
            return agent.id
    raise click.BadParameter(f"nobody is called {username!r}", param_hint="--by")
