"""`sagsgang forget customer`: a person goes out of the record, which stays whole."""

import sys

import click
from tqdm import tqdm

import engine
from engine import Desk, Forgetting, Ground
from engine.config import Settings
from engine.errors import DeskError
from web.commands import counted
from web.commands.deploy import agent_called


@click.group()
def forget() -> None:
    """Forget a person, so that the record stays whole and holds nothing of them."""


@forget.command()
@click.argument("number", type=click.IntRange(1))
@click.option("--reason", type=click.Choice([ground.value for ground in Ground]), required=True, help="Why: a code.")
@click.option("--by", "username", help="The user name of whoever forgets; without it, the installation.")
@click.option("--yes", is_flag=True, help="Do it. Without it nothing is written.")
def customer(number: int, reason: str, username: str | None, yes: bool) -> None:
    """Forget the customer NUMBER, with those who were merged with them.

    Of their closed cases, and the tasks on them, all that was written goes: subjects, descriptions, categories,
    entries, files, messages, answers; and with it the name, addresses and telephone numbers of the customer, drafts and
    saved lists that name them, and the words they were found by. What happened when, by whom, stays, and sagsgang
    verify says that it was forgotten. A customer who is an agent keeps the account.

    Where a case or a task of theirs is not finished, or a message waits to be sent, nothing is done. Cases of others in
    which the name stands are listed, to be redacted by hand: what was edited there stays in their history.

    Stopped in the middle it goes on when it is run again. Backups still hold the person, and a server's own log may:
    sagsgang restore forgets again whoever forgotten.log in the data folder names. Keep a copy of that file with the
    backups' own; it holds nothing of the person.

    Exit code 0 when it is done, or would be; 1 when something is in the way, 2 for wrong usage.
    """
    desk = engine.open_desk(Settings.from_environment())
    try:
        by = agent_called(desk, username)
        _run(desk, number, Ground(reason), by, yes)
    except DeskError as error:
        raise click.ClickException(str(error)) from None
    finally:
        desk.close()


def _run(desk: Desk, number: int, ground: Ground, by: int | None, yes: bool) -> None:
    with tqdm(unit=" steps", file=sys.stderr, disable=None) as bar:
        looked = engine.look_at_forgetting(desk, number, progress=bar.update)
    if looked.hindrances:
        raise click.ClickException(" ".join(looked.hindrances))
    if yes:
        with tqdm(total=bar.n + 1, unit=" steps", file=sys.stderr, disable=None) as done:
            forgotten = engine.forget(desk, number, ground, by=by, progress=done.update)
            done.update()  # the last is the database, made anew
        _tell(forgotten)
    else:
        click.echo(f"{', '.join(one.name for one in looked.customers)}:")
        _tell(looked)
    if looked.elsewhere:
        click.echo(f"Navnet eller en adresse står også her og skal rettes i hånden: {', '.join(looked.elsewhere)}.")
    if looked.copies:
        click.echo(
            f"Opgraderinger har efterladt kopier med brugeren i. Slet dem: {', '.join(map(str, looked.copies))}."
        )
    click.echo("Det er gjort." if yes else "Intet er gemt. Kør igen med --yes.")


def _tell(forgetting: Forgetting) -> None:
    numbers = ", ".join(str(one.id) for one in forgetting.customers)
    click.echo(f"Bruger {numbers}, med {counted(len(forgetting.case_ids), 'lukket sag', 'lukkede sager')}.")
    for table, count in sorted(forgetting.rows.items()):
        click.echo(f"{table:>14} {count:>7}")
    click.echo(f"{'filer':>14} {forgetting.files:>7}")
