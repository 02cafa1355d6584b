"""New cases and tasks: from a filled-in start form to a running process (R037 to R054, R104 to R112)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import rules
from engine.clock import local_day
from engine.desk import running
from engine.desk.customers import why_not_chosen
from engine.desk.defaults import defaults
from engine.desk.forms import Filled, fill
from engine.desk.house import Desk
from engine.desk.unit import Unit
from engine.errors import Invalid, NotFound
from engine.facts import Value
from engine.model.categories import MAX_CATEGORY
from engine.model.correspondence import EntryKind
from engine.model.danish_order import by_name
from engine.model.diagrams import MAX_LINE, Diagram, Form
from engine.model.instances import Definition
from engine.model.items import Case, Kind, Status, Task, WorkItem
from engine.model.people import Agent, Team
from engine.model.texts import fit
from engine.sentences import say
from engine.store import Connection, definitions, people

ESSENTIAL = {  # A-05, whatever the diagram's form asks for
    Kind.CASE: {"customer": "Vælg en bruger.", "subject": "Skriv et emne.", "team": "Vælg et hovedteam."},
    Kind.TASK: {"subject": "Skriv et emne.", "team": "Vælg et hovedteam."},
}


@dataclass(frozen=True)
class StartForm:
    """The form of a new case or task: the start event of the process that its team's department gives it (D-02)."""

    definition: Definition
    form: Form
    name: str
    documentation: str
    defaults: Mapping[str, Value]  # {field id: what stands there before anybody has typed}


@dataclass(frozen=True)
class Start:
    """A start form filled in, by column; the diagram's own fields are in `extra`."""

    key: str
    columns: Mapping[str, Any]
    extra: Mapping[str, Any]
    filled: Filled

    def get(self, column: str) -> Any:
        return self.columns.get(column)


def start_form(desk: Desk, kind: Kind, team_id: int, *, by: int) -> StartForm:
    """The form that `by` fills in to give that team a new case or task; raises Invalid where no process serves it."""
    with desk.reading() as connection:
        directory = desk.directory(connection)
        agent, team = directory.agents.get(by), directory.teams.get(team_id)
        if agent is None or team is None:
            raise NotFound("Teamet findes ikke.")
        key = people.find_route(connection, kind.value, agent.department, team.department)
        definition = definitions.newest(connection, key) if key else None
        if definition is None:
            raise Invalid({"team": say("Der er ingen proces, der giver %(team)s nyt arbejde fra dig.", team=team.name)})
        diagram = desk.program(connection, definition.id).diagram
        now = desk.clock()
        known: dict[str, Value] = {
            "actor": by,
            "creator": by,
            "team": team_id,
            "actor_department": agent.department.value,
        }
        known |= {"now": now, "today": local_day(now)}
        standing = defaults(diagram.start, known.__getitem__)
        return StartForm(definition, diagram.start, diagram.start_name, diagram.documentation, standing)


def receiving_teams(desk: Desk, kind: Kind, *, by: int) -> tuple[Team, ...]:
    """The main teams that `by` can give new work: those of a department that a process leads to."""
    with desk.reading() as connection:
        directory = desk.directory(connection)
        agent = directory.agents[by]
        routed = {
            receiver
            for k, origin, receiver, _ in people.all_routes(connection)
            if (k, origin) == (kind, agent.department)
        }
    teams = (team for team in directory.teams.values() if team.is_main and team.department.value in routed)
    return tuple(sorted(teams, key=by_name))


