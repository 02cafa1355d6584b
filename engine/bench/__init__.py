"""The bars of the benchmark: ratios of medians measured side by side in one run, on throw-away desks.

B1 to B6 are here; those that need a browser's side are added by who calls `run`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bench import checking, growth, postgresql, steps, verifying

Result = dict[str, Any]


@dataclass(frozen=True)
class Bar:
    """One bar: what it measures, and the ratio it may not pass (for B2, statements)."""

    name: str
    title: str
    limit: float
    at_most: bool
    measure: Callable[[Callable[[], None]], Result]
    ticks: int

    def passed(self, result: Mapping[str, Any]) -> bool | None:
        """None where it could not be measured here; the result then has its `reason`."""
        value = result.get("ratio", result.get("statements"))
        if value is None:
            return None
        reached = bool(value <= self.limit if self.at_most else value >= self.limit)
        return reached and result.get("commits", 1) == 1 and not result.get("findings")


BARS: tuple[Bar, ...] = (
    Bar("B1", "a step as shipped / the same step in bare memory", 3.0, True, steps.against_bare_engine, steps.ROUNDS),
    Bar("B2", "statements of the dearest outcome", 14, True, steps.dearest_outcome, 1),
    Bar("B3", "the 1,000th reopening / the first", 1.2, True, steps.reopenings, steps.REOPENINGS * steps.CASES),
    Bar("B4", "my tasks among 1,000,000 items / among 1,000", 2.5, True, growth.my_tasks, growth.PAGES),
    Bar("B5", "a step among 250,000 instances / among 1,000", 1.3, True, growth.completions, growth.COMPLETIONS),
    Bar(
        "B6",
        "a step on PostgreSQL / seven bare statements",
        2.5,
        True,
        postgresql.against_bare_statements,
        postgresql.ROUNDS,
    ),
)
B10 = Bar(
    "B10",
    "check of a diagram with 240 elements / of W3",
    60,
    True,
    checking.check_of_a_large_diagram,
    checking.ROUNDS,
)
B11 = Bar(
    "B11",
    "verify / a bare pass of SHA-256 over the same rows",
    0.12,
    False,
    verifying.against_bare_hashes,
    verifying.ROUNDS,
)


def run(
    bars: Iterable[Bar], progress: Callable[[Bar], Callable[[], None]] = lambda _bar: lambda: None
) -> dict[str, Result]:
    """{bar's name: its result with `limit` and `passed`}; `progress(bar)` gives what is called at each of its ticks."""
    results = {}
    for bar in bars:
        found = bar.measure(progress(bar))
        results[bar.name] = {"title": bar.title, **found, "limit": bar.limit, "passed": bar.passed(found)}
    return results
