"""Writing a decision: items, history, worklist, instances, correspondence, messages and timers, in one place."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from engine.altered import altered
from engine.errors import ChangedMeanwhile, Invalid
from engine.flow import Decision
from engine.flow.decision import ChangedItem, FinishedStep
from engine.history.chain import Head, Link, chain
from engine.history.shape import Subject
from engine.jobs import defer
from engine.model.by import By
from engine.model.correspondence import Delivery
from engine.model.form_drafts import key_of
from engine.model.instances import WorkState
from engine.model.items import Kind, Status, WorkItem
from engine.sentences import say
from engine.store import Writes, after_commit
from engine.store.history import events
from engine.store.work import answers, correspondence, instances, items, outbox, timers
from engine.transaction.desk import Desk


def keep(desk: Desk, writes: Writes, decision: Decision, by: By) -> tuple[WorkItem, ...]:
    """Gathers everything that is to be written; what was changed, as it then stands.

    Files are whole on disk before the row that names them is committed. Raises ChangedMeanwhile where somebody else
    has completed the step, AlreadyDone where the act's source is in the history.
    """
    for upload in decision.files:
        desk.files.keep(upload)
    told = [
        _told(desk, item, decision.at, by, key_of(by.source) if place == 0 else None)
        for place, item in enumerate(decision.items)
    ]
    for changed, (saved, _) in zip(decision.items, told, strict=True):
        _keep_item(writes, changed, saved)
    for _, links in told:
        events.add(writes, links)
    _keep_process(writes, decision, by)
    for entry in decision.entries:
        correspondence.add(writes, entry)
    _keep_messages(desk, writes, decision, by)
    for changed, (saved, _) in zip(decision.items, told, strict=True):
        _keep_deadline(desk, writes, changed.before, saved, decision.at)
    return tuple(saved for saved, _ in told)


def _told(desk: Desk, item: ChangedItem, at: datetime, by: By, source: str | None) -> tuple[WorkItem, Sequence[Link]]:
    """The item with its version and the head of its history, and the events that lead there."""
    before = item.before or item.after
    links = chain(
        Subject(before.kind.value),
        before.id,
        Head(before.event_count, before.head_hash),
        item.events,
        desk=desk.uuid,
        at=at,
        by=by.agent,
        source=source,
    )
    saved = altered(
        item.after,
        version=before.version + 1 if item.before else before.version,
        event_count=links[-1].sequence,
        head_hash=links[-1].hash,
        updated_by=by.agent if by.agent is not None else item.after.updated_by,
        updated_at=at,
    )
    return saved, links


def _keep_item(writes: Writes, changed: ChangedItem, saved: WorkItem) -> None:
    if changed.before is None:
        items.add(writes, saved)
    else:
        items.save(writes, changed.before, saved, **changed.beside)


def _keep_process(writes: Writes, decision: Decision, by: By) -> None:
    """Instances, worklist and answers."""
    for saved in decision.saved:
        instances.save_instance(writes, saved, decision.at)
    if decision.saved and decision.started:
        writes.send()  # D-01: the one has ended before another of the same item runs
    for started in decision.started:
        instances.add_instance(writes, started, decision.at)
    instances.add_user_tasks(writes, decision.opened)
    for finished in decision.finished:
        _finish(writes, finished, decision.at, by)
    for step in decision.offered:
        instances.offer_to(writes, step)
    for instance_id, given in decision.answers.items():
        answers.keep(writes, instance_id, given)


def _finish(writes: Writes, finished: FinishedStep, at: datetime, by: By) -> None:
    """Of a completed step somebody else may have been first."""
    first = partial(ChangedMeanwhile, say("Trinnet “%(step)s” er allerede udført.", step=finished.step.name))
    completed = finished.state == WorkState.COMPLETED
    instances.finish_user_task(
        writes,
        finished.step.id,
        finished.state,
        outcome=finished.outcome,
        by=by.agent,
        at=at,
        missed=first if completed else None,
    )


def _keep_messages(desk: Desk, writes: Writes, decision: Decision, by: By) -> None:
    """Rows in the outbox; the job is told where something waits there."""
    outbox.add(writes, decision.messages)
    for message in decision.again:
        if not outbox.send_again(writes.connection, message, decision.at, by=by.agent, desk=desk.uuid):
            raise Invalid({"": "Beskeden kan ikke sendes igen."})
    if decision.again or any(draft.delivery == Delivery.WAITING for draft in decision.messages):
        _plan(desk, writes, "deliver-mail", decision.at)


def _keep_deadline(desk: Desk, writes: Writes, before: WorkItem | None, after: WorkItem, now: datetime) -> None:
    """Where it stands in lists; and D-15: one timer an item whose deadline is still to be told of."""
    if before is not None and before.deadline != after.deadline:
        instances.set_due(writes.connection, after.kind, after.id, after.deadline)
    was, wanted = before and _due(before), _due(after)
    if was == wanted:
        return
    if wanted is None:
        timers.disarm(writes, after.kind, after.id)
    else:
        timers.arm(writes.connection, after.kind, after.id, after.case_number, wanted)
        _plan(desk, writes, "fire-timers", wanted)


def _plan(desk: Desk, writes: Writes, job: str, at: datetime) -> None:
    defer(writes.connection, job, at)
    after_commit(writes.connection, desk.wake.set)


def _due(item: WorkItem) -> datetime | None:
    """When its deadline is to be told of: of an unsolved item, and of a solved case until it is closed (D-19)."""
    done = (Status.CLOSED,) if item.kind == Kind.CASE else (Status.SOLVED, Status.CLOSED)
    return None if item.status in done or item.overdue_for == item.deadline else item.deadline
