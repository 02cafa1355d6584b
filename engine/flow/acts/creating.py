"""New cases and tasks: from a filled-in start form to a running process (R037 to R054, R104 to R112)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine import rules
from engine.errors import Invalid, NotFound, Refused
from engine.flow.acts import CreateTask, Register
from engine.flow.deciding import Deciding
from engine.flow.decision import Decision
from engine.flow.forms import Filled, fill
from engine.flow.instances import newest, route, start
from engine.flow.needs import ChosenCustomer
from engine.flow.stage import Stage
from engine.model.by import By
from engine.model.correspondence import EntryKind
from engine.model.customer_words import why_not_chosen
from engine.model.diagrams import Form
from engine.model.fields import ItemField
from engine.model.items import FIELDS, Case, Kind, Status, Task, WorkItem
from engine.model.people import Agent
from engine.sentences import say
from engine.texts.lines import fit

ESSENTIAL = {  # A-05, whatever the diagram's form asks for
    Kind.CASE: {"customer": "Vælg en bruger.", "subject": "Skriv et emne.", "team": "Vælg et hovedteam."},
    Kind.TASK: {"subject": "Skriv et emne.", "team": "Vælg et hovedteam."},
}


@dataclass(frozen=True)
class Start:
    """A start form filled in, by column; the diagram's own fields are in `extra`."""

    key: str
    columns: Mapping[str, Any]
    extra: Mapping[str, Any]
    filled: Filled

    def get(self, column: str) -> Any:
        return self.columns.get(column)


def register(deciding: Deciding, act: Register) -> Decision:
    """A new case; raises Invalid, Refused."""
    deciding.by = _by(deciding.by, Kind.CASE, act.values)
    new = _read_start(deciding, Kind.CASE, act.values)
    _judge_new(deciding, Kind.CASE, new, None)
    return deciding.decision(_launch(deciding, _new_case(deciding, new), new))


def create_task(deciding: Deciding, act: CreateTask) -> Decision:
    """A new task on a case, the actor its approver where the form gives no other (R048); raises Invalid, Refused."""
    deciding.by = _by(deciding.by, Kind.TASK, act.values)
    case = _saved_case(deciding, act.case_id)
    new = _read_start(deciding, Kind.TASK, {"approver": deciding.by.agent, **act.values})
    _judge_new(deciding, Kind.TASK, new, case)
    return deciding.decision(_launch(deciding, _new_task(deciding, new, case, deciding.actor), new))


def _saved_case(deciding: Deciding, case_id: int) -> Case:
    """R037: a task hangs on a case that is saved, and that one may see."""
    try:
        return deciding.case_of(deciding.find(Kind.CASE, case_id))
    except NotFound:
        sentence = "Opgaver oprettes på en gemt sag: der er ingen med nummer %(number)s, eller du må ikke se den."
        raise Refused("R037", say(sentence, number=case_id)) from None


def _read_start(deciding: Deciding, kind: Kind, values: Mapping[str, Any]) -> Start:
    """The filled-in start form of the process that the chosen team leads to; raises Invalid with every problem."""
    team = deciding.directory.teams.get(values.get("team") or 0)
    if team is None:
        raise Invalid({"team": ESSENTIAL[kind]["team"]})
    key = route(deciding, kind, deciding.actor.department, team.department)
    form = deciding.program(newest(deciding, key).id).diagram.start
    sets = {field.id: field.properties.get("sets", field.id) for field in form.fields}
    given = {field.id: values.get(sets[field.id]) for field in form.fields}
    flags = (field.id for field in form.fields if field.type == "boolean")
    given |= {flag: bool(given[flag]) for flag in flags}  # “aftalt” may be a text
    filled, problems = Filled(), dict[str, str]()
    try:
        filled = fill(form, None, given, deciding.directory)
    except Invalid as error:
        problems |= error.problems
    fields = {column: field_id for field_id, column in sets.items()}
    for column, sentence in _problems_of_columns(deciding, kind, values, form).items():
        problems.setdefault(fields.get(column, column), sentence)
    if problems:
        raise Invalid(problems)
    own = {f.id for f in form.fields if "sets" not in f.properties}
    wanted = [column for field_id, column in sets.items() if field_id not in own]
    wanted += [column for column in ESSENTIAL[Kind.CASE] if values.get(column)]
    types = {field.name: field.row.type for field in FIELDS[kind].values()}
    columns = {column: _cleaned(types.get(column, "text"), values.get(column)) for column in wanted}
    extra = {name: value for name, value in filled.values.items() if name in own}
    return Start(key, columns, extra, filled)


