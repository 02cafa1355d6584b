"""`sagsgang verify`: whether anybody touched the record."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from tqdm import tqdm

import engine
from engine import Desk, Finding, Heads
from engine.config import Settings
from web.commands import counted, tell

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog=f"No history tells of: {', '.join(engine.not_covered())}.")
@click.option("--heads", "new", type=_FILE, metavar="FILE", help="Write where every chain stands to this new file.")
@click.option(
    "--since",
    "old",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Compare with a file that --heads wrote: nothing that it knew of was rewritten, cut or removed.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="One JSON object on stdout: {items, findings: [{place, sentence}], forgotten: [{customer, sentence}]}.",
)
def verify(new: Path | None, old: Path | None, as_json: bool) -> None:
    """Read the whole record and say what does not add up.

    Edited, deleted, inserted or moved events are found, a cut tail, and whatever differs from what the histories say:
    of cases, tasks, entries, files, steps, instances, messages, people, teams, customers, routes and diagrams.

    The record alone does not tell of the newest case taken out whole with its number, a chain that was hashed anew
    from one event on, or an older copy of the database put back. --since finds these, for all that had happened when
    its file was written: take one often, and keep it where whoever can write to the database cannot. What was added
    since, in whosever name, it cannot judge. What no history tells of is listed at the end of this text.

    The file is text: a note of origin, number of chains, Merkle root (RFC 9162), position, time and the SHA-256 of the
    file before it, a blank line, then `kind id count hash` of each chain, which the root binds to the note. It holds
    nothing that anybody wrote. It is written with findings too, as the record stands, and noted in the desk's history;
    with rights to read alone it is not noted.

    Exit code 0 when all is as it was written, 1 with findings, 2 where a file cannot be used.
    """
    if new:
        _check_new(new)
    desk = engine.open_desk(Settings.from_environment())
    try:
        known = _read(desk, old) if old else None
        items, findings = _check(desk, known)
        forgotten = engine.forgotten(desk)
        if new:
            _write(desk, new)
    finally:
        desk.close()
    if as_json:
        told = [{"place": f.place, "sentence": f.sentence} for f in findings]
        gone = [{"customer": one.customer_id, "sentence": one.sentence} for one in forgotten]
        click.echo(json.dumps({"items": items, "findings": told, "forgotten": gone}, ensure_ascii=False))
    else:
        for one in forgotten:
            click.echo(f"bruger {one.customer_id}: {one.sentence}")
        click.echo(in_words(items, findings, _still_there(known)))
    sys.exit(bool(findings))


def _check_new(file: Path) -> None:
    """Before the record is read, which takes a while."""
    if os.access(file, os.F_OK):
        raise click.BadParameter("Filen findes allerede. Vælg et andet navn.", param_hint="--heads")
    if not os.access(file.absolute().parent, os.W_OK):
        raise _not_writable()


def _not_writable() -> click.BadParameter:
    return click.BadParameter("Filen kan ikke skrives der. Vælg et andet sted.", param_hint="--heads")


def _read(desk: Desk, file: Path) -> Heads:
    try:
        return engine.read_heads(desk, file)
    except engine.WrongHeads as error:
        raise click.BadParameter(str(error), param_hint="--since") from None


def _check(desk: Desk, known: Heads | None) -> tuple[int, list[Finding]]:
    """How many items were read, and what does not add up."""
    items = engine.count_items(desk)
    with _bar(items, " items") as progress:
        findings = list(engine.verify(desk, progress))
    if known:
        with _bar(len(known.heads), " heads") as progress:
            findings += engine.verify_since(desk, known, progress)
    return items, findings


@contextmanager
def _bar(total: int, unit: str) -> Iterator[Callable[[int], object]]:
    with tqdm(total=total, unit=unit, file=sys.stderr, disable=None) as bar:
        yield bar.update


def _write(desk: Desk, file: Path) -> None:
    try:
        heads = engine.write_heads(desk, file)
    except engine.WrongHeads as error:
        raise click.BadParameter(str(error), param_hint="--heads") from None
    except OSError:
        raise _not_writable() from None
    tell(f"{file}: {counted(heads.subjects, 'historik', 'historikker')}. Gem filen et andet sted end databasen.")
    if not heads.is_recorded:
        tell("Databasen kan kun læses: filen er skrevet, men ikke noteret i servicedeskens historik.")


def in_words(items: int, findings: Sequence[Finding], compared: str = "") -> str:
    """The findings, a line each; where there is none, that all is well, and what was compared too."""
    all_well = f"{counted(items, 'sag eller opgave', 'sager og opgaver')}: alt stemmer.{compared}"
    return "\n".join(f"{finding.place}: {finding.sentence}" for finding in findings) or all_well


def _still_there(known: Heads | None) -> str:
    if known is None:
        return ""
    histories = counted(len(known.heads), "historik har alt, hvad den", "historikker har alt, hvad de")
    return f" {histories} havde i filen fra {known.at:%Y-%m-%d %H.%M} UTC."
