"""B4 and B5: what a list and a step cost when there is much of everything."""

import random
from collections.abc import Callable
from functools import partial
from typing import Any

import engine
from engine import Desk, Kind
from engine.bench import houses
from engine.store.work import bulk

SMALL_ITEMS, MANY_ITEMS = 1_000, 1_000_000
SMALL_INSTANCES, MANY_INSTANCES = 1_000, 250_000
PAGES, COMPLETIONS = 400, 300
SAMPLE = 1_000  # cases, those that were completed among them
Tick = Callable[[], None]


def my_tasks(tick: Tick) -> dict[str, Any]:
    """B4: a page of 50 of `my_tasks`, of random agents, among 1,000,000 work items / among 1,000."""
    spent: dict[int, list[float]] = {SMALL_ITEMS: [], MANY_ITEMS: []}
    with houses.desk() as small, houses.desk() as large:
        agents = {size: _many_tasks(desk, size) for size, desk in ((SMALL_ITEMS, small), (MANY_ITEMS, large))}
        for _ in range(PAGES):
            for size, desk in ((SMALL_ITEMS, small), (MANY_ITEMS, large)):
                agent = random.choice(agents[size])  # noqa: S311
                seconds, page = houses.timed(partial(engine.my_tasks, desk, agent, limit=50))
                assert len(page.rows) == 50
                spent[size].append(seconds)
            tick()
    few, many = houses.median(spent[SMALL_ITEMS]), houses.median(spent[MANY_ITEMS])
    return {"ratio": round(many / few, 2), "few_us": houses.microseconds(few), "many_us": houses.microseconds(many)}


def _many_tasks(desk: Desk, size: int) -> list[int]:
    """Multiplies one dispatched task of the desk's own; the agents who have at least 50 of the copies."""
    case = houses.case_across(desk)
    houses.timed_press(desk, case, "dispatch")
    agent = engine.get_case(desk, case.id).agent_id
    assert agent is not None
    task = houses.task_of(desk, case, agent)
    return bulk.multiply_tasks(desk.database, task.id, size, each=60)


def completions(tick: Tick) -> dict[str, Any]:
    """B5: completing a step of one of 250,000 instances / of 1,000; a sample of the large record is verified."""
    spent: dict[int, list[float]] = {SMALL_INSTANCES: [], MANY_INSTANCES: []}
    with houses.desk() as small, houses.desk() as large:
        desks = ((SMALL_INSTANCES, small), (MANY_INSTANCES, large))
        ids = {size: _many_cases(desk, size) for size, desk in desks}
        sample = random.sample(ids[MANY_INSTANCES], SAMPLE)
        for number in range(COMPLETIONS):
            for size, desk in desks:
                case = engine.get_case(desk, ids[size].pop(random.randrange(len(ids[size]))))  # noqa: S311
                spent[size].append(houses.timed_press(desk, case, "dispatch"))
                if desk is large:
                    sample[number] = case.id  # one that has gone on since it was multiplied
            tick()
        found = [finding for number in sample for finding in engine.verify_item(large, Kind.CASE, number)]
    few, many = houses.median(spent[SMALL_INSTANCES]), houses.median(spent[MANY_INSTANCES])
    return {
        "ratio": round(many / few, 2),
        "few_us": houses.microseconds(few),
        "many_us": houses.microseconds(many),
        "verified": SAMPLE,
        "findings": len(found),
    }


def _many_cases(desk: Desk, size: int) -> list[int]:
    """Multiplies one registered case with its instance, its waiting step and a chain of its own each."""
    return bulk.multiply_cases(desk.database, houses.case_across(desk).id, size, desk=desk.uuid)