def _problems_of_columns(deciding: Deciding, kind: Kind, values: Mapping[str, Any], form: Form) -> dict[str, str]:
    """{column: what is wrong with it}, whatever the diagram's form asks of the field that fills it."""
    problems = {column: sentence for column, sentence in ESSENTIAL[kind].items() if not values.get(column)}
    for field in FIELDS[kind].values():
        row = field.row
        if row.type == "string" and row.limit is not None and len(str(values.get(field.name) or "")) > row.limit:
            problems[field.name] = say("%(field)s: højst %(most)s tegn.", field=row.label, most=row.limit)
    if any(field.type == "string" and field.properties.get("sets", field.id) == "category" for field in form.fields):
        sentence = deciding.directory.why_no_category(fit("string", str(values.get("category") or "")))
        problems |= {"category": sentence} if sentence else {}
    return problems


def _judge_new(deciding: Deciding, kind: Kind, new: Start, case: Case | None) -> None:
    """The rules of new work, before it has a number: deviations are kept for its first entry in the history."""
    team = deciding.directory.teams[new.get("team")]
    moment = rules.Creating(
        kind=kind,
        by=deciding.actor,
        directory=deciding.directory,
        now=deciding.now,
        description=new.get("description") or "",
        team=team,
        receiver=team.department,
        agent_id=new.get("agent"),
        agreed=bool(new.get("agreed")),
        deadline=new.get("deadline"),
        case=case,
    )
    deciding.judge_new(moment)


def _launch(deciding: Deciding, item: WorkItem, new: Start) -> WorkItem:
    """Gives the item its number, tells a task's case of it, keeps the files that came along, and starts its process."""
    item = deciding.add(item)
    if isinstance(item, Task):
        deciding.put(deciding.case_of(item), "task-created", task=item.id)
    if new.filled.uploads:
        deciding.write(item, EntryKind.INTERNAL, "", uploads=new.filled.uploads)
    item = deciding.current(item.kind, item.id)
    stage = Stage(deciding, item, chosen_agent_id=new.get("agent"), chosen_team_id=item.team_id)
    start(deciding, stage, new.key)
    return item


def _by(by: By, kind: Kind, values: Mapping[str, Any]) -> By:
    """A ticked or described “aftalt med agenten” is the reason for choosing an agent directly (R045, R110)."""
    agreed = values.get("agreed")
    if not agreed:
        return by
    rule = "R110" if kind == Kind.CASE else "R045"
    return replace(by, reasons={rule: agreed if isinstance(agreed, str) else "aftalt med agenten", **by.reasons})


def _new_case(deciding: Deciding, new: Start) -> Case:
    if problem := why_not_chosen(deciding.get(ChosenCustomer(new.get("customer")))):
        raise Invalid({"customer": problem})
    return Case(kind=Kind.CASE, **_filled_columns(Kind.CASE, new), **_own_columns(deciding, new))


def _new_task(deciding: Deciding, new: Start, case: Case, default_approver: Agent | None) -> Task:
    columns = _filled_columns(Kind.TASK, new)
    if "approver" not in new.columns:
        columns["approver_id"] = default_approver.id if default_approver else None
    first = {"case_id": case.id, "original_approver_id": columns["approver_id"]}
    return Task(kind=Kind.TASK, **columns, **first, **_own_columns(deciding, new))


def _filled_columns(kind: Kind, new: Start) -> dict[str, Any]:
    """What a start form may fill."""
    fields = (field for field in FIELDS[kind].values() if field.row.filled_by)
    return {field.column: _given(field, new.get(field.name)) for field in fields}


def _given(field: ItemField, value: Any) -> Any:
    if field.row.type == "boolean":
        return bool(value)
    return value or ("" if field.row.type in ("string", "text") else field.empty)


def _own_columns(deciding: Deciding, new: Start) -> dict[str, Any]:
    """What the desk says of a new case or task."""
    return {
        "id": 0,
        "status": Status.REGISTERED,
        "origin": deciding.actor.department,
        "agent_id": None,
        "created_by": deciding.actor.id,
        "created_at": deciding.now,
        "created_team_id": deciding.directory.home(deciding.actor),
        "updated_by": deciding.actor.id,
        "updated_at": deciding.now,
        "opened_at": deciding.now,
        "extra": dict(new.extra),
    }


def _cleaned(type_: str, value: Any) -> Any:
    return fit(type_, value) or None if isinstance(value, str) else value
