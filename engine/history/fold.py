"""What the events of a subject tell of it: the rows that must stand in the tables after them, and the way there.

Of a case or task these are its own events and those of its messages, each message's after the event that wrote it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from engine.history.canonical import plain
from engine.history.events import item_events as item
from engine.history.events.desk_events import Deployed
from engine.history.events.erased_event import ItemErased, MessageErased
from engine.history.events.message_events import OfMessage
from engine.history.events.people_events import PasswordSet
from engine.history.passage import Passage
from engine.history.reading import Opened
from engine.history.shape import OfItem, Ran, Recorded, Subject
from engine.history.state import FAR, Row, State, beginning
from engine.model.correspondence import AuthorKind, Delivery
from engine.model.instances import InstanceState, WorkState, queue


def state_at(subject: Subject, subject_id: int, events: Iterable[Opened], n: int | None = None) -> State:
    """The state after the first `n` of these events, or all of them."""
    state = beginning(subject, subject_id)
    for opened in islice(events, n):
        apply(state, opened)
    return state


def apply(state: State, opened: Opened) -> tuple[Passage, ...]:
    """One more event, and the elements that were left in it, in order.

    Its columns come first, since what it offers is due when the item then is.
    """
    event, link = opened.event, opened.link
    if isinstance(event, OfMessage):
        _fate(state, event)
        return ()
    state.count, state.head = link.sequence, link.hash
    state.row |= event.changes
    if isinstance(event, OfItem):
        _touch(state, opened)
    if isinstance(event, Ran):
        _run(state, event, opened)
    APPLIES.get(type(event), _nothing_more)(state, event, opened)
    return tuple(_passages(state, opened))


def _passages(state: State, opened: Opened) -> Iterator[Passage]:
    event, link = opened.event, opened.link
    if isinstance(event, item.Withdrawn):
        yield replace(_step_left(state, opened, event), outcome=event.why, withdrawn=True)
    if not isinstance(event, Ran) or event.instance is None:
        return
    path, flows = list(enumerate(event.path)), {place: flow for place, flow, _ in event.choices}
    if isinstance(event, item.Completed):
        yield replace(_step_left(state, opened, event), outcome=event.outcome_name)
        path = path[1:]  # the step stands first
    for place, element in path:
        whole = (link.sequence, event.instance, element, link.at, link.at, link.by, event.on_behalf_of)
        yield Passage(*whole, flow=flows.get(place, ""))


def _step_left(state: State, opened: Opened, event: item.Completed | item.Withdrawn) -> Passage:
    link, step = opened.link, state.steps[event.user_task]
    since = step.get("opened_at")
    entered_at = datetime.fromisoformat(since) if since else link.at
    instance, who = event.instance or 0, (link.by, event.on_behalf_of)
    return Passage(link.sequence, instance, event.element, entered_at, link.at, *who, name=event.name)


def _touch(state: State, opened: Opened) -> None:
    """Whose the last event of an item is, and when; the machine's own leave `updated_by` with the person before."""
    state.row["updated_at"] = plain(opened.link.at)
    if opened.link.by is not None or opened.event.author:
        state.row["updated_by"] = opened.link.by
    if "deadline" in opened.event.changes:
        _move(state)


def _move(state: State) -> None:
    """What waits is due with its item."""
    state.row["due"] = state.row["deadline"] or FAR
    for step in state.steps.values():
        if step["state"] == WorkState.WAITING:
            step["due"] = state.row["due"]


def _run(state: State, event: Ran, opened: Opened) -> None:
    if event.instance is None:
        return
    instance = state.instances.setdefault(event.instance, _instance(state, event, opened))
    instance["version"] += 1
    if event.ended_as is not None:
        ended = {"status": InstanceState.ENDED.value, "ended_at": plain(opened.link.at), "ended_as": event.ended_as}
        instance.update(ended)
    for offer in event.offered:
        _offer(state, event.instance, offer, opened)


def _instance(state: State, event: Ran, opened: Opened) -> Row:
    return {
        "definition_id": getattr(event, "definition", None),
        "diagram": getattr(event, "diagram", None),
        "item_kind": state.subject.value,
        "item_id": state.subject_id,
        "case_id": state.case_id,
        "status": InstanceState.RUNNING.value,
        "version": 0,
        "started_at": plain(opened.link.at),
        "ended_at": None,
        "ended_as": None,
    }


