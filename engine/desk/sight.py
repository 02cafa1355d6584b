"""Everything that one page about a case or a task shows, read in one look, as far as the reader may see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import rules
from engine.desk import running
from engine.desk.defaults import defaults
from engine.desk.house import Desk
from engine.desk.outgoing import wrapping_of
from engine.desk.stage import Stage
from engine.desk.unit import Unit, look, no_such
from engine.desk.work import reopens
from engine.errors import NotFound, Refused
from engine.facts import Value
from engine.model.correspondence import Entry, EntryKind
from engine.model.diagrams import Outcome, Step
from engine.model.instances import Definition, Instance, UserTask
from engine.model.items import Case, Kind, Status, Task, WorkItem
from engine.model.people import Agent, Customer
from engine.rules.acting import who_is_offered
from engine.store import Connection, correspondence, definitions, instances, items, outbox, seen
from engine.store.correspondence import Wanted

NO_OUTCOME = Outcome("", "Gem")


@dataclass(frozen=True)
class Button:
    """One outcome of a waiting step; `refusal` says why it cannot be pressed (R126 and others)."""

    outcome: Outcome
    refusal: Refused | None


@dataclass(frozen=True)
class Offer:
    """A waiting step with its form. `refusal` is set when the step is not the reader's to do; `who` are those
    whose it is.
    """

    user_task: UserTask
    step: Step
    buttons: tuple[Button, ...]
    refusal: Refused | None
    who: str
    defaults: Mapping[str, Value]  # {field id: what stands there before anybody has typed}


@dataclass(frozen=True)
class Sight:
    """What a page about an item shows.

    `tasks` are all of the case; `actions` {name: why not, or None} those that apply. What was written and what happened
    is read a page at a time (`reading`).
    """

    item: WorkItem
    case: Case
    customer: Customer
    tasks: tuple[Task, ...]
    solution: Entry | None  # as far as the reader may see it
    entry_count: int  # how many entries the reader may see
    sees_internal: bool
    waiting: tuple[Offer, ...]
    instances: tuple[Instance, ...]
    definition: Definition | None
    actions: Mapping[str, Refused | None]
    wrapping: tuple[str, str]  # header and footer of an external comment, as it will be sent (R115 to R117)


def look_at(desk: Desk, kind: Kind, item_id: int, *, by: int) -> Sight:
    """The page of a case or a task; raises NotFound where there is none that `by` may see."""
    with desk.reading() as connection:
        one = look(desk, connection, by)
        item = one.find(kind, item_id)
        reader, case = one.directory.agents[by], one.case_of(item)
        customer = one.customer_of(case)
        sees_internal = rules.sees_internal(reader, item, customer)
        readable = Wanted() if sees_internal else Wanted().without(EntryKind.INTERNAL)
        past = instances.instances_of(connection, kind, item_id)
        tasks = items.tasks_of(connection, case.id)
        return Sight(
            item=item,
            case=case,
            customer=customer,
            tasks=tasks,
            solution=_solution(connection, item) if sees_internal else None,
            entry_count=correspondence.count(connection, kind, item_id, readable),
            sees_internal=sees_internal,
            waiting=tuple(_offer(one, item, tasks, step) for step in instances.waiting_of(connection, kind, item_id)),
            instances=past,
            definition=definitions.find(connection, past[0].definition_id) if past else None,
            actions=_actions(one, item, customer, reader, past),
            wrapping=wrapping_of(one, case, customer),
        )


def _solution(connection: Connection, item: WorkItem) -> Entry | None:
    return correspondence.find(connection, item.solution_entry_id) if item.solution_entry_id else None


def look_at_step(desk: Desk, user_task_id: str, *, by: int) -> Offer:
    """One waiting step with its form, as `by` sees it; raises NotFound."""
    with desk.reading() as connection:
        step = instances.find_user_task(connection, user_task_id)
        item = items.find(connection, step.item_kind, step.item_id) if step else None
        if step is None or item is None:
            raise NotFound("Trinnet findes ikke.")
        one = look(desk, connection, by)
        one.hold(item)
        one.must_see(item)
        return _offer(one, item, items.tasks_of(connection, step.case_id), step)


def waiting(desk: Desk, kind: Kind, item_id: int) -> tuple[UserTask, ...]:
    """The steps that wait on an item, whoever asks."""
    with desk.reading() as connection:
        return instances.waiting_of(connection, kind, item_id)


def get_case(desk: Desk, case_id: int) -> Case:
    with desk.reading() as connection:
        found = items.find(connection, Kind.CASE, case_id)
    if not isinstance(found, Case):
        raise no_such(Kind.CASE, case_id)
    return found


def get_task(desk: Desk, task_id: int) -> Task:
    with desk.reading() as connection:
        found = items.find(connection, Kind.TASK, task_id)
    if not isinstance(found, Task):
        raise no_such(Kind.TASK, task_id)
    return found


def tasks_of(desk: Desk, case_id: int) -> tuple[Task, ...]:
    with desk.reading() as connection:
        return items.tasks_of(connection, case_id)


def mark_seen(desk: Desk, item: WorkItem, *, by: int) -> None:
    """The reader has the item before them as it is here: the unread mark goes, an approver's newly solved task (A-26),
    and what the bell told of it. Writes only where there is something to mark; what happened since is still to be seen.
    """
    with desk.reading() as connection:
        now = items.find(connection, item.kind, item.id)
        known = seen.seen_by(connection, by, item.kind, [item.id]).get(item.id, 0)
        told = outbox.newest_unread(connection, by, item.kind, item.id)
    if now is None or now.event_count > item.event_count:
        told = None  # it may tell of what came after
    approves = isinstance(item, Task) and item.approver_id == by and item.status == Status.SOLVED
    if known >= item.event_count and not approves and told is None:
        return
    with desk.database.write() as connection:
        seen.mark_seen(connection, by, item.kind, item.id, item.event_count)
        if told is not None:
            outbox.mark_read_about(connection, by, item.kind, item.id, told, desk.clock())
        if approves:
            items.set_seen_by_approver(connection, item.id, by)


def _offer(one: Unit, item: WorkItem, tasks: tuple[Task, ...], user_task: UserTask) -> Offer:
    step = one.program(user_task.definition_id).diagram.steps[user_task.element]
    stage = Stage(one, item)
    here, reader = stage.situation, stage.situation.actor
    mine = reader is not None and rules.may_act(reader) and rules.offered(user_task, reader)
    who = who_is_offered(one.directory, user_task)
    open_tasks = tuple(task for task in tasks if task.is_open)
    closable = user_task.item_kind == Kind.CASE or running.closable(one, here.case)

    def may_do(outcome: Outcome) -> Refused | None:
        if reader is None or not rules.may_act(reader):
            return Refused("D-08", "Du kan læse, men ikke ændre noget.", who=who)
        return rules.may(rules.Doing(here, user_task, mine, reopens(outcome)))

    def may_press(outcome: Outcome) -> Refused | None:
        act = rules.ALLOWED.get(outcome.allowed or "")
        moment = act(before=here, after=here, open_tasks=open_tasks, closable=closable, asking=True) if act else None
        return may_do(outcome) or (rules.may(moment) if moment else None)

    outcomes = step.form.outcomes or (NO_OUTCOME,)
    shut = [may_do(outcome) for outcome in outcomes]
    refusal = shut[0] if all(shut) else None
    buttons = [Button(outcome, may_press(outcome)) for outcome in outcomes]
    return Offer(user_task, step, tuple(buttons), refusal, who, defaults(step.form, stage.fact))


def _actions(
    one: Unit, item: WorkItem, customer: Customer, reader: Agent, past: tuple[Instance, ...]
) -> dict[str, Refused | None]:
    """What can be done beside the waiting step (D-08); a refusal is shown on the disabled button."""
    if not rules.may_act(reader):
        return {}
    case, part = one.case_of(item), one.takes_part(item)
    of_case = part if item is case else one.takes_part(case)
    reads = rules.sees_internal(reader, item, customer)
    found: dict[str, Refused | None] = {
        "comment": rules.may(rules.Commenting(item, reader, False, reads_internal=reads, taking_part=part)),
        "solution": rules.may(rules.MarkingSolution(item, EntryKind.INTERNAL, reader, taking_part=part)),
        "external": rules.may(rules.WritingExternal(item, case, reader, one.directory, customer, None)),
        "mail": rules.may(rules.Mailing(case, reader, lacks_greeting=False, taking_part=of_case)),
        "edit": rules.may(rules.Editing(item, reader, one.directory, one.now, {}, taking_part=part)),
    }
    if isinstance(item, Case):
        found["task"] = _may_create(one, item, reader)
    ended = bool(past) and past[0].ended_at is not None
    if ended and item.status in (Status.SOLVED, Status.CLOSED):
        here = Stage(one, item).situation
        found["reopen"] = rules.may(rules.Reopening(before=here, after=here, asking=True))
    return found


def _may_create(one: Unit, case: Case, reader: Agent) -> Refused | None:
    team = one.directory.default_team(reader.department)
    moment = rules.Creating(
        kind=Kind.TASK,
        by=reader,
        directory=one.directory,
        now=one.now,
        description="tilstrækkelig beskrivelse af opgaven",
        team=team,
        receiver=team.department,
        deadline=one.now.replace(year=one.now.year + 1, day=1),
        case=case,
    )
    return rules.may(moment)
