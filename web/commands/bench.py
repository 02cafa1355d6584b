"""`sagsgang bench`: the bars of the benchmark, measured here and now."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click
from tqdm import tqdm

from engine import bench as bars
from web.commands.benchmarks.http import B7
from web.commands.benchmarks.pages import B9
from web.commands.benchmarks.reading import B8

ALL = (*bars.BARS, B7, B8, B9, bars.B10, bars.B11)
AT_LEAST = frozenset(bar.name for bar in ALL if not bar.at_most)


@click.command()
@click.option(
    "--only",
    "names",
    multiple=True,
    type=click.Choice([bar.name for bar in ALL]),
    help="This bar alone; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help='One JSON object on stdout: {"B1": {"ratio": …}, …}.')
def bench(names: tuple[str, ...], as_json: bool) -> None:
    """Measure the bars of the benchmark: ratios of medians, each measured side by side in this run.

    Exit code 0 when every bar that could be measured is reached, 1 otherwise.
    """
    chosen = [bar for bar in ALL if not names or bar.name in names]
    results = bars.run(chosen, _progress) if len(chosen) == 1 else _each_apart(chosen)
    click.echo(json.dumps(results, ensure_ascii=False) if as_json else in_words(results))
    sys.exit(any(result["passed"] is False for result in results.values()))


def _each_apart(chosen: Sequence[bars.Bar]) -> dict[str, dict[str, Any]]:
    """Each bar in a process of its own: none is measured beside what another has left in memory, or still writes."""
    results: dict[str, dict[str, Any]] = {}
    for bar in chosen:
        command = [sys.executable, "-m", "web.cli", "bench", "--only", bar.name, "--json"]
        os.sync()  # B5 leaves a gigabyte on its way to the disk, and B6 waits for that disk
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
        if not done.stdout:
            raise click.ClickException(f"{bar.name} was not measured; what went wrong stands above.")
        results |= json.loads(done.stdout)
    return results


def in_words(results: dict[str, dict[str, Any]]) -> str:
    """A table: bar, what it measures, reached, wanted."""
    lines = [f"{'':4}{'what':58}{'reached':>9}{'wanted':>9}"]
    for name, result in results.items():
        reached = result.get("ratio", result.get("statements"))
        sign = ">=" if name in AT_LEAST else "<="
        lines.append(
            f"{name:4}{result['title']:58}{reached if reached is not None else '–':>9}{sign + str(result['limit']):>9}"
        )
        if result.get("reason"):
            lines.append(f"    {result['reason']}")
    return "\n".join(lines)


def _progress(bar: bars.Bar) -> Callable[[], None]:
    shown = tqdm(total=bar.ticks, desc=bar.name, file=sys.stderr)

    def tick() -> None:
        shown.update(1)
        if shown.n >= bar.ticks:
            shown.close()

    return tick
