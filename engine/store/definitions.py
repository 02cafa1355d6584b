"""Deployed definitions: added, never changed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError

from engine.errors import ChangedMeanwhile
from engine.model.instances import Definition
from engine.store.tables import definitions, instances

_SHOWN = [c for c in definitions.c if c.name != "content"]
_FIELDS = tuple(field.name for field in fields(Definition))
_NEWEST = select(*_SHOWN).where(definitions.c.key == bindparam("of_key"))
_NEWEST = _NEWEST.order_by(definitions.c.version.desc()).limit(1)


def add(connection: Connection, **columns: Any) -> int:
    """Raises ChangedMeanwhile where somebody has just added a version of that number."""
    try:
        key = connection.execute(insert(definitions).values(**columns)).inserted_primary_key
    except IntegrityError as error:
        raise ChangedMeanwhile(f"En anden har netop sat {columns['key']} i drift") from error
    assert key is not None
    return int(key[0])


def newest(connection: Connection, key: str, *, lock: bool = False) -> Definition | None:
    """With `lock`, nobody else adds a version of that process until the transaction ends (D-11)."""
    if lock:
        connection.execute(select(definitions.c.id).where(definitions.c.key == key).with_for_update())
    row = connection.execute(_NEWEST, {"of_key": key}).one_or_none()
    return _definition(row) if row else None


def find(connection: Connection, definition_id: int) -> Definition | None:
    row = connection.execute(select(*_SHOWN).where(definitions.c.id == definition_id)).one_or_none()
    return _definition(row) if row else None


def content_of(connection: Connection, definition_id: int) -> bytes | None:
    found = select(definitions.c.content).where(definitions.c.id == definition_id)
    return connection.execute(found).scalar_one_or_none()


def versions(connection: Connection, key: str) -> tuple[Definition, ...]:
    """Newest first."""
    found = select(*_SHOWN).where(definitions.c.key == key).order_by(definitions.c.version.desc())
    return tuple(_definition(row) for row in connection.execute(found))


def all_newest(connection: Connection) -> tuple[Definition, ...]:
    """The newest version of each process, by key."""
    top = (
        select(definitions.c.key, func.max(definitions.c.version).label("version"))
        .group_by(definitions.c.key)
        .subquery()
    )
    same = (definitions.c.key == top.c.key) & (definitions.c.version == top.c.version)
    found = select(*_SHOWN).join(top, same).order_by(definitions.c.key)
    return tuple(_definition(row) for row in connection.execute(found))


def running_by_key(connection: Connection) -> dict[str, int]:
    """{process key: running instances}."""
    found = select(definitions.c.key, func.count()).join(instances).where(instances.c.status == "running")
    return {row[0]: row[1] for row in connection.execute(found.group_by(definitions.c.key))}


def counts(connection: Connection, key: str) -> dict[int, dict[str, int]]:
    """{version's id: {status: instances}} of the versions of a process that have any."""
    found = select(instances.c.definition_id, instances.c.status, func.count()).join(definitions)
    found = found.where(definitions.c.key == key).group_by(instances.c.definition_id, instances.c.status)
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    for definition_id, status, count in connection.execute(found):
        counted[definition_id][status] = count
    return counted


def from_columns(row: Mapping[Any, Any], prefix: str = "") -> Definition:
    """The definition in columns that carry that prefix."""
    return Definition(**{name: row[prefix + name] for name in _FIELDS})


def _definition(row: Row[Any]) -> Definition:
    return from_columns(row._mapping)
