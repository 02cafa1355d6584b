"""Quick open by words and by customer, on both databases, also of what was there before the words were kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, text

import engine
from engine import Kind
from engine.store import migrate, migrations, search
from engine.store.counting import counting
from tests.fixtures.databases import _asking, _url_of
from tests.fixtures.house import House


def found(house: House, typed: str, by: str = "anders") -> list[str]:
    return [hit.number for hit in engine.find_item(house.desk, typed, by=house.id(by))]


@pytest.mark.parametrize("typed", ["ipsen", "Ole Ips", "OLE", "ole@kommunen.example", "ole@"])
def test_a_case_is_found_by_its_customers_name_and_address(house: House, typed: str) -> None:
    house.keep("anders")
    case = house.keep("anders", customer=house.customer("Ole").id)
    assert found(house, typed) == [case.number]


def test_words_of_subject_and_description_are_found_by_how_they_begin(house: House) -> None:
    case = house.keep("anders", subject="Skærm/kabel: flimrer", description="Dokkingstationen på 3. sal er varm.")
    task = house.create_task(case, "anders", "Netværk", subject="Mål spænding")
    assert found(house, "kabel") == found(house, "dokking flim") == found(house, "SKÆRM") == [case.number]
    assert found(house, "spænding") == [task.number]
    assert found(house, "flimrer spænding") == []
    assert found(house, "imrer") == [case.number]  # inside a word: among the newest subjects


def test_what_is_edited_is_found_by_its_new_words_alone(house: House) -> None:
    case = house.keep("anders", subject="Tegnebræt")
    engine.edit_case(house.desk, case.id, {"subject": "Projektor"}, by=house.id("anders"))
    assert found(house, "projekt") == [case.number] and found(house, "tegne") == []
    engine.edit_case(house.desk, case.id, {"customer": house.customer("Ole").id}, by=house.id("anders"))
    assert found(house, "ipsen") == [case.number] and found(house, "Gitte") == []


def test_a_hit_tells_how_it_stands_whom_it_is_for_and_who_has_it(house: House) -> None:
    case = house.keep("anders")
    task = house.create_task(case, "anders", "Netværk")
    hit, of_task = engine.find_item(house.desk, "1", by=house.id("anders"))
    assert (hit.number, hit.customer, hit.agent_id) == (case.number, house.customer("Gitte").name, house.id("anders"))
    assert (of_task.number, of_task.customer, of_task.team_id) == (task.number, hit.customer, house.id("Netværk"))
    assert hit.status == case.status


def test_nothing_is_found_that_the_reader_may_not_see(house: House) -> None:
    case = house.keep("anders", subject="Fortroligt", customer=house.customer("Ole").id)
    assert found(house, "fortrolig") == found(house, "ipsen") == [case.number]
    assert found(house, "fortrolig", "kirsten") == found(house, "ipsen", "kirsten") == []


def test_what_is_written_internally_is_not_searched(house: House) -> None:
    """A-37: whoever is the customer would learn of it."""
    case = house.keep("anders")
    engine.write_comment(house.desk, Kind.CASE, case.id, "Kunden er besværlig.", by=house.id("anders"))
    assert found(house, "besværlig") == []


@pytest.mark.parametrize(
    "typed", ["' OR 1=1 --", '"', "*", "kabel*", "a:b & !c", "()", "ole' | 'x", "%", "_", "½ \x00"]
)
def test_signs_are_no_commands(house: House, typed: str) -> None:
    house.keep("anders")
    assert found(house, typed) == []


def test_a_search_asks_as_much_of_many_cases_as_of_few(house: House) -> None:
    def asked() -> int:
        with counting(house.desk.database) as count:
            assert found(house, "gitte")
        return count.statements

    house.keep("anders")
    few = asked()
    for _ in range(30):
        house.keep("anders")
    assert asked() == few
    assert len(found(house, "gitte")) == 20


def test_the_words_are_read_from_their_index(house: House) -> None:
    house.keep("anders")
    with house.desk.reading() as connection:
        explain, look = "EXPLAIN QUERY PLAN", search._LOOK[connection.dialect.name].format("cases")
        if connection.dialect.name == "postgresql":
            for way in ("seqscan", "indexscan"):  # so few rows would be read one by one
                connection.execute(text(f"SET LOCAL enable_{way} = off"))
            explain = "EXPLAIN"
        wanted = "'kabel':*" if explain == "EXPLAIN" else '"kabel"*'
        plan = str(connection.execute(text(f"{explain} {look}"), {"wanted": wanted, "most": 5}).all())
    assert "ix_cases_words" in plan or "VIRTUAL TABLE INDEX" in plan


@pytest.fixture(params=["sqlite", "postgresql"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the version before, with a case and a customer in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'older.db'}"
        return
    socket_folder = request.getfixturevalue("_postgresql")
    with _asking(socket_folder) as server:
        server.execute("CREATE DATABASE older")
    yield _url_of(socket_folder, "older")
    with _asking(socket_folder) as server:
        server.execute("DROP DATABASE older WITH (FORCE)")


OLD_CASE = """INSERT INTO cases (id, subject, description, status, origin, team_id, created_by, created_at, updated_by,
    updated_at, due, extra, version, event_count, head_hash, customer_id, category) VALUES (7, 'Printer', 'Varm',
    'registered', 'support', 1, 1, '2026-01-02 10:00:00', 1, '2026-01-02 10:00:00', '9999-12-31 00:00:00', '{}', 1, 0,
    '', 1, '')"""
OLD = (
    "INSERT INTO teams (id, name, department, is_main, is_default) VALUES (1, 'Servicedesk', 'support', true, true)",
    "INSERT INTO people (id, name, username, department, team_id, active, roles, credentials)"
    " VALUES (1, 'Anders', 'anders', 'support', 1, true, '[]', 0)",
    "INSERT INTO customers (id, name, email) VALUES (1, 'Ole Ipsen', NULL)",
    OLD_CASE,
)


def test_what_an_older_database_holds_is_found_too(older: str) -> None:
    database = create_engine(older)
    with database.begin() as connection:
        command.upgrade(migrations.configuration(connection), "0005-1")
        for row in OLD:
            connection.exec_driver_sql(row)
    migrate(older)
    with database.begin() as connection:
        for typed in ("print", "varm", "ole ipsen"):
            assert [item.number for item in search.by_words(connection, typed, 5)] == ["SAG7"]
        connection.exec_driver_sql("UPDATE customers SET email = 'ole@firma.dk'")
        assert search.by_words(connection, "firma", 5)
        connection.exec_driver_sql("DELETE FROM cases")
        assert search.by_words(connection, "print", 5) == ()
    database.dispose()
