"""B1 to B3: what one step costs."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

import engine
from engine import By, Desk, SentForm, UserTask, WorkItem
from engine.bench import houses
from engine.bench.stock import Stock
from engine.clock import system_clock
from engine.demo import begin, play, routes_of, ways
from engine.demo.player import Way, filled_in
from engine.errors import DeskError
from engine.operations import Deed
from engine.store.connection.counting import counting

LIFE = (
    Deed.DISPATCH,
    Deed.SOLVE,
    Deed.REOPEN,
    Deed.SOLVE,
    Deed.CLOSE,
)  # by the rules that allow them; each is timed once
ROUNDS, WARM_UP = 500, 20
REOPENINGS, CASES = 1000, 5
REASONS = dict.fromkeys(("A-03", "A-18", "R045", "R053", "R110"), "måling")

Tick = Callable[[], None]


def against_bare_engine(tick: Tick) -> dict[str, Any]:
    """B1: dispatch, solve, reopen and close as shipped / the same four steps of the same spec in memory."""
    ours: dict[str, list[float]] = defaultdict(list)
    bare: dict[str, list[float]] = defaultdict(list)
    with houses.desk() as desk:
        for number in range(ROUNDS + WARM_UP):
            case = houses.case_across(desk, number)
            stock = _stock_of(desk, case)
            for allowed in LIFE:
                step = houses.step_of(desk, case)
                outcome = houses.outcome_of(desk, step, allowed)
                assert stock.waiting() == step.element
                ours[allowed].append(houses.timed_press(desk, case, allowed))
                bare[allowed].append(houses.timed(partial(stock.press, outcome))[0])
            if number >= WARM_UP:
                tick()
            else:
                ours.clear()
                bare.clear()
    found = {name: (houses.median(ours[name]), houses.median(bare[name])) for name in ours}
    return {
        "ratio": round(sum(o for o, _ in found.values()) / sum(b for _, b in found.values()), 2),
        "ours_us": {name: houses.microseconds(o) for name, (o, _) in found.items()},
        "bare_us": {name: houses.microseconds(b) for name, (_, b) in found.items()},
    }


def _stock_of(desk: Desk, case: WorkItem) -> Stock:
    step = houses.step_of(desk, case)
    with desk.reading() as connection:
        program = desk.program(connection, step.definition_id)
    facts = {"solver": 1, "sender_is_active": True, "case_is_closed": False, "deadline_has_passed": False, "creator": 1}
    return Stock(program, facts)


def dearest_outcome(tick: Tick) -> dict[str, Any]:
    """B2: statements and commits of the dearest button of all processes, those that reach other instances aside."""
    found: list[tuple[int, int, str]] = []
    with houses.desk() as desk:
        for route in routes_of(desk):
            make = partial(begin, desk, route, 0)
            for element, way in ways(desk, make).items():
                found += _counted(desk, partial(_made, desk, make, way), element)
    tick()
    statements, commits, where = max(found)
    return {"statements": statements, "commits": max(c for _, c, _ in found), "where": where, "outcomes": len(found)}


def _made(desk: Desk, make: Callable[[], WorkItem], way: Way) -> WorkItem:
    return play(desk, make(), way, houses.TEXTS)


def _counted(desk: Desk, make: Callable[[], WorkItem], element: str) -> Iterator[tuple[int, int, str]]:
    """(statements, commits, name) of each button of the step, on a fresh item each."""
    first = make()
    step = _step(desk, first, element)
    for outcome in engine.diagram_of(desk, step.definition_id).steps[element].form.outcomes:
        if outcome.allowed in (Deed.CLOSE, Deed.PASS_ON):
            continue  # these end or start other instances
        step = _step(desk, make(), element)
        actor, values = filled_in(desk, step, outcome.id, houses.TEXTS)
        try:
            with counting(desk.database) as count:
                sent = SentForm(step.id, f"/trin/{step.id}", "form", 1, count=1)  # as from a page that saved
                engine.complete(desk, step.id, outcome.id, values, by=By(actor.id, source=sent, reasons=REASONS))
        except DeskError:
            continue  # a rule refuses it here
        yield count.statements, count.commits, f"{step.name}: {outcome.name}"


def reopenings(tick: Tick) -> dict[str, Any]:
    """B3: rounds 951 to 1,000 of reopening, with the deadline fired every round / rounds 1 to 50."""
    early: list[float] = []
    late: list[float] = []
    moving = _Clock()
    with houses.desk(clock=moving) as desk:
        cases = [houses.case_across(desk, number) for number in range(CASES)]
        for case in cases:
            houses.timed_press(desk, case, "dispatch")
        for case, number in product(cases, range(REOPENINGS)):  # early and late rounds all over the run
            _pass_deadline(desk, case, moving)
            seconds = houses.timed_press(desk, case, "solve") + houses.timed_press(desk, case, "reopen")
            if number < 50:
                early.append(seconds)
            elif number >= REOPENINGS - 50:
                late.append(seconds)
            tick()
    first, last = houses.median(early), houses.median(late)
    return {
        "ratio": round(last / first, 2),
        "first_us": houses.microseconds(first),
        "last_us": houses.microseconds(last),
    }


class _Clock:
    """The system's time, moved on by what has been skipped."""

    def __init__(self) -> None:
        self.skipped = timedelta()

    def __call__(self) -> Any:
        return system_clock() + self.skipped


def _pass_deadline(desk: Desk, case: WorkItem, clock: _Clock) -> None:
    """Sets a deadline two hours on, and lets it pass; then another, so that reopening needs no new one."""
    agent = engine.get_case(desk, case.id).agent_id
    assert agent is not None
    _set_deadline(desk, case, agent)
    clock.skipped += timedelta(hours=3)
    engine.fire_due_timers(desk)
    _set_deadline(desk, case, agent)


def _set_deadline(desk: Desk, case: WorkItem, agent: int) -> None:
    deadline = desk.clock() + timedelta(hours=2)
    engine.edit_case(desk, case.id, {"deadline": deadline}, reason="Måling", by=By(agent))


def _step(desk: Desk, item: WorkItem, element: str) -> UserTask:
    return next(step for step in engine.waiting(desk, item.kind, item.id) if step.element == element)
