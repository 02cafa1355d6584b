"""`sagsgang restore`: the desk from its backup."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from tqdm import tqdm

import engine
from engine import Forgotten
from engine.backup import restore as put_back
from engine.config import Settings
from web.commands import counted
from web.commands.verify import in_words

NO_REGISTER = (
    "Der er ingen forgotten.log i datamappen. Er nogen glemt, efter at kopien blev taget, står de her igen: kør "
    "restore med --forgotten FILE, eller sagsgang forget."
)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Also where there is a desk already; what it holds is gone.")
@click.option(
    "--forgotten",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The forgotten.log of the desk, where its data folder has it no more.",
)
def restore(file: Path, replace: bool, forgotten: Path | None) -> None:
    """Put the backup FILE in the place of the desk that the settings name, and verify the record.

    Stop the desk first: a server or worker that runs is refused. A message that waited when the backup was made is
    sent when the desk runs again, also if it was sent after the backup.

    Whoever was forgotten since the backup is in it. forgotten.log in the data folder, which no backup holds, names
    them, and they are forgotten again; where it is gone with the machine, --forgotten gives a copy of it.

    Exit code 0 when the desk is back and its record as it was written, 1 with findings, 2 where it was refused.
    """
    copied = engine.read_register(forgotten) if forgotten else ()
    settings = Settings.from_environment()
    with tqdm(unit="B", unit_scale=True, file=sys.stderr, disable=None) as bar:
        manifest = put_back(settings, file.absolute(), replace=replace, tick=bar.update)
    click.echo(f"Genskabt, som den var {manifest.made_at}.")
    _forget_again(Settings.from_environment(), copied)
    sys.exit(check_record(Settings.from_environment()))


def _forget_again(settings: Settings, copied: Sequence[Forgotten]) -> None:
    desk = engine.open_desk(settings)
    try:
        if not engine.knows_forgotten(desk, copied):
            click.echo(NO_REGISTER)
            return
        with tqdm(unit=" steps", file=sys.stderr, disable=None) as bar:
            again, open_ones = engine.forget_again(desk, bar.update)
    finally:
        desk.close()
    if again:
        click.echo(f"Glemt igen: {', '.join(f'bruger {number}' for number in again)}.")
    for sentence in open_ones:
        click.echo(f"Kan ikke glemmes endnu. {sentence} Kør så sagsgang forget.")


def check_record(settings: Settings) -> int:
    """Verifies the record and says what was found; the exit code."""
    desk = engine.open_desk(settings)
    try:
        items, waiting = engine.count_items(desk), engine.count_stopped(desk)[engine.Delivery.WAITING]
        with tqdm(total=items, unit=" items", file=sys.stderr, disable=None) as bar:
            findings = list(engine.verify(desk, bar.update))
    finally:
        desk.close()
    click.echo(in_words(items, findings))
    if waiting:
        click.echo(f"{counted(waiting, 'besked', 'beskeder')} venter på at blive sendt.")
    return int(bool(findings))
