"""Live demo data, made by the desk's own functions: people, and work at every step of every deployed process."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

import engine
from engine import Agent, By, Department, Desk, Kind, NewAgent, Settings, Team, WorkItem
from engine.demo import people, stories
from engine.demo.calendar import END, WorkingClock
from engine.demo.player import Texts, Way, filled_in, play, press, ways, whose
from engine.demo.work import Piece, to_a_step, to_the_end
from engine.store.people import people as directory_store
from engine.texts.danish_order import sort_key

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Route:
    """One row of the routing table, with people who use it."""

    kind: Kind
    origin: Department
    receiver: Department


def is_empty(desk: Desk) -> bool:
    """Whether nobody works here yet."""
    return not desk.directory().agents


def fill(desk: Desk, progress: Progress | None = None) -> None:
    """Makes the demo on an empty desk: people first, then for each process one piece of work at each of its steps, and
    some that is closed or open again, spread over three working weeks.

    Where people work already nothing is added.
    """
    if not is_empty(desk):
        return
    real, clock = desk.clock, WorkingClock(desk.clock())
    desk.clock = clock
    try:
        engine.install(desk)
        add_everybody(desk)
        _work(desk, clock, _plan(desk), progress)
    finally:
        desk.clock = real


def _plan(desk: Desk) -> list[Callable[[], Piece]]:
    """What begins each piece of work, in the order in which they begin."""
    searched = [(route, way) for route, found in _search(desk).items() for way in found]
    plan: list[Callable[[], Piece]] = []
    ended = 0
    for number, (route, way) in enumerate(searched):
        plan.append(partial(_begun, desk, route, number, way))
        if number % 4 == 3:
            plan.append(partial(_ended, desk, _case_routes(desk), ended))
            ended += 1
    return plan


def _work(desk: Desk, clock: WorkingClock, plan: list[Callable[[], Piece]], progress: Progress | None) -> None:
    """Does one act of one piece after another, in the order of their hours; deadlines are told of as they pass."""
    every = END / (len(plan) + 2)
    agenda: list[tuple[float, int, int, Piece | None]] = [(n * every, n, 0, None) for n in range(len(plan))]
    done = 0
    while agenda:
        clock.hours, number, acts, piece = heappop(agenda)
        engine.fire_due_timers(desk)
        piece = plan[number]() if piece is None else piece
        if next(piece, piece) is None:
            later = min(clock.hours + 1 + (number * 5 + acts * 3) % 9, (clock.hours + END) / 2)
            heappush(agenda, (later, number, acts + 1, piece))
            continue
        done += 1
        if progress:
            progress(done, len(plan))


def _begun(desk: Desk, route: Route, number: int, way: Way) -> Piece:
    return to_a_step(desk, begin(desk, route, number), way, stories.TEXTS[number % len(stories.TEXTS)])


def _ended(desk: Desk, routes: list[Route], number: int) -> Piece:
    """A closed case; every third is for the customer who has no other, and every third is open again."""
    route = routes[number % len(routes)]
    values = case_values(desk, _team(desk, route, number), number)
    if number % 3 == 0:
        values["customer"] = engine.add_people(desk).customers[people.HELPED]
    by = _creators(desk, route.origin)[number % 3]
    case = engine.register_case(desk, values, by=By(by.id))
    return to_the_end(desk, case, stories.TEXTS[number % len(stories.TEXTS)], reopened=number % 3 == 1)


def _case_routes(desk: Desk) -> list[Route]:
    return [route for route in routes_of(desk) if route.kind == Kind.CASE]


def add_everybody(desk: Desk, agents: tuple[NewAgent, ...] = people.AGENTS) -> engine.Added:
    return engine.add_people(desk, people.TEAMS, agents, people.CUSTOMERS)


def routes_of(desk: Desk) -> tuple[Route, ...]:
    with desk.reading() as connection:
        rows = directory_store.all_routes(connection)
    return tuple(Route(Kind(kind), Department(origin), Department(receiver)) for kind, origin, receiver, _ in rows)


def begin(desk: Desk, route: Route, number: int) -> WorkItem:
    """New work of that route: a case, or a task on a case that its case agent has."""
    team = _team(desk, route, number)
    if route.kind == Kind.CASE:
        by = _creators(desk, route.origin)[number % 3]
        return engine.register_case(desk, case_values(desk, team, number), by=By(by.id))
    case = _case_in_hand(desk, route.origin, number)
    assert case.agent_id is not None
    subject, description = stories.TASKS[number % len(stories.TASKS)]
    values: dict[str, Any] = {
        "subject": subject,
        "description": description,
        "team": team.id,
        "blocking": number % 2 == 0,
        "deadline": desk.clock() + timedelta(days=2 + (number * 3) % 17, hours=2),
    }
    return engine.create_task(desk, case.id, values, by=By(case.agent_id))


def case_values(desk: Desk, team: Team, number: int) -> dict[str, Any]:
    subject, description = stories.CASES[number % len(stories.CASES)]
    by_name = sorted(engine.add_people(desk).customers.items(), key=lambda customer: sort_key(customer[0]))
    customers = [id_ for name, id_ in by_name if name != people.HELPED]
    return {
        "customer": customers[number % len(customers)],
        "subject": subject,
        "description": description,
        "team": team.id,
        "deadline": desk.clock() + timedelta(days=3 + (number * 5) % 19) if number % 3 else None,
    }


def _case_in_hand(desk: Desk, department: Department, number: int) -> engine.Case:
    """A case that an agent of that department has: kept by themselves, as the manual's R032 says."""
    by = _creators(desk, department)[(number + 1) % 3]
    values = case_values(desk, desk.directory().teams[by.team_id], number + 5) | {"agent": by.id}
    return engine.register_case(desk, values, by=By(by.id))


