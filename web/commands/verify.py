"""`sagsgang verify`: whether anybody touched the record."""

import json
import sys

import click
from tqdm import tqdm

import engine
from engine.config import Settings


@click.command(epilog=f"No history tells of: {', '.join(engine.not_covered())}.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object on stdout: {items, findings: [{place, sentence}]}."
)
def verify(as_json: bool) -> None:
    """Read the whole record and say what does not add up.

    Edited, deleted, inserted or moved events are found, a cut tail, and whatever differs from what the histories say:
    of cases, tasks, entries, files, steps, instances, messages, people, teams, customers, routes and diagrams.

    Not found is a case that was taken out whole, or a chain that was hashed anew from one event on; keep the last
    hashes elsewhere to find these too. What no history tells of is listed at the end of this text.

    Exit code 0 when all is as it was written, 1 with findings.
    """
    desk = engine.open_desk(Settings.from_environment())
    try:
        items = engine.count_items(desk)
        with tqdm(total=items, unit=" items", file=sys.stderr, disable=None) as bar:
            findings = list(engine.verify(desk, bar.update))
    finally:
        desk.close()
    if as_json:
        told = [{"place": f.place, "sentence": f.sentence} for f in findings]
        click.echo(json.dumps({"items": items, "findings": told}, ensure_ascii=False))
    else:
        click.echo("\n".join(f"{f.place}: {f.sentence}" for f in findings) or f"{items} sager og opgaver: alt stemmer.")
    sys.exit(bool(findings))
