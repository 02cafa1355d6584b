"""Multiplying one item of a desk for a measurement: copies with numbers, ids and hash chains of their own."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from engine.history.chain import Head, Link, chain
from engine.history.reading import opened
from engine.history.shape import Recorded, Subject
from engine.model.items import Case, Kind
from engine.store.connection.database import Database
from engine.store.history import events
from engine.store.people.people import changed
from engine.store.tables import cases, entries, instances, item_numbers, people, tasks, user_tasks
from engine.store.tables import events as event_rows
from engine.store.work import items

BATCH = 5_000


def multiply_tasks(database: Database, task_id: int, size: int, *, each: int) -> list[int]:
    """`size` copies of a task, `each` for one agent; gives the agents. The agents are copies of its own too."""
    with database.write() as connection:
        row = dict(connection.execute(select(tasks).where(tasks.c.id == task_id)).one()._mapping)
        person = dict(connection.execute(select(people).where(people.c.id == row["agent_id"])).one()._mapping)
        first_agent = connection.execute(select(func.max(people.c.id))).scalar_one() + 1
        agents = list(range(first_agent, first_agent + max(1, size // each)))
        _insert(connection, people, ({**person, "id": a, "username": f"copy-{a}"} for a in agents))
        changed(connection)
        _insert(
            connection,
            tasks,
            ({**row, "id": task_id + 1 + n, "agent_id": agents[n % len(agents)]} for n in range(size)),
        )
        _count_on(connection, tasks)
    _analyze(database)
    return agents


def multiply_cases(database: Database, case_id: int, size: int, *, desk: str) -> list[int]:
    """`size` copies of a case with its running instance, its waiting step and its history, as of the desk with
    that uuid; gives their numbers.
    """
    with database.write() as connection:
        case = items.find(connection, Kind.CASE, case_id)
        assert isinstance(case, Case)
        links = list(events.links_between(connection, Kind.CASE, case_id, case_id))
        instance = dict(connection.execute(select(instances).where(instances.c.case_id == case_id)).one()._mapping)
        step = dict(connection.execute(select(user_tasks).where(user_tasks.c.case_id == case_id)).one()._mapping)
        numbers = list(range(case_id + 1, case_id + 1 + size))
        for start in range(0, size, BATCH):
            _copy(connection, case, links, instance, step, numbers[start : start + BATCH], desk)
        _count_on(connection, cases)
    _analyze(database)
    return numbers


def multiply_written(database: Database, case_id: int, written: Iterable[tuple[str, str, list[str]]]) -> None:
    """Copies of a case with other texts, (subject, description, entries) each; they have no history."""
    with database.write() as connection:
        row = dict(connection.execute(select(cases).where(cases.c.id == case_id)).one()._mapping)
        entry = {"kind": "internal", "item_kind": "case", "recipients": [], "cc": []}
        entry |= {"written_by": row["created_by"], "written_at": row["created_at"]}
        numbered = enumerate(written, case_id + 1)
        while batch := list(islice(numbered, BATCH)):
            rows = [{**row, "id": n, "subject": s, "description": d} for n, (s, d, _) in batch]
            connection.execute(insert(cases), rows)
            rows = [{**entry, "item_id": n, "text": text} for n, (_, _, texts) in batch for text in texts]
            connection.execute(insert(entries), rows)
        _count_on(connection, cases)
        connection.exec_driver_sql("DELETE FROM search_queue")
        connection.exec_driver_sql("INSERT INTO search_queue (case_id) SELECT id FROM cases")
    _analyze(database)


def hash_events(database: Database) -> int:
    """A bare pass of SHA-256 over the history's rows, as little as there can be; gives how many."""
    with database.read() as connection:
        rows = 0
        for row in connection.exec_driver_sql("SELECT * FROM events"):
            hashlib.sha256("|".join(map(str, row)).encode()).hexdigest()
            rows += 1
    return rows


def _copy(
    connection: Connection,
    case: Case,
    links: list[Link],
    instance: dict[str, Any],
    step: dict[str, Any],
    numbers: list[int],
    desk: str,
) -> None:
    rows: dict[Table, list[dict[str, Any]]] = {cases: [], instances: [], user_tasks: [], event_rows: []}
    for number in numbers:
        instance_id, step_id = instance["id"] + number, str(uuid.uuid4())
        fresh = replace(case, id=number, event_count=0, head_hash="")
        told = [_renamed(link, instance_id, {step["id"]: step_id}) for link in links]
        given: dict[str, Any] = {"desk": desk, "at": case.updated_at, "by": case.updated_by}
        chained = chain(Subject.CASE, number, Head(), told, **given)
        last = chained[-1]
        rows[cases].append(items.row_of(replace(fresh, event_count=last.sequence, head_hash=last.hash)))
        state = instance["state"].replace(step["id"].encode(), step_id.encode())
        rows[instances].append({**instance, "id": instance_id, "item_id": number, "case_id": number, "state": state})
        rows[user_tasks].append(
            {**step, "id": step_id, "instance_id": instance_id, "item_id": number, "case_id": number}
        )
        rows[event_rows] += map(events.row_of, chained)
    for table, batch in rows.items():
        connection.execute(insert(table), batch)


def _renamed(link: Link, instance_id: int, ids: dict[str, str]) -> Recorded:
    """The event as it would have been told of the copy."""
    event: Any = opened(link).event
    changed: dict[str, Any] = {}
    if getattr(event, "instance", None) is not None:
        changed["instance"] = instance_id
    if getattr(event, "offered", ()):
        changed["offered"] = [{**offer, "user_task": ids[offer["user_task"]]} for offer in event.offered]
    renamed: Recorded = replace(event, **changed)
    return renamed


def _insert(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)


def _count_on(connection: Connection, table: Table) -> None:
    last = select(func.max(table.c.id)).scalar_subquery()
    connection.execute(
        item_numbers.update().where(item_numbers.c.kind == table.name.removesuffix("s")).values(last=last)
    )


def _analyze(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("ANALYZE")
