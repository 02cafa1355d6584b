"""A desk that was kept by an earlier schema goes on, with its whole record."""

from pathlib import Path

import pytest

import engine
from engine import By, Kind, Settings
from engine.store import migrate, schema_found, schema_known, schema_newest
from tests.engine.store.kept_databases import kept, unpacked


def test_the_newest_schema_has_one_and_none_is_of_another_line() -> None:
    schemas = [file.name.removesuffix(".db.gz") for file in kept()]
    assert schema_newest() in schemas and all(map(schema_known, schemas))


@pytest.mark.parametrize("file", kept(), ids=lambda file: file.name)
def test_it_is_migrated_verified_and_worked_on(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{unpacked(file, tmp_path)}"
    migrate(url)
    desk = engine.open_desk(Settings(url, tmp_path, secret_key="kept" * 10), not_sent="prøve")
    try:
        with desk.reading() as connection:
            assert schema_found(connection) == schema_newest()
        assert engine.count_items(desk) > 50 and list(engine.verify(desk)) == []
        case = engine.get_case(desk, 1)
        engine.write_comment(desk, Kind.CASE, case.id, "Videre herfra.", by=By(case.created_by))
        assert list(engine.verify(desk)) == []
    finally:
        desk.close()
