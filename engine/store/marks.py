"""Single named values."""

from sqlalchemy import Connection, Integer, String, cast, insert, select, update

from engine.store.tables import marks


def find(connection: Connection, name: str) -> str | None:
    return connection.execute(select(marks.c.value).where(marks.c.name == name)).scalar_one_or_none()


def put(connection: Connection, name: str, value: str) -> None:
    if not connection.execute(update(marks).where(marks.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(marks), {"name": name, "value": value})


def count_up(connection: Connection, name: str) -> None:
    """One more, from 0; of two at once the second waits for the first."""
    more = cast(cast(marks.c.value, Integer) + 1, String)
    if not connection.execute(update(marks).where(marks.c.name == name).values(value=more)).rowcount:
        connection.execute(insert(marks), {"name": name, "value": "1"})
