"""The people, teams, cases and tasks that the rules are tested with. Nothing here asks a rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.facts import Situation
from engine.model.instances import UserTask, WorkState
from engine.model.items import Case, Kind, Status, Task, WorkItem
from engine.model.people import Agent, Customer, Department, Directory, Team

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
YESTERDAY = NOW - timedelta(days=1)

SUPPORT, OPERATIONS = Department.SUPPORT, Department.OPERATIONS

SERVICE_DESK = Team(1, "Servicedesk", SUPPORT, is_default=True)
FIELD_SUPPORT = Team(2, "Support Felt", SUPPORT)
NETWORK = Team(3, "Drift Netværk", OPERATIONS, is_default=True)
SERVERS = Team(4, "Drift Server", OPERATIONS)
NIGHT_WATCH = Team(5, "Drift Nattevagt", OPERATIONS, is_main=False)


def _agent(agent_id: int, name: str, team: Team, **more: Any) -> Agent:
    username, teams = name.lower(), frozenset({team.id})
    address = f"{username}@kommune.example"
    return Agent(agent_id, name, username, address, team.department, team.id, teams=teams, **more)


SOFIE = _agent(11, "Sofie", SERVICE_DESK)  # creates the cases, and gets them back
VICTOR = _agent(12, "Victor", SERVICE_DESK)
LISE = _agent(13, "Lise", SERVICE_DESK, leads=frozenset({SERVICE_DESK.id}))
DORTE = _agent(21, "Dorte", NETWORK, dispatches=frozenset({NETWORK.id}))
OMAR = _agent(22, "Omar", NETWORK)  # has the cases in operations
IDA = _agent(23, "Ida", NETWORK)
LARS = _agent(24, "Lars", NETWORK, leads=frozenset({NETWORK.id}))
PETER = _agent(25, "Peter", SERVERS)
RITA = _agent(26, "Rita", NETWORK, active=False)  # has left
ANNA = replace(_agent(31, "Anna", SERVICE_DESK, roles=frozenset({"auditor"})), teams=frozenset())

AGENTS = (SOFIE, VICTOR, LISE, DORTE, OMAR, IDA, LARS, PETER, RITA, ANNA)
TEAMS = (SERVICE_DESK, FIELD_SUPPORT, NETWORK, SERVERS, NIGHT_WATCH)
DIRECTORY = Directory(1, {agent.id: agent for agent in AGENTS}, {team.id: team for team in TEAMS})

BENTE = Customer(101, "Bente", "bente@kommune.example")
CARL = Customer(102, "Carl", "carl@kommune.example")


def a_case(**changes: Any) -> Case:
    """Sofie's case, which Omar of Drift Netværk has now."""
    sofies = Case(
        kind=Kind.CASE,
        id=1042,
        subject="Printer på 3. sal skriver ikke",
        description="Printeren svarer ikke, og køen bliver ved med at vokse.",
        status=Status.ASSIGNED,
        origin=SUPPORT,
        team_id=NETWORK.id,
        agent_id=OMAR.id,
        created_by=SOFIE.id,
        created_at=YESTERDAY,
        updated_by=OMAR.id,
        updated_at=YESTERDAY,
        customer_id=BENTE.id,
    )
    return replace(sofies, **changes)


def a_task(**changes: Any) -> Task:
    """A task of Sofie's on that case, which Omar has."""
    sofies = Task(
        kind=Kind.TASK,
        id=7,
        subject="Skift netværkskort",
        description="Kortet i printeren på 3. sal svarer ikke på ping.",
        status=Status.ASSIGNED,
        origin=SUPPORT,
        team_id=NETWORK.id,
        agent_id=OMAR.id,
        created_by=SOFIE.id,
        created_at=YESTERDAY,
        updated_by=OMAR.id,
        updated_at=YESTERDAY,
        deadline=TOMORROW,
        case_id=1042,
        approver_id=SOFIE.id,
        original_approver_id=SOFIE.id,
    )
    return replace(sofies, **changes)


def at_sofies_desk(**changes: Any) -> Case:
    """The case solved and back with Sofie, who is to close it."""
    return a_case(**{"status": Status.SOLVED, "team_id": SERVICE_DESK.id, "agent_id": SOFIE.id, **changes})


def facing(actor: Agent, item: WorkItem, case: Case | None = None, **more: Any) -> Situation:
    """That person in front of that item; `case` is the one a task hangs on."""
    parent = (case or a_case()) if isinstance(item, Task) else None
    return Situation(item=item, parent=parent, directory=DIRECTORY, actor_id=actor.id, now=NOW, **more)


def a_step(item: WorkItem, **changes: Any) -> UserTask:
    """A step of the item's process that waits for Omar."""
    omars = UserTask(
        id="trin",
        instance_id=1,
        definition_id=1,
        item_kind=item.kind,
        item_id=item.id,
        case_id=item.case_number,
        element="et_trin",
        name="Agent i drift løser sagen",
        lane="Drift · agent",
        state=WorkState.WAITING,
        assignee_id=OMAR.id,
        team_id=None,
        role=None,
        opened_at=NOW,
        due_at=None,
        version=1,
    )
    return replace(omars, **changes)
