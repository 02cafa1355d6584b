"""`sagsgang replay`: the event log of another desk, played through this one."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

import engine.replay
from engine.config import Settings
from engine.errors import DeskError
from engine.replay import NotReplayable, Player, Summary, open_replay, read_log, read_map

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
SHIPPED = Path(engine.replay.__file__).parent


class MapFile(click.Path):
    """A path, or the name of a map that comes with the product."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not Path(value).exists() and Path(value).name == str(value) and (SHIPPED / value).is_file():
            value = str(SHIPPED / value)
        return super().convert(value, param, ctx)


MAP = MapFile(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command()
@click.argument("log", type=FILE)
@click.option("--map", "map_file", type=MAP, required=True, help="How to read the log: a TOML file.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object on stdout.")
def replay(log: Path, map_file: Path, as_json: bool) -> None:
    """Play LOG, another desk's event log, on an empty database.

    The rows go through the functions that people use, by the log's own clock: cases are registered, dispatched, handed
    over, solved, reopened and closed, and what a rule forbids is refused and counted. No message leaves the house. A
    replay that was stopped, with Ctrl+C or in any other way, goes on where it stopped when it is run again.

    A map is a TOML file. uci_incident_log.toml comes with the product, in engine/replay, with every key explained;
    --map takes it by that name alone.

    Exit code 0 when the log is played, 1 when it was stopped or log, map or database will not do, 2 for wrong usage.
    """
    try:
        summary = _play(log.read_bytes(), map_file.read_bytes())
    except NotReplayable as error:
        raise click.ClickException("\n".join(error.problems)) from None
    except KeyboardInterrupt:
        raise click.ClickException("Stopped. Run it again, and it goes on where it stopped.") from None
    except DeskError as error:
        raise click.ClickException(str(error)) from None
    told = summary.to_json()
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _in_words(told))


def _play(log_content: bytes, map_content: bytes) -> Summary:
    map_ = read_map(map_content)
    log = read_log(log_content, map_)
    desk, clock = open_replay(Settings.from_environment(), log)
    try:
        began = time.monotonic()
        player = Player(desk, clock, log, map_)
        with tqdm(total=len(log.rows), initial=player.progress.rows, unit=" rows", file=sys.stderr) as bar:
            for _ in player.play():
                bar.update(player.progress.rows - bar.n)
            bar.update(player.progress.rows - bar.n)
        return player.summary(time.monotonic() - began)
    finally:
        desk.close()


def _in_words(told: dict[str, Any]) -> str:
    refused = told["refused"]
    lines = [
        f"{told['incidents']} incidents, {told['events']} rows; this run: {told['this_run']} in {told['seconds']} s",
        f"applied {told['applied']}, of which {told['noted']} asked nothing",
        f"refused {sum(one['count'] for one in refused.values())}",
        *(f"  {rule}: {one['count']}, such as {one['example']}" for rule, one in refused.items()),
        f"handed over {told['handovers']}, reopened {told['reopened']}, steps done {told['user_tasks_completed']}",
        "implied " + (", ".join(f"{kind} {count}" for kind, count in told["implied"].items()) or "nothing"),
        *(f"{state} at the end: {one['log']} in the log, {one['ours']} here" for state, one in told["final"].items()),
    ]
    return "\n".join(lines)
