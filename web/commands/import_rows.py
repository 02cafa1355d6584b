"""`sagsgang import customers` and `people`: rows of a CSV file, tried first and done with `--yes`."""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click
from tqdm import tqdm

import engine
from engine import ImportLine, RowOutcome
from engine.config import Settings
from engine.errors import DeskError

TOLD = {
    RowOutcome.NEW: "ny",
    RowOutcome.CHANGED: "ændres",
    RowOutcome.SAME: "som før",
    RowOutcome.WRONG: "forkert",
}
Import = Callable[..., tuple[ImportLine, ...]]
file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
yes_option = click.option("--yes", is_flag=True, help="Do it. Without it nothing is written.")


@click.group("import")
def import_rows() -> None:
    """Bring customers or people in from a CSV file.

    The file is UTF-8 or Windows-1252, its columns separated by semicolons or commas, with a header row. Without --yes
    every row is told of and nothing is written; with it all rows are written at once, or none where one is wrong. An
    empty cell changes nothing. Brought in twice, a file gives nothing new.
    """


@import_rows.command()
@file_argument
@yes_option
def customers(file: Path, yes: bool) -> None:
    """Customers, each known by the mail address, else by the name.

    \b
    navn      what they are called (must be there)
    mail      where they are written to
    telefon   their telephone number
    afdeling  where they work

    Exit code 0 when no row is wrong, 1 when one is or the file cannot be read.
    """
    _run(file, engine.import_customers, yes)


@import_rows.command()
@file_argument
@yes_option
def people(file: Path, yes: bool) -> None:
    """People who work here, each known by the username; the new ones have no password yet.

    \b
    navn        what they are called (must be there)
    brugernavn  what they sign in as (must be there)
    hjemmeteam  the name of their home team (must be there)
    mail        where their notices go
    teams       the teams that they are members of, between bars: Netværk|Servicedesk
    dispatcher  the teams that they dispatch for
    teamleder   the teams that they lead
    roller      procesejer, revisor, administrator

    Exit code 0 when no row is wrong, 1 when one is or the file cannot be read.
    """
    _run(file, engine.import_people, yes)


def _run(file: Path, bring_in: Import, yes: bool) -> None:
    content = file.read_bytes()
    desk = engine.open_desk(Settings.from_environment())
    try:
        with tqdm(unit=" rows", file=sys.stderr, disable=None) as bar:
            lines = bring_in(desk, content, progress=bar.update)
        counts = Counter(line.outcome for line in lines)
        if yes and not counts[RowOutcome.WRONG]:
            with tqdm(total=len(lines), unit=" rows", file=sys.stderr, disable=None) as bar:
                lines = bring_in(desk, content, do=True, progress=bar.update)
    except DeskError as error:
        raise click.ClickException(str(error)) from None
    finally:
        desk.close()
    _tell(lines, yes and not counts[RowOutcome.WRONG])
    if counts[RowOutcome.WRONG]:
        sys.exit(1)


def _tell(lines: tuple[ImportLine, ...], done: bool) -> None:
    for line in lines:
        told = ": ".join(filter(None, (TOLD[line.outcome], line.sentence)))
        click.echo(f"linje {line.line}: {line.name or '–'}: {told}")
    counts = Counter(line.outcome for line in lines)
    click.echo(", ".join(f"{counts[outcome]} {word}" for outcome, word in TOLD.items()) + ".")
    click.echo("Det er gjort." if done else "Intet er gemt. Kør igen med --yes, når ingen række er forkert.")
