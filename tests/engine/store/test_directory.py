"""The directory's version: every change of who there is counts it up, so that no cache keeps what was before."""

import threading
import time

from sqlalchemy import create_engine, text

from engine.store.people import people


def test_two_changes_at_once_are_two_versions(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url.replace("postgresql://", "postgresql+psycopg://"))

    def change() -> None:
        with engine.begin() as connection:
            people.changed(connection)

    change()
    second = threading.Thread(target=change)
    with engine.connect() as first:
        people.changed(first)
        second.start()
        with engine.connect() as watcher:
            waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            for _ in range(6000):
                if watcher.execute(waits).scalar_one():
                    break
                watcher.rollback()
                time.sleep(0.01)
        first.commit()
    second.join(60)
    with engine.connect() as connection:
        assert people.directory_version(connection) == 3
    engine.dispose()