def _creators(desk: Desk, department: Department) -> list[Agent]:
    """Agents of the department who neither dispatch nor lead."""
    agents = desk.directory().agents.values()
    return [a for a in agents if a.department == department and a.teams and not a.dispatches and not a.leads]


def _team(desk: Desk, route: Route, number: int) -> Team:
    teams = desk.directory().main_teams(route.receiver)
    return teams[number % len(teams)]


def _search(desk: Desk) -> dict[Route, tuple[Way, ...]]:
    """The shortest way to each step of each process, found on a desk of its own that is thrown away.

    Where one process serves two routes, each step is reached on both.
    """
    with tempfile.TemporaryDirectory() as folder:
        scratch = _scratch(desk, Path(folder))
        try:
            found = {route: ways(scratch, lambda r=route: begin(scratch, r, 0)) for route in routes_of(desk)}
        finally:
            scratch.close()
    return {route: tuple(there.values()) for route, there in found.items()}


def _scratch(desk: Desk, folder: Path) -> Desk:
    settings = Settings(f"sqlite:///{folder / 'scratch.db'}", folder, secret_key="scratch" * 6)
    scratch = engine.open_desk(settings, clock=desk.clock, not_sent="ikke sendt: prøve")
    for process in engine.processes(desk):
        engine.deploy(scratch, engine.content_of(desk, process.newest.id), by=None, note=process.newest.note)
    engine.install(scratch)
    add_everybody(scratch)
    return scratch


def steps_of(desk: Desk) -> Iterator[tuple[str, str]]:
    """(process, element) of every user task of the newest versions."""
    for process in engine.processes(desk):
        yield from ((process.newest.key, element) for element in engine.diagram_of(desk, process.newest.id).steps)


__all__ = [
    "Route",
    "Texts",
    "add_everybody",
    "begin",
    "case_values",
    "fill",
    "filled_in",
    "is_empty",
    "play",
    "press",
    "routes_of",
    "steps_of",
    "ways",
    "whose",
]
