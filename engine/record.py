"""What is kept of one case or task, and what in it differs from what its history tells. Pure.

`engine.desk.verification` reads records from the database and asks this; it also looks at what is between items.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine import history
from engine.model.correspondence import Entry
from engine.model.events import Event
from engine.model.instances import Instance, InstanceState, UserTask, WorkState
from engine.model.items import WorkItem
from engine.sentences import say

Columns = dict[str, Any]
Told = Sequence[tuple[Event, str]]

_ENDINGS = {"completed": WorkState.COMPLETED, "withdrawn": WorkState.WITHDRAWN}


@dataclass(frozen=True)
class Record:
    """All that is kept of one item: `told` are its events, each with its details as stored; `steps` its worklist, `ran`
    its instances.
    """

    item: WorkItem
    told: Told
    entries: Sequence[Entry]
    steps: Sequence[UserTask]
    ran: Sequence[Instance]


@dataclass(frozen=True)
class Differing:
    """A column that holds something else than the history tells, both as JSON values.

    `of` is "item", "entry", "step" or "instance"; `name` is the entry's or instance's number, or the step's name.
    """

    of: str
    name: str
    column: str
    kept: Any
    told: Any


@dataclass(frozen=True)
class Fault:
    """One thing that does not add up. `sentence` is for a terminal: with ids, and columns as the database has them.

    `plain` is the same without them, for a page; of a column that differs the page makes its own from `differing`.
    """

    sentence: str
    plain: str = ""
    differing: Differing | None = None


def check(record: Record) -> Iterator[Fault]:
    """Everything that does not add up.

    Raises whatever rubbish raises that stands where a value is expected (TypeError, LookupError …), after the faults
    before it.
    """
    yield from _check_chain(record.item, record.told)
    yield from _differ("item", "", "", _columns(record.item), _columns_told(record.item, record.told))
    yield from _check_entries(record)
    yield from _check_steps(record)
    yield from _check_instances(record)


def _check_chain(item: WorkItem, told: Told) -> Iterator[Fault]:
    previous = history.GENESIS
    for place, (event, details) in enumerate(told, start=1):
        if event.sequence != place:
            yield Fault(say("Hændelse %(place)s mangler eller står et andet sted.", place=place))
            return
        if event.previous_hash != previous or history.digest(replace(event, hash=""), details) != event.hash:
            yield Fault(say("Hændelse %(place)s er ændret eller flyttet.", place=place))
            return
        previous = event.hash
    if len(told) != item.event_count:
        yield Fault(_too_many_or_few(len(told), item.event_count))
    elif previous != item.head_hash:
        yield Fault("Historikkens sidste hændelse er en anden end den, der blev skrevet.")


def _too_many_or_few(count: int, written: int) -> str:
    if count == 1:
        return say("Historikken har 1 hændelse, men der er skrevet %(written)s.", written=written)
    return say("Historikken har %(count)s hændelser, men der er skrevet %(written)s.", count=count, written=written)


# --- the item ---


def _columns(item: WorkItem) -> Columns:
    who_and_when = {"updated_by": item.updated_by, "updated_at": history.plain(item.updated_at)}
    return history.columns_of(item) | who_and_when


def _columns_told(item: WorkItem, told: Told) -> Columns:
    """What the columns must be; the machine's own events leave `updated_by` with the person before."""
    people = [event.actor_id for event, _ in told if event.actor_id is not None]
    last = {"updated_by": people[-1] if people else None, "updated_at": history.plain(told[-1][0].at) if told else None}
    return history.empty_columns(item.kind) | history.fold(event.details for event, _ in told) | last


# --- the correspondence ---


def _check_entries(record: Record) -> Iterator[Fault]:
    expected = {e.details["entry"]: _entry_told(e) for e, _ in record.told if e.type == "entry"}
    for entry in record.entries:
        if entry.id not in expected:
            yield Fault(say("Indlæg %(entry)s står ikke i historikken.", entry=entry.id))
        else:
            where = say("Indlæg %(entry)s: ", entry=entry.id)
            yield from _differ("entry", str(entry.id), where, _entry(entry), expected[entry.id])
    for entry_id in expected.keys() - {entry.id for entry in record.entries}:
        yield Fault(say("Indlæg %(entry)s er slettet.", entry=entry_id))


def _entry(entry: Entry) -> Columns:
    return {
        "kind": entry.kind.value,
        "sha256": history.sha256(entry.text),
        "subject": entry.subject,
        "recipients": list(entry.recipients),
        "cc": list(entry.cc),
        "attachments": [[file.name, file.sha256, file.size_bytes] for file in entry.attachments],
        "written_by": entry.written_by,
        "written_at": entry.written_at,
        "on_behalf_of": entry.on_behalf_of,
    }


