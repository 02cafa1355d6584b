"""D-21: one order of names, and no order and no page that hangs on the language of a database's server."""

import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, literal, select, text, update

import engine
from engine import EVERYTHING, Asked, NewAgent, Settings, Sort, WorkList
from engine.demo import add_everybody
from engine.store.connection.danish_order import InDanishOrder, danish_order
from engine.store.connection.database import Database
from engine.store.people import customers as customers_store
from engine.store.people import people
from engine.store.tables import cases as case_table
from engine.store.tables import customers, user_tasks
from engine.store.work import bulk
from engine.texts.danish_order import sort_key
from tests.fixtures.house import House
from tests.fixtures.time import SettableClock

IN_ORDER = (
    *("Anders", "anders", "Anna Zoe", "Anna-Lise", "Annabel", "Émile", "Émilie", "Jorgen", "Jyrgen Z", "Jürgen Å"),
    *("ole", "Ole Åb", "Oleg", "Resume", "Résumé", "zita", "Zöe", "Zørn", "Ældre", "Ärla", "Ørn", "Östen"),
    *("Aage Ågård", "Åge Aagaard", "Åse"),
)
SERVERS = ["sqlite_url", "postgresql_url", "danish_url"]


@pytest.fixture(params=SERVERS)
def any_url(request: pytest.FixtureRequest) -> str:
    """On SQLite, on a PostgreSQL of the locale C, and on a Danish one."""
    url: str = request.getfixturevalue(request.param)
    return url


def test_names_stand_in_danish_order() -> None:
    apart = [unicodedata.normalize(form, name) for form, name in zip(("NFC", "NFD") * 20, IN_ORDER, strict=False)]
    random.shuffle(apart)
    assert tuple(unicodedata.normalize("NFC", name) for name in sorted(apart, key=sort_key)) == IN_ORDER


def test_a_key_is_no_longer_than_its_column() -> None:
    assert len(sort_key("ΐ" * 200)) == 400


def test_every_database_has_the_same_order(any_url: str) -> None:
    database = create_engine(any_url)
    with database.begin() as connection:
        for name in random.sample(IN_ORDER, len(IN_ORDER)):
            customers_store.add(connection, name=name, email=None)
        ordered = connection.execute(select(customers.c.name).order_by(customers.c.sort_key, customers.c.id))
        assert tuple(ordered.scalars()) == IN_ORDER
        after = select(customers.c.name).where(customers.c.sort_key > sort_key("ole")).order_by(customers.c.sort_key)
        assert tuple(connection.execute(after).scalars()) == IN_ORDER[IN_ORDER.index("ole") + 1 :]
    database.dispose()


def test_what_is_named_anew_is_ordered_anew(sqlite_url: str) -> None:
    database = create_engine(sqlite_url)
    with database.begin() as connection:
        team = people.add_team(connection, "Øst", engine.Department.SUPPORT, is_main=True, is_default=True)
        people.set_team(connection, team, is_main=False)
        assert connection.execute(text("SELECT sort_key FROM teams")).scalar_one() == sort_key("Øst")
        people.set_team(connection, team, name="Vest")
        assert connection.execute(text("SELECT sort_key FROM teams")).scalar_one() == sort_key("Vest")
    database.dispose()


@pytest.mark.parametrize("server", SERVERS[1:])
def test_no_index_orders_by_a_servers_language(request: pytest.FixtureRequest, server: str) -> None:
    database = create_engine(request.getfixturevalue(server))
    by_language = text(
        "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
        " JOIN pg_namespace ON pg_namespace.oid = relnamespace, unnest(indcollation) AS collation_of"
        " WHERE nspname = 'public' AND relname <> 'alembic_version' AND collation_of = 'default'::regcollation"
    )
    with database.connect() as connection:
        assert list(connection.execute(by_language).scalars()) == []
    database.dispose()


@pytest.fixture
def house_anywhere(any_url: str, tmp_path: Path, clock: SettableClock) -> Iterator[House]:
    desk = engine.open_desk(Settings(any_url, tmp_path / "files", secret_key="k" * 48), clock=clock)
    engine.install(desk)
    add_everybody(desk)
    yield House(desk, clock)
    desk.close()


