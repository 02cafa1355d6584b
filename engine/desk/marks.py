"""Single named values that outlive a run: which log is being replayed, how far it is."""

from engine.store import marks
from engine.transaction.desk import Desk


def find_mark(desk: Desk, name: str) -> str | None:
    with desk.reading() as connection:
        return marks.find(connection, name)


def set_mark(desk: Desk, name: str, value: str) -> None:
    with desk.database.write() as connection:
        marks.put(connection, name, value)
