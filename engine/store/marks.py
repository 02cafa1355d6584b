"""Single named values."""

from sqlalchemy import Connection, insert, select, update

from engine.store.tables import marks


def find(connection: Connection, name: str) -> str | None:
    return connection.execute(select(marks.c.value).where(marks.c.name == name)).scalar_one_or_none()


def hold(connection: Connection, name: str) -> None:
    """Nobody else puts it until this transaction ends; where it is not there yet, nothing is held."""
    connection.execute(select(marks.c.value).where(marks.c.name == name).with_for_update())


def put(connection: Connection, name: str, value: str) -> None:
    if not connection.execute(update(marks).where(marks.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(marks), {"name": name, "value": value})