def _offer(state: State, instance: int, offer: Mapping[str, Any], opened: Opened) -> None:
    """A step waits for somebody: it is new, or it waited for somebody else."""
    assignee, team, role = (offer.get(name) for name in ("assignee", "team", "role"))
    step = state.steps.setdefault(
        offer["user_task"],
        {
            "instance_id": instance,
            "definition_id": state.instances.get(instance, {}).get("definition_id"),
            "item_kind": state.subject.value,
            "item_id": state.subject_id,
            "case_id": state.case_id,
            "opened_at": plain(opened.link.at),
            "version": 0,
            "state": WorkState.WAITING.value,
            "outcome": None,
            "completed_by": None,
            "completed_at": None,
        },
    )
    step |= {name: offer.get(name) for name in ("element", "name", "lane")}
    step |= {"assignee_id": assignee, "team_id": team, "role": role, "queue": queue(assignee, team, role)}
    step |= {"due": state.row["due"], "version": step["version"] + 1}


def _completed(state: State, event: item.Completed, opened: Opened) -> None:
    _end(state, event.user_task, WorkState.COMPLETED, event.outcome, opened)
    if event.values and event.instance is not None:
        state.answers.setdefault(event.instance, {}).update(event.values.values)


def _withdrawn(state: State, event: item.Withdrawn, opened: Opened) -> None:
    _end(state, event.user_task, WorkState.WITHDRAWN, None, opened)


def _end(state: State, user_task: str, how: WorkState, outcome: str | None, opened: Opened) -> None:
    step = state.steps.setdefault(user_task, {})
    step |= {"state": how.value, "outcome": outcome}
    step |= {"completed_by": opened.link.by, "completed_at": plain(opened.link.at)}
    step.pop("due", None)  # it orders the lists of what waits, and then nothing more


def _offered(state: State, event: item.Offered, opened: Opened) -> None:
    for offer in event.offered:
        _offer(state, event.instance, offer, opened)


def _task_created(state: State, event: item.TaskCreated, _opened: Opened) -> None:
    state.tasks.add(event.task)


def _entry(state: State, event: item.EntryWritten, opened: Opened) -> None:
    state.entries[event.entry] = {
        "kind": event.kind,
        "item_kind": state.subject.value,
        "item_id": state.subject_id,
        "written_by": opened.link.by,
        "author_kind": event.author.values.get("kind", AuthorKind.AGENT.value),
        "author_customer_id": event.author.values.get("customer"),
        "author_address": event.author.values.get("address"),
        "written_at": plain(opened.link.at),
        "on_behalf_of": event.on_behalf_of,
        "subject": event.subject,
        "recipients": list(event.recipients),
        "cc": list(event.cc),
    }
    state.files[event.entry] = [list(file) for file in event.attachments]
    if (seal := opened.seals.get("/text")) is not None:
        state.texts[event.entry] = seal


def _written(state: State, event: item.Written, opened: Opened) -> None:
    for number, message in enumerate(event.messages):
        state.messages[message["id"]] = _tried(
            {
                "kind": message["kind"],
                "item_kind": state.subject.value,
                "item_id": state.subject_id,
                "agent_id": message.get("agent"),
                "entry_id": message.get("entry"),
                "sender": message.get("sender"),
                "message_id": message["message_id"],
                "delivery": message["state"],
                "created_at": plain(opened.link.at),
                "sent_at": None,
            },
            0,
            message.get("reason"),
        )
        if (seal := opened.seals.get(f"/content/{number}")) is not None:
            state.contents[message["id"]] = seal


def _fate(state: State, event: OfMessage) -> None:
    row = state.messages.setdefault(event.message, {})
    row |= event.changes
    if isinstance(event, MessageErased):  # what came of its tries stays; of why it failed nothing is there any more
        return
    _tried(row, getattr(event, "attempts", 0), getattr(event, "why", None))


def _tried(row: Row, attempts: int, reason: str | None) -> Row:
    """Of what waits no event tells how often it was tried, and what came of it."""
    for name, value in (("attempts", attempts), ("reason", reason)):
        if row.get("delivery") == Delivery.WAITING:
            row.pop(name, None)
        else:
            row[name] = value
    return row


def _erased(state: State, _event: ItemErased, _opened: Opened) -> None:
    """The answers that a process read go with what was erased."""
    state.answers.clear()


def _password_set(state: State, _event: PasswordSet, opened: Opened) -> None:
    state.password = opened.seals.get("/kept")


def _deployed(state: State, event: Deployed, opened: Opened) -> None:
    state.row |= {name: getattr(event, name) for name in ("key", "version", "name", "sha256")}
    state.row |= {"note": event.note or "", "deployed_by": opened.link.by, "deployed_at": plain(opened.link.at)}


def _nothing_more(_state: State, _event: Recorded, _opened: Opened) -> None:
    """An event that only changes columns, or only says that something was done."""


APPLIES: Mapping[type[Recorded], Callable[[State, Any, Opened], None]] = {
    item.Completed: _completed,
    item.Withdrawn: _withdrawn,
    item.Offered: _offered,
    item.TaskCreated: _task_created,
    item.EntryWritten: _entry,
    item.Written: _written,
    ItemErased: _erased,
    PasswordSet: _password_set,
    Deployed: _deployed,
}
