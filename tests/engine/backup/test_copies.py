"""A copy of the database while others write, and the database's place taken by one, killed at any moment."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from engine.store import Database, copies
from tests.fixtures.threads import finish

MEGABYTE = 1024 * 1024


def test_a_copy_comes_to_its_end_though_others_never_stop_writing(sqlite_url: str, tmp_path: Path) -> None:
    database, over, copied = Database(sqlite_url), threading.Event(), tmp_path / "copy.db"
    file = sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE filler (content BLOB)")
        connection.executemany("INSERT INTO filler VALUES (zeroblob(?))", [(MEGABYTE,)] * 40)

    def write() -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            while not over.is_set():
                connection.execute("INSERT INTO filler VALUES ('')")

    writer = threading.Thread(target=write, daemon=True)
    copier = threading.Thread(target=copies.dump, args=(database, copied), daemon=True)
    writer.start()
    copier.start()
    copier.join(30)
    done = not copier.is_alive()
    over.set()
    finish([writer, copier])
    assert done
    with closing(sqlite3.connect(copied)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