def _entry_told(event: Event) -> Columns:
    """What the details leave out is empty."""
    empty: Columns = {"subject": None, "recipients": [], "cc": [], "attachments": []}
    told = {name: event.details[name] for name in ("kind", "sha256", *empty) if name in event.details}
    who_and_when = {"written_by": event.actor_id, "written_at": event.at, "on_behalf_of": event.on_behalf_of}
    return empty | told | who_and_when


# --- the worklist ---


def _check_steps(record: Record) -> Iterator[Fault]:
    expected = _steps_told(record.told)
    for step in record.steps:
        if step.id not in expected:
            yield Fault(
                say("Trinnet “%(step)s” (%(id)s) står ikke i historikken.", step=step.name, id=step.id),
                say("Trinnet “%(step)s” står ikke i historikken.", step=step.name),
            )
        else:
            where = say("Trinnet “%(step)s” (%(id)s): ", step=step.name, id=step.id)
            yield from _differ("step", step.name, where, _step(step), expected.pop(step.id))
    for step_id, told in expected.items():
        yield Fault(
            say("Trinnet “%(step)s” (%(id)s) er slettet.", step=told["name"], id=step_id),
            say("Trinnet “%(step)s” er slettet.", step=told["name"]),
        )


def _step(step: UserTask) -> Columns:
    return {
        "instance": step.instance_id,
        "element": step.element,
        "name": step.name,
        "assignee": step.assignee_id,
        "team": step.team_id,
        "role": step.role,
        "state": step.state,
        "outcome": step.outcome,
        "completed_by": step.completed_by,
        "completed_at": step.completed_at,
    }


def _steps_told(told: Told) -> dict[str, Columns]:
    """{user task: what its row must say}: offered by one event, ended by another."""
    steps: dict[str, Columns] = {}
    for event, _ in told:
        if event.type in _ENDINGS:
            steps.setdefault(event.details["user_task"], _waiting({})).update(_ended(event))
        for offer in event.details.get("offered", ()):
            steps[offer["user_task"]] = _waiting(offer) | {"instance": event.details["instance"]}
    return steps


def _waiting(offer: Mapping[str, Any]) -> Columns:
    told = {name: offer.get(name) for name in ("element", "name", "assignee", "team", "role")}
    return told | {"state": WorkState.WAITING, "outcome": None, "completed_by": None, "completed_at": None}


def _ended(event: Event) -> Columns:
    return {
        "state": _ENDINGS[event.type],
        "outcome": event.details.get("outcome"),
        "completed_by": event.actor_id,
        "completed_at": event.at,
    }


# --- the instances ---


def _check_instances(record: Record) -> Iterator[Fault]:
    expected = _instances_told(record.told)
    for instance in record.ran:
        if instance.id not in expected:
            yield Fault(say("Forløb %(n)s står ikke i historikken.", n=instance.id))
        else:
            where = say("Forløb %(n)s: ", n=instance.id)
            told = expected.pop(instance.id)
            yield from _differ("instance", str(instance.id), where, _instance(instance), told)
    for instance_id in expected:
        yield Fault(say("Forløb %(n)s er slettet.", n=instance_id))


def _instance(instance: Instance) -> Columns:
    return {
        "definition": instance.definition_id,
        "status": instance.state,
        "started_at": instance.started_at,
        "ended_at": instance.ended_at,
        "ended_as": instance.ended_as,
    }


def _instances_told(told: Told) -> dict[int, Columns]:
    """{instance: what its row must say}: started by one event, ended by the one that tells as what."""
    found: dict[int, Columns] = {}
    for event, _ in told:
        details = event.details
        if event.type == "started":
            running = {"status": InstanceState.RUNNING, "started_at": event.at, "ended_at": None, "ended_as": None}
            found[details["instance"]] = {"definition": details["definition"], **running}
        if "ended_as" in details:
            ended = {"status": InstanceState.ENDED, "ended_at": event.at, "ended_as": details["ended_as"]}
            found.setdefault(details["instance"], {}).update(ended)
    return found


def _differ(of: str, name: str, where: str, kept: Columns, told: Columns) -> Iterator[Fault]:
    for column, value in kept.items():
        if value != told.get(column):
            was, tells = history.plain(value), history.plain(told.get(column))
            sentence = say(
                "%(where)s%(name)s er %(value)s, men historikken siger %(told)s.",
                where=where,
                name=column,
                value=repr(was),
                told=repr(tells),
            )
            yield Fault(sentence, differing=Differing(of, name, column, was, tells))
