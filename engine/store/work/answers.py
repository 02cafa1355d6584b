"""What the steps of a running process were answered, by field: the latest of each that the diagram reads (D-24)."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, select, text

from engine.store.tables import answers
from engine.store.writes import Writes

_OF_INSTANCE = select(answers.c.field, answers.c.value).where(answers.c.instance_id == bindparam("instance"))
_KEEP = text(
    "INSERT INTO answers (instance_id, field, value) VALUES (:instance, :field, :value)"
    " ON CONFLICT (instance_id, field) DO UPDATE SET value = excluded.value"
)


def of_instance(connection: Connection, instance_id: int) -> Mapping[str, Any]:
    """{field id: its latest answer, as the history tells of it}."""
    rows = connection.execute(_OF_INSTANCE, {"instance": instance_id})
    return {row.field: orjson.loads(row.value) for row in rows}


def of_instances(connection: Connection, instance_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """{instance: {field id: its latest answer}}, of those instances."""
    found: dict[int, dict[str, Any]] = {number: {} for number in instance_ids}
    for row in connection.execute(select(answers).where(answers.c.instance_id.in_(instance_ids))):
        found[row.instance_id][row.field] = orjson.loads(row.value)
    return found


def keep(writes: Writes, instance_id: int, values: Mapping[str, Any]) -> None:
    """Values as JSON holds them, by field; those of other fields stay."""
    for field, value in values.items():
        writes.change(_KEEP, {"instance": instance_id, "field": field, "value": orjson.dumps(value).decode()})
