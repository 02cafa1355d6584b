"""`move`: a desk from SQLite to an empty PostgreSQL, with everything; its files stay where they are."""

from engine.backup.restoring import check_not_in_use
from engine.config import Settings
from engine.errors import WrongSetting
from engine.store import Database, migrate, require_newest
from engine.store.connection import copies, transfer
from engine.store.connection.transfer import Tick


def move(settings: Settings, to: str, tick: Tick = lambda _rows: None) -> int:
    """Copies every row, in one transaction; gives how many. Raises WrongSetting, and changes nothing."""
    require_newest(settings.database_url)
    source, target = Database(settings.database_url), Database(to)
    try:
        if not source.is_sqlite or target.is_sqlite:
            raise WrongSetting("sagsgang move goes from SQLite (SAGSGANG_DATABASE_URL) to PostgreSQL (--to)")
        check_not_in_use(source)
        if not copies.is_empty(target):
            raise WrongSetting("The database of --to is not empty; make a new one")
        migrate(to)
        return transfer.copy_rows(source, target, tick)
    finally:
        source.close()
        target.close()


def count_rows(settings: Settings) -> int:
    """How many rows there are to copy."""
    source = Database(settings.database_url)
    try:
        return transfer.count_rows(source)
    finally:
        source.close()
