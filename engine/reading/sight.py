"""Everything that one page about a case or a task shows, read in one look, as far as the reader may see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine import rules
from engine.errors import NotFound, Refused
from engine.facts import FACTS, Situation, Value
from engine.flow.acts.completing import reopens
from engine.flow.deciding import no_such
from engine.flow.defaults import defaults
from engine.flow.instances import hears_closing
from engine.greeting import header, signature
from engine.model.correspondence import Entry, EntryKind
from engine.model.diagrams import Outcome, Step
from engine.model.instances import Definition, Instance, UserTask
from engine.model.items import Case, Kind, Status, Task, WorkItem
from engine.model.people import Agent, Customer
from engine.operations import Deed
from engine.reading.reader import Reader, reader_of
from engine.rules.who import who_is_offered
from engine.store.reading import item_pages
from engine.store.reading.item_pages import CaseRun, FoundWork
from engine.store.work import instances, items, outbox, seen
from engine.transaction.desk import Desk

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

    @property
    def closing(self) -> tuple[Outcome, ...]:
        """The buttons that close a case and can be pressed."""
        buttons = () if self.refusal else self.buttons
        return tuple(
            button.outcome for button in buttons if button.outcome.allowed == Deed.CLOSE and not button.refusal
        )


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


@dataclass(frozen=True)
class _Found:
    """What is read of an item before it is asked who sees it."""

    item: WorkItem
    case: Case
    customer: Customer
    solution: Entry | None
    entry_counts: tuple[int, int]
    tasks: tuple[Task, ...]
    work: FoundWork

    def is_offered(self, item: WorkItem, agent: Agent) -> bool:
        """Whether a step that waits on the item, or on its case, is that agent's to do."""
        steps = self.work.waiting if item is self.item else self.work.waiting_on_case
        return any(rules.offered(step, agent) for step in steps)

    def may_be_seen_by(self, reader: Reader) -> bool:
        agent, directory = reader.agent, reader.directory
        return rules.may_see(agent, self.case, self.tasks, directory) or self.is_offered(self.item, agent)

    def takes_part(self, reader: Reader, item: WorkItem) -> bool:
        """D-16."""
        agent = reader.directory.active(reader.agent.id)
        tasks = self.tasks if isinstance(item, Case) else ()
        return agent is not None and (rules.takes_part(agent, item, tasks) or self.is_offered(item, agent))


def look_at(desk: Desk, kind: Kind, item_id: int, *, by: int) -> Sight:
    """What `by` sees of a case or a task; raises NotFound where there is none that they may see."""
    with reader_of(desk, by) as reader:
        return sight_of(reader, kind, item_id)


def sight_of(reader: Reader, kind: Kind, item_id: int) -> Sight:
    """What the reader sees of a case or a task; raises NotFound where there is none that they may see."""
    found = _found(reader, kind, item_id)
    if found is None or not found.may_be_seen_by(reader):
        raise no_such(kind, item_id)
    item, work = found.item, found.work
    sees_internal = rules.sees_internal(reader.agent, item, found.customer)
    count, internal_count = found.entry_counts
    return Sight(
        item=item,
        case=found.case,
        customer=found.customer,
        tasks=found.tasks,
        solution=found.solution if sees_internal else None,
        entry_count=count if sees_internal else count - internal_count,
        sees_internal=sees_internal,
        waiting=tuple(_offer(reader, found, step) for step in work.waiting),
        instances=work.instances,
        definition=work.definition,
        actions=_actions(reader, found),
        wrapping=(header(found.customer.name), signature(reader.directory, found.case)),
    )


def look_at_step(desk: Desk, user_task_id: str, *, by: int) -> Offer:
    """One step with its form, as `by` sees it; raises NotFound."""
    with reader_of(desk, by) as reader:
        step = instances.find_user_task(reader.connection, user_task_id)
        found = _found(reader, step.item_kind, step.item_id) if step else None
        if step is None or found is None:
            raise NotFound("Trinnet findes ikke.")
        if not found.may_be_seen_by(reader):
            raise no_such(step.item_kind, step.item_id)
        return _offer(reader, found, step)


def _found(reader: Reader, kind: Kind, item_id: int) -> _Found | None:
    one = item_pages.find(reader.connection, kind, item_id)
    if one is None:
        return None
    tasks = items.tasks_of(reader.connection, one.case.id)
    work = item_pages.work_of(reader.connection, one.item)
    return _Found(one.item, one.case, one.customer, one.solution, one.entry_counts, tasks, work)


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


def _situation(reader: Reader, found: _Found) -> Situation:
    return Situation(
        item=found.item,
        parent=found.case if isinstance(found.item, Task) else None,
        directory=reader.directory,
        actor_id=reader.agent.id,
        now=reader.now,
    )


def _offer(reader: Reader, found: _Found, user_task: UserTask) -> Offer:
    step = reader.program(user_task.definition_id).diagram.steps[user_task.element]
    here, agent = _situation(reader, found), reader.agent
    mine = rules.may_act(agent) and rules.offered(user_task, agent)
    who = who_is_offered(reader.directory, user_task)
    open_tasks = tuple(task for task in found.tasks if task.is_open)
    closable = user_task.item_kind == Kind.CASE or _closable(reader, found.work.case_run)

    def may_do(outcome: Outcome) -> Refused | None:
        if not rules.may_act(agent):
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
    told = replace(here, solution=found.solution.text if found.solution else "")
    known = defaults(step.form, lambda name: FACTS[name].read(told))
    return Offer(user_task, step, tuple(buttons), refusal, who, known)


def _closable(reader: Reader, run: CaseRun | None) -> bool:
    """D-06: whether the case's own process waits where closing ends it."""
    return run is None or hears_closing(reader.program(run.definition_id), run.state)


def _actions(reader: Reader, found: _Found) -> dict[str, Refused | None]:
    """What can be done beside the waiting step (D-08); a refusal is shown on the disabled button."""
    agent, item, case, directory = reader.agent, found.item, found.case, reader.directory
    if not rules.may_act(agent):
        return {}
    part = found.takes_part(reader, item)
    of_case = part if item is case else found.takes_part(reader, case)
    reads = rules.sees_internal(agent, item, found.customer)
    actions: dict[str, Refused | None] = {
        "comment": rules.may(rules.Commenting(item, agent, False, reads_internal=reads, taking_part=part)),
        "solution": rules.may(rules.MarkingSolution(item, EntryKind.INTERNAL, agent, taking_part=part)),
        "external": rules.may(rules.WritingExternal(item, case, agent, directory, found.customer, None)),
        "mail": rules.may(rules.Mailing(case, agent, lacks_greeting=False, taking_part=of_case)),
        "edit": rules.may(rules.Editing(item, agent, directory, reader.now, {}, taking_part=part)),
    }
    if isinstance(item, Case):
        actions["task"] = _may_create(reader, item)
    ended = bool(found.work.instances) and found.work.instances[0].ended_at is not None
    if ended and item.status in (Status.SOLVED, Status.CLOSED):
        here = _situation(reader, found)
        actions["reopen"] = rules.may(rules.Reopening(before=here, after=here, asking=True))
    return actions


def _may_create(reader: Reader, case: Case) -> Refused | None:
    team = reader.directory.default_team(reader.agent.department)
    moment = rules.Creating(
        kind=Kind.TASK,
        by=reader.agent,
        directory=reader.directory,
        now=reader.now,
        description="tilstrækkelig beskrivelse af opgaven",
        team=team,
        receiver=team.department,
        deadline=reader.now.replace(year=reader.now.year + 1, day=1),
        case=case,
    )
    return rules.may(moment)
