"""How far each person has read a case or a task."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, case, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.model.items import Kind
from engine.store.tables import seen


def seen_by(connection: Connection, agent_id: int, kind: Kind, ids: Sequence[int]) -> dict[int, int]:
    """{item id: the number of the last event that the agent has seen}."""
    found = select(seen).where(seen.c.agent_id == agent_id, seen.c.item_kind == kind.value, seen.c.item_id.in_(ids))
    return {row.item_id: row.sequence for row in connection.execute(found)} if ids else {}


def mark_seen(connection: Connection, agent_id: int, kind: Kind, item_id: int, sequence: int) -> None:
    """Up to that event at least: of two pages that are open at once, the one that shows more counts."""
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"agent_id": agent_id, "item_kind": kind.value, "item_id": item_id}
    new = dialect.insert(seen).values(**row, sequence=sequence)
    later = {"sequence": case((seen.c.sequence < sequence, sequence), else_=seen.c.sequence)}
    connection.execute(new.on_conflict_do_update(index_elements=list(row), set_=later))