def test_a_queue_of_two_teams_is_read_whole_and_once(house_anywhere: House) -> None:
    house = house_anywhere
    both = frozenset({"Netværk", "Arbejdsplads"})
    jonas = NewAgent("Jonas Friis", "jonas", engine.Department.OPERATIONS, "Netværk", both, both)
    engine.change_agent(house.desk, house.id("jonas"), jonas, by=house.id("kaj"))
    case = house.register("mette", "Netværk")
    numbers = {case.id, *bulk.multiply_cases(house.desk.database, case.id, 699, desk=house.desk.uuid)}
    theirs = {"queue": f"t:{house.id('Arbejdsplads')}:dispatchers"}
    with house.desk.database.write() as connection:
        connection.execute(update(user_tasks).where(user_tasks.c.item_id % 2 == 0).values(**theirs))
    for asked in (Asked(), Asked(last_first=True), Asked(sort=Sort.CUSTOMER)):
        read = list(_walk(house, asked))
        assert len(read) == 700 and set(read) == numbers


def _walk(house: House, asked: Asked) -> Iterator[int]:
    """The numbers of all pages, as they stand there."""
    after = None
    while True:
        page = engine.work(house.desk, house.id("jonas"), WorkList.QUEUE, asked=asked, after=after)
        yield from (row.id for row in page.rows)
        after = page.next
        if after is None:
            return


def test_a_list_of_work_is_sorted_by_names_in_danish(house_anywhere: House) -> None:
    house = house_anywhere
    for name in ("zita", "Åse", "Ældre", "ole", "Émile"):
        who = engine.add_customer(house.desk, name=name, email=None, phone=None, by=house.id("anders"))
        house.keep("anders", customer=who.id)
    for turned in (False, True):
        asked = Asked(sort=Sort.CUSTOMER, last_first=turned)
        shown = [row.customer for row in engine.work(house.desk, house.id("anders"), WorkList.CASES, asked=asked).rows]
        in_order = ["Émile", "ole", "zita", "Ældre", "Åse"]
        assert shown == (in_order[::-1] if turned else in_order)


TEXTS = ("zebra", "Ærø", "ærlig", "Aarhus", "åben", "Ørsted", "ølands", "Printer", "printer", "Édith", "eg")
TEXTS_IN_ORDER = ("Édith", "eg", "Printer", "printer", "zebra", "ærlig", "Ærø", "ølands", "Ørsted", "åben", "Aarhus")


@pytest.mark.parametrize("sort", [Sort.SUBJECT, Sort.CATEGORY, Sort.STEP])
def test_subjects_categories_and_steps_stand_in_danish_order_on_every_page(house_anywhere: House, sort: Sort) -> None:
    house = house_anywhere
    cases = [house.keep("anders", subject=text) for text in TEXTS]
    with house.desk.database.write() as connection:
        for case, text in zip(cases, TEXTS, strict=True):
            connection.execute(update(case_table).where(case_table.c.id == case.id).values(category=text))
            connection.execute(update(user_tasks).where(user_tasks.c.case_id == case.id).values(name=text))
    for turned in (False, True):
        asked = Asked(sort=sort, last_first=turned)
        page = engine.work(house.desk, house.id("anders"), WorkList.CASES, asked=asked, limit=2)
        shown = [row.subject for row in page.rows]
        while page.next:
            page = engine.work(house.desk, house.id("anders"), WorkList.CASES, asked=asked, after=page.next, limit=2)
            shown += [row.subject for row in page.rows]
        assert shown == list(TEXTS_IN_ORDER[::-1] if turned else TEXTS_IN_ORDER)


def test_each_database_reckons_the_letters_of_a_text_alike(any_url: str) -> None:
    texts = [*map(chr, range(ord(" "), 0x250)), *IN_ORDER, *TEXTS, "AAaaÅ", "Straße Œuvre", "日本", ""]
    at = Database(any_url)
    with at.read() as connection:
        found = [connection.scalar(select(InDanishOrder(literal(name)))) for name in texts]
    at.engine.dispose()
    assert found == [danish_order(name) for name in texts]
    assert all(danish_order(name) == sort_key(name).split("\x01")[0] for name in IN_ORDER)


def test_processes_and_saved_lists_stand_in_danish_order(house: House) -> None:
    anders = house.id("anders")
    for name in ("Ørsted", "printer", "Aarhus", "Ældre", "Zebra"):
        engine.save_list(house.desk, name, "sager", "", by=anders)
    saved = engine.list_page(house.desk, anders, WorkList.CASES, EVERYTHING).saved
    assert [one.name for one in saved] == ["printer", "Zebra", "Ældre", "Ørsted", "Aarhus"]
    named = [process.newest.name or "" for process in engine.processes(house.desk)]
    assert named == sorted(named, key=sort_key)
