"""What the steps of a running process were answered, by field: the latest of each (D-24).

The database's own triggers fold it from the events (migration 0013); nothing here writes.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, select

from engine.store.tables import answers

_OF_INSTANCE = select(answers.c.field, answers.c.value).where(answers.c.instance_id == bindparam("instance"))


def of_instance(connection: Connection, instance_id: int) -> Mapping[str, Any]:
    """{field id: its latest answer, as the history tells of it}."""
    rows = connection.execute(_OF_INSTANCE, {"instance": instance_id})
    return {row.field: orjson.loads(row.value) for row in rows}
