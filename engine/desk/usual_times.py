"""How long a team usually takes to solve a case of a category (A-33)."""

from datetime import timedelta
from statistics import median

from engine.store.reading import usual_times
from engine.texts.lines import one_line
from engine.transaction.desk import Desk

FEWEST = 5  # cases of which something can be said
NEWEST = 100  # cases that are looked at


def usual_time(desk: Desk, team_id: int, category: str) -> timedelta | None:
    """The median time from a case's creation to its last solution, nights and weekends included.

    Counted are the `NEWEST` closed cases of exactly that category that the team itself solved: a case that is solved
    and not closed may still be reopened. None without a category, and where there are fewer than `FEWEST`.
    """
    category = one_line(category)
    if not category:
        return None
    with desk.reading() as connection:
        solved = usual_times.solving_times(connection, team_id, category, NEWEST)
    times = [time.total_seconds() for time in solved]
    return timedelta(seconds=median(times)) if len(times) >= FEWEST else None
