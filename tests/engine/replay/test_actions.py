"""What a row asks of the desk, decided in memory: Palle has the case in Net, or nobody, or it is solved or closed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine import Case, Department, Kind, Status, Task
from engine.errors import Refused
from engine.replay import Log, Map
from engine.replay.actions import IMPLIED, ORDER, Action, Look, Made, decide
from engine.replay.doing import DOINGS
from engine.replay.log import Row
from engine.replay.people import People

NOW = datetime(2024, 1, 8, 8, 0, tzinfo=UTC)
NET, SERVER, SUPPORT = 1, 2, 3
PALLE, SIGNE, RIKKE, ANNA, NETS_DISPATCHER = 11, 12, 13, 14, 21


@pytest.fixture
def people(map_: Map) -> People:
    agents = {"agent:Palle": PALLE, "agent:Signe": SIGNE, "resolver:Rikke": RIKKE, "opener:Anna": ANNA}
    teams = {"Net": NET, "Server": SERVER, map_.names.support: SUPPORT}
    return People(map_.names, teams, agents, {"Bodil": 1}, {NET: NETS_DISPATCHER, SERVER: 22, SUPPORT: 23})


def _row(log: Log, map_: Map, state: str, group: str | None = "Net", agent: str | None = "Palle") -> Row:
    return replace(
        log.rows[0],
        state=map_.states[state],
        group=group,
        standing_group=group,
        agent=agent,
        resolver="Rikke",
        before=None,
    )


def _case(status: Status, agent: int | None = PALLE) -> Case:
    return Case(
        kind=Kind.CASE,
        id=1,
        subject="Printer",
        description="",
        status=status,
        origin=Department.SUPPORT,
        team_id=NET,
        agent_id=agent,
        created_by=ANNA,
        created_at=NOW,
        updated_by=ANNA,
        updated_at=NOW,
        customer_id=1,
    )


def _task(status: Status, agent: int | None = None) -> Task:
    case = _case(status)
    shared = {
        name: getattr(case, name) for name in vars(case) if name not in ("kind", "customer_id", "category", "closed_at")
    }
    return Task(kind=Kind.TASK, case_id=1, **shared | {"id": 5, "agent_id": agent, "deadline": NOW + timedelta(days=5)})


OPEN, HELD = _case(Status.REGISTERED, None), _case(Status.ASSIGNED)
SOLVED, CLOSED = _case(Status.SOLVED, ANNA), _case(Status.CLOSED, ANNA)


@pytest.mark.parametrize(
    ("case", "state", "asked_for"),
    [
        (None, "Ny", Action("register", team_id=NET)),
        (None, "Lukket", Action("register", team_id=NET)),
        (HELD, "Ny", None),
        (HELD, "I gang", None),
        (OPEN, "I gang", Action("dispatch", agent_id=PALLE)),
        (HELD, "Venter på bruger", Action("comment")),
        (HELD, "Venter på årsag", Action("create-task", team_id=NET)),
        (HELD, "Venter på bevis", Action("create-task", team_id=SUPPORT)),
        (HELD, "Løst", Action("solve")),
        (HELD, "Lukket", Action("solve-to-close")),
        (SOLVED, "Løst", None),
        (SOLVED, "Lukket", Action("close")),
        (SOLVED, "Ny", Action("reopen")),
        (SOLVED, "Venter på årsag", Action("reopen")),
        (CLOSED, "Venter på bruger", Action("reopen-closed")),
        (CLOSED, "Lukket", None),
        (CLOSED, "Løst", None),  # no open state: nobody reopens it
    ],
)
def test_a_row_against_the_desk(
    case: Case | None, state: str, asked_for: Action | None, log: Log, map_: Map, people: People
) -> None:
    assert decide(Look(_row(log, map_, state), people, case)) == asked_for


@pytest.mark.parametrize(
    ("state", "implied"),
    [
        ("Venter på bruger", Action("dispatch-to-comment", agent_id=NETS_DISPATCHER)),
        ("Venter på leverandør", Action("dispatch-to-create-task", agent_id=NETS_DISPATCHER)),
        ("Løst", Action("dispatch-to-solve", agent_id=RIKKE)),
        ("Lukket", Action("dispatch-to-solve", agent_id=RIKKE)),
    ],
)
def test_where_nobody_has_it_somebody_gets_it_first(
    state: str, implied: Action, log: Log, map_: Map, people: People
) -> None:
    found = decide(Look(_row(log, map_, state, agent=None), people, OPEN))
    assert found == implied
    assert found.kind in IMPLIED


@pytest.mark.parametrize(
    ("group", "agent", "asked_for"),
    [
        ("Net", "Palle", None),
        ("Net", "Signe", Action("dispatch", agent_id=SIGNE)),
        ("Net", None, Action("put-back")),
        ("Server", "Palle", Action("hand-over", team_id=SERVER)),
        (None, "Palle", None),
        (None, None, Action("put-back")),
    ],
)
def test_who_has_it(
    group: str | None, agent: str | None, asked_for: Action | None, log: Log, map_: Map, people: People
) -> None:
    assert decide(Look(_row(log, map_, "I gang", group, agent), people, HELD)) == asked_for


@pytest.mark.parametrize("case", [SOLVED, CLOSED])
@pytest.mark.parametrize(("group", "agent"), [("Server", "Palle"), ("Net", "Signe"), ("Net", None)])
def test_solved_it_moves_no_more(
    case: Case, group: str, agent: str | None, log: Log, map_: Map, people: People
) -> None:
    row = replace(_row(log, map_, "Lukket", group, agent), before=_row(log, map_, "Løst"))
    with pytest.raises(Refused) as refusal:
        decide(Look(row, people, case))
    assert refusal.value.rule == "R130"


def test_solved_it_is_compared_with_the_row_before_not_with_its_creator(log: Log, map_: Map, people: People) -> None:
    before = _row(log, map_, "Løst")
    for group in ("Net", None):
        row = replace(_row(log, map_, "Lukket", group), before=before)
        assert decide(Look(row, people, SOLVED)) == Action("close")


def test_a_task_lives_as_long_as_its_state(log: Log, map_: Map, people: People) -> None:
    waiting = Made(_task(Status.REGISTERED), "Venter på årsag", waits=True)
    held = replace(waiting, task=_task(Status.ASSIGNED, NETS_DISPATCHER))
    solved = replace(waiting, task=_task(Status.SOLVED, NETS_DISPATCHER))
    still = _row(log, map_, "Venter på årsag")
    assert decide(Look(still, people, HELD, (waiting,))) is None
    other = _row(log, map_, "Venter på bevis")
    assert decide(Look(other, people, HELD, (waiting,))) == Action("create-task", team_id=SUPPORT)
    over = _row(log, map_, "I gang")
    found = [
        decide(Look(over, people, HELD, (made,))) for made in (waiting, held, solved, replace(solved, waits=False))
    ]
    assert found == [
        Action("dispatch-task:5", agent_id=NETS_DISPATCHER, task_id=5),
        Action("solve-task:5", task_id=5),
        Action("accept-task:5", task_id=5),
        None,
    ]


def test_an_interrupted_row_never_goes_back(log: Log, map_: Map, people: People) -> None:
    """Net solved it in this row; nothing is compared anew but what comes after."""
    row = replace(_row(log, map_, "Lukket"), before=_row(log, map_, "I gang", "Server", None))
    done = frozenset({"hand-over", "dispatch", "solve-to-close"})
    assert decide(Look(row, people, SOLVED, done=done)) == Action("close")
    asked = _row(log, map_, "Venter på bruger", agent=None)
    assert decide(Look(asked, people, HELD, done=frozenset({"dispatch-to-comment"}))) == Action("comment")
    assert decide(Look(asked, people, HELD, asked=True, done=frozenset({"dispatch-to-comment", "comment"}))) is None


def test_every_kind_of_action_is_known_to_the_hands() -> None:
    kinds = [kind for _, kinds in ORDER for kind in kinds]
    assert len(kinds) == len(set(kinds))
    assert set(DOINGS) == set(kinds) > IMPLIED
