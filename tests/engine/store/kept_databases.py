"""The demo's desk as each schema kept it: what is in `kept/` is never written again, and migrated by the tests.

`python -m tests.engine.store.kept_databases` writes that of the newest schema, where there is none yet.
"""

import gzip
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, text

from engine.bench import houses
from engine.store import schema_newest

FOLDER = Path(__file__).parent / "kept"


def kept() -> tuple[Path, ...]:
    return tuple(sorted(FOLDER.glob("*.db.gz")))


def unpacked(file: Path, folder: Path) -> Path:
    database = folder / "kept.db"
    database.write_bytes(gzip.decompress(file.read_bytes()))
    return database


def main() -> None:
    target = FOLDER / f"{schema_newest()}.db.gz"
    if target.exists():
        raise SystemExit(f"{target} is there already: a schema that was released is not changed, add a migration.")
    with houses.desk(filled=True) as desk:
        whole = desk.settings.data_dir / "whole.db"
        with closing(create_engine(desk.settings.database_url).connect()) as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(f"VACUUM INTO '{whole}'"))
        target.write_bytes(gzip.compress(whole.read_bytes(), mtime=0))


if __name__ == "__main__":
    main()