def read_start(unit: Unit, kind: Kind, values: Mapping[str, Any]) -> Start:
    """The filled-in start form of the process that the chosen team leads to; raises Invalid with every problem."""
    team = unit.directory.teams.get(values.get("team") or 0)
    if team is None:
        raise Invalid({"team": ESSENTIAL[kind]["team"]})
    key = running.route(unit, kind, unit.actor.department, team.department)
    form = _diagram(unit.desk, unit.connection, key).start
    sets = {field.id: field.properties.get("sets", field.id) for field in form.fields}
    given = {field.id: values.get(sets[field.id]) for field in form.fields}
    given |= {
        field.id: bool(given[field.id]) for field in form.fields if field.type == "boolean"
    }  # “aftalt” may be a text
    problems: dict[str, str] = {}
    try:
        filled = fill(form, None, given, unit.directory)
    except Invalid as error:
        problems = error.problems
    fields = {column: field_id for field_id, column in sets.items()}
    for column, sentence in ESSENTIAL[kind].items():
        if not values.get(column) and fields.get(column, column) not in problems:
            problems[fields.get(column, column)] = sentence
    for column, label, most in (("subject", "Emne", MAX_LINE), ("category", "Kategori", MAX_CATEGORY)):
        if len(str(values.get(column) or "")) > most:
            sentence = say("%(field)s: højst %(most)s tegn.", field=label, most=most)
            problems.setdefault(fields.get(column, column), sentence)
    if any(field.type == "string" and sets[field.id] == "category" for field in form.fields):
        sentence = unit.directory.why_no_category(fit("category", str(values.get("category") or "")))
        problems |= {fields["category"]: sentence} if sentence else {}
    if problems:
        raise Invalid(problems)
    own = {f.id for f in form.fields if "sets" not in f.properties}
    columns = {column: _cleaned(column, values.get(column)) for field_id, column in sets.items() if field_id not in own}
    columns |= {
        column: _cleaned(column, values.get(column)) for column in ("team", "subject", "customer") if values.get(column)
    }
    extra = {name: value for name, value in filled.values.items() if name in own}
    return Start(key, columns, extra, filled)


def judge_new(unit: Unit, kind: Kind, new: Start, case: Case | None) -> None:
    """The rules of new work, before it has a number: deviations are kept for its first entry in the history."""
    team = unit.directory.teams[new.get("team")]
    moment = rules.Creating(
        kind=kind,
        by=unit.actor,
        directory=unit.directory,
        now=unit.now,
        description=new.get("description") or "",
        team=team,
        receiver=team.department,
        agent_id=new.get("agent"),
        agreed=bool(new.get("agreed")),
        deadline=new.get("deadline"),
        case=case,
    )
    unit.judge_new(moment)


def launch(unit: Unit, item: WorkItem, new: Start) -> WorkItem:
    """Gives the item its number, keeps the files that came along, and starts its process."""
    item = unit.add(item)
    if new.filled.uploads:
        unit.write(item, EntryKind.INTERNAL, "", uploads=new.filled.uploads)
    running.start(
        unit, unit.current(item.kind, item.id), new.key, chosen_agent_id=new.get("agent"), chosen_team_id=item.team_id
    )
    return unit.current(item.kind, item.id)


def agreed_reasons(kind: Kind, values: Mapping[str, Any], overrides: Mapping[str, str]) -> dict[str, str]:
    """A ticked or described “aftalt med agenten” is the reason for choosing an agent directly (R045, R110)."""
    agreed = values.get("agreed")
    if not agreed:
        return dict(overrides)
    rule = "R110" if kind == Kind.CASE else "R045"
    return {rule: agreed if isinstance(agreed, str) else "aftalt med agenten", **overrides}


def columns_of(unit: Unit, new: Start) -> dict[str, Any]:
    """What a new case and a new task have in common."""
    return {
        "id": 0,
        "subject": new.get("subject"),
        "description": new.get("description") or "",
        "status": Status.REGISTERED,
        "origin": unit.actor.department,
        "team_id": new.get("team"),
        "agent_id": None,
        "created_by": unit.actor.id,
        "created_at": unit.now,
        "created_team_id": unit.directory.home(unit.actor),
        "updated_by": unit.actor.id,
        "updated_at": unit.now,
        "opened_at": unit.now,
        "deadline": new.get("deadline"),
        "extra": dict(new.extra),
    }


def new_case(unit: Unit, new: Start) -> Case:
    if problem := why_not_chosen(unit.connection, new.get("customer")):
        raise Invalid({"customer": problem})
    return Case(
        kind=Kind.CASE, **columns_of(unit, new), customer_id=new.get("customer"), category=new.get("category") or ""
    )


def new_task(unit: Unit, new: Start, case: Case, default_approver: Agent | None) -> Task:
    default = default_approver.id if default_approver else None
    approver: int | None = new.get("approver") if "approver" in new.columns else default
    return Task(
        kind=Kind.TASK,
        **columns_of(unit, new),
        case_id=case.id,
        blocking=bool(new.get("blocking")),
        approver_id=approver,
        original_approver_id=approver,
    )


def _diagram(desk: Desk, connection: Connection, key: str) -> Diagram:
    definition = definitions.newest(connection, key)
    if definition is None:
        raise Invalid({"": say("Processen %(key)s er ikke sat i drift.", key=key)})
    return desk.program(connection, definition.id).diagram


def _cleaned(column: str, value: Any) -> Any:
    return fit(column, value) or None if isinstance(value, str) else value
