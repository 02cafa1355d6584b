"""The index of words: kept by triggers and a job, on both databases, also of what an older database holds."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

import engine
from engine import Kind, Upload
from engine.errors import Unavailable
from engine.search.indexing import _as_many_as_fit, keep_indexed
from engine.store import Database
from engine.store.connection.counting import counting
from engine.store.people import customers
from engine.store.reading import search, search_index
from engine.store.reading.search import SearchFilters
from tests.fixtures.house import House


def found(house: House, typed: str, by: str = "anders") -> list[str]:
    engine.index_waiting(house.desk)
    return [hit.case.number for hit in engine.search_written(house.desk, typed, by=house.id(by)).hits]


def test_everything_written_is_found_where_it_stands(house: House) -> None:
    case = house.keep("anders", subject="Skærm flimrer", description="Dokkingstationen på 3. sal er varm.")
    task = house.create_task(
        case, "anders", "Netværk", subject="Mål spænding", description="Brug multimeteret i skabet på gangen."
    )
    files = [Upload("faktura.xlsx", b"1")]
    engine.write_comment(house.desk, Kind.TASK, task.id, "Ring først.", by=house.by("anders"), attachments=files)
    engine.send_external(house.desk, case.id, "Hej Gitte. Teknikeren kommer.", by=house.by("anders"))
    engine.send_mail(
        house.desk,
        case.id,
        to=["lager@firma.example"],
        cc=[],
        subject="Reservedele",
        text="Hej lager\n\nSend en sikring.\n\nMed venlig hilsen\nAnders",
        by=house.by("anders"),
    )
    engine.edit_case(house.desk, case.id, {"category": "Hardware"}, by=house.by("anders"))
    engine.index_waiting(house.desk)
    places = {
        "hardware": ("category", case.number),
        "dokkingstation": ("description", case.number),
        "spænding": ("subject", task.number),
        "multimeter": ("description", task.number),
        "ringe": ("internal", task.number),
        "faktura.xlsx": ("file", task.number),
        "tekniker": ("external", case.number),
        "lager@firma.example": ("recipients", case.number),
        "reservedel": ("mail", case.number),
        "sikringer": ("mail", case.number),
        "gitte@kommunen.example": ("customer", case.number),
    }
    for typed, place in places.items():
        (hit,) = engine.search_written(house.desk, typed, by=house.id("anders")).hits
        assert hit.passage and (hit.passage.place, hit.passage.item.number) == place, typed
        assert any(part.is_marked for part in hit.excerpt), typed
    assert found(house, "flimre gitte sikring") == [case.number]


def test_what_is_edited_is_found_by_its_new_words_alone(house: House) -> None:
    case = house.keep("anders", subject="Tegnebræt")
    assert found(house, "tegnebræt") == [case.number]
    engine.edit_case(house.desk, case.id, {"subject": "Projektor"}, by=house.by("anders"))
    assert found(house, "projekt") == [case.number] and found(house, "tegnebræt") == []
    engine.edit_case(house.desk, case.id, {"customer": house.customer("Ole").id}, by=house.by("anders"))
    assert found(house, "ipsen") == [case.number] and found(house, "Gitte") == []


def test_a_word_that_no_text_has_any_more_is_nowhere_in_the_database(house: House) -> None:
    case, other = house.keep("anders", subject="Kanariefugl xylofon"), house.keep("anders", subject="Xylofon")
    assert found(house, "xylofon") == [other.number, case.number]
    engine.edit_case(house.desk, case.id, {"subject": "Printer"}, by=house.by("anders"))
    assert found(house, "xylofon") == [other.number]
    with house.desk.reading() as connection:
        known = set(connection.execute(text("SELECT word FROM search_words")).scalars())
    assert "xylofon" in known and "kanariefugl" not in known
    search_index.clean(house.desk.database)
    if house.desk.database.is_sqlite:
        with house.desk.reading() as connection:
            blocks = connection.execute(text("SELECT block FROM search_index_data")).scalars().all()
        assert any(b"xylofon" in block for block in blocks) and not any(b"kanarief" in block for block in blocks)


def test_a_customers_new_name_finds_all_their_cases(house: House) -> None:
    cases = [house.keep("anders").number for _ in range(2)]
    assert found(house, "gitte") == cases[::-1]
    with house.by_hand() as connection:
        connection.execute(text("UPDATE customers SET name = 'Grethe Sørensen' WHERE name LIKE 'Gitte%'"))
    assert found(house, "Grethe") == cases[::-1]


def test_an_index_made_anew_finds_the_same(house: House) -> None:
    cases = [house.keep("anders", subject=f"Skærm {word}") for word in ("rød", "grøn")]
    before = found(house, "skærm")
    told: list[int] = []
    assert engine.rebuild_index(house.desk, told.append) == sum(told) == engine.count_cases(house.desk) == 2
    assert found(house, "skærm") == before == [case.number for case in reversed(cases)]


def test_nobody_indexes_while_the_index_is_emptied(house: House) -> None:
    """On PostgreSQL: the job keeps the words that it finds known, and would wait for what waits for it."""
    if house.desk.database.is_sqlite:
        pytest.skip("one writer at a time")
    with house.desk.database.write() as connection, house.desk.database.engine.begin() as other:
        search_index.empty(connection)
        others = text("SELECT pg_try_advisory_xact_lock(:lock)")
        assert not other.execute(others, {"lock": search_index._LOCK}).scalar_one()


def test_an_index_made_anew_says_so_where_the_old_one_stays_in_a_file(sqlite_url: str) -> None:
    """Somebody reads all the while: what is written stays in the journal, with what was before."""
    database = Database(sqlite_url)
    event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 10"))
    with database.write() as connection:
        search_index.empty(connection)
        connection.execute(text("INSERT INTO search_queue (case_id) VALUES (1)"))
    with database.read() as reader:
        assert reader.execute(text("PRAGMA secure_delete")).scalar_one() == 1
        reader.execute(text("SELECT count(*) FROM search_queue"))
        with pytest.raises(Unavailable):
            search_index.clean(database)
    search_index.clean(database)
    assert Path(f"{database.engine.url.database}-wal").stat().st_size == 0
    database.close()


def test_a_customer_s_cases_are_queued_by_an_index_and_a_new_customer_has_none(house: House) -> None:
    """On PostgreSQL, which would rather read every case."""
    if house.desk.database.is_sqlite:
        pytest.skip("its plans have no such choice")
    case = house.keep("anders")
    engine.index_waiting(house.desk)
    read = text("SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'cases'")
    with house.by_hand() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        before = connection.execute(read).one()
        customers.add(connection, name="Ny", email=None, phone=None)
        assert connection.execute(read).one() == before
        customers.change(connection, engine.get_customer(house.desk, case.customer_id), phone="12")
        assert tuple(connection.execute(read).one()) == (before.seq_scan, before.idx_scan + 1)
        assert connection.execute(text("SELECT case_id FROM search_queue")).scalars().all() == [case.id]


def test_the_job_indexes_what_was_written(house: House) -> None:
    case = house.keep("anders", subject="Xylofon")
    assert keep_indexed(house.desk) - house.clock() < timedelta(seconds=1)
    assert "index-search" in engine.background(house.desk)._handlers
    assert [h.case.number for h in engine.search_written(house.desk, "xylofon", by=house.id("anders")).hits] == [
        case.number
    ]


def test_a_case_that_cannot_be_read_holds_up_no_other(house: House, caplog: pytest.LogCaptureFixture) -> None:
    broken, case = house.keep("anders", subject="Xylofon"), house.keep("anders", subject="Xylofon")
    with house.desk.database.write() as connection:
        connection.execute(
            text("UPDATE cases SET status = 'x', subject = 'Xylofon 2' WHERE id = :id"), {"id": broken.id}
        )
    assert found(house, "xylofon") == [case.number]
    assert f"{broken.number} cannot be read" in caplog.text
    with house.desk.database.write() as connection:
        connection.execute(
            text("UPDATE cases SET status = 'assigned', subject = :was WHERE id = :id"),
            {"id": broken.id, "was": broken.subject},
        )


def test_the_longest_document_fits(house: House) -> None:
    every = [f"{number:x}z" for number in range(200_000)]
    shown = list(_as_many_as_fit(every))
    assert len(every) > len(shown) > 100_000
    with house.desk.database.write() as connection:
        search_index.write(connection, {1: shown})
        assert search.is_anywhere(connection, shown[-1])


@pytest.mark.parametrize(
    "typed",
    [
        "' OR 1=1 --",
        '"',
        "*",
        "kabel*",
        "a:b & !c",
        "()",
        "ole' | 'x",
        "%",
        "_",
        "½ \x00",
        "~dsupport",
        "!dsupport",
        "^1f600",
        "a" * 200,
        "NEAR(a b)",
        ":*",
    ],
)
def test_signs_are_no_commands(house: House, typed: str) -> None:
    house.keep("anders", subject="Skærm")
    assert found(house, typed) == []


def test_a_search_asks_as_much_of_many_cases_as_of_few(house: House) -> None:
    anders = house.id("anders")

    def asked() -> int:
        engine.index_waiting(house.desk)
        with counting(house.desk.database) as count:
            assert engine.search_written(house.desk, "gitte", by=anders).hits
        return count.statements

    for _ in range(20):
        house.keep("anders")
    few = asked()
    for _ in range(10):
        house.keep("anders")
    assert asked() == few


def test_a_step_only_queues_its_case_once(house: House) -> None:
    """The trigger's row is all that is written of the index in a person's own transaction, also with a comment."""
    case = house.register("anders", "Netværk")
    engine.index_waiting(house.desk)
    house.press(case, "Tildel", "jonas", agent="pia", comment="Kig på kablet.")
    with house.desk.reading() as connection:
        queued = connection.execute(text("SELECT case_id FROM search_queue")).scalars().all()
        known = connection.execute(text("SELECT count(*) FROM search_documents")).scalar_one()
    assert (queued, known) == ([case.id], 1)
    assert found(house, "printer", "pia") == [case.number]


def test_results_come_in_pages_and_are_counted_to_a_thousand(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [house.keep("anders", subject="Xylofon").number for _ in range(5)][::-1]
    engine.index_waiting(house.desk)
    pages = [
        engine.search_written(house.desk, "xylofon", by=house.id("anders"), page=n, limit=2) for n in (1, 2, 3, 9, -1)
    ]
    assert [[hit.case.number for hit in page.hits] for page in pages] == [
        cases[:2],
        cases[2:4],
        cases[4:],
        cases[4:],
        cases[:2],
    ]
    assert {(page.count, page.is_more, page.pages) for page in pages} == {(5, False, 3)}
    monkeypatch.setattr("engine.search.searching.MOST", 4)
    page = engine.search_written(house.desk, "xylofon", by=house.id("anders"), page=2, limit=2)
    assert (page.count, page.is_more, page.pages) == (4, True, 2)


def test_filters_ask_of_the_case_or_of_a_task_on_it(house: House) -> None:
    plain = house.keep("anders", subject="Xylofon")
    house.clock.advance(timedelta(days=3))
    case = house.keep("anders", subject="Xylofon")
    house.create_task(case, "anders", "Netværk")
    engine.index_waiting(house.desk)
    netvaerk, servicedesk = house.id("Netværk"), house.id("Servicedesk")
    asked = {
        SearchFilters(): [case, plain],
        SearchFilters(kind=Kind.TASK): [case],
        SearchFilters(kind=Kind.TASK, team_id=servicedesk): [],
        SearchFilters(kind=Kind.CASE, team_id=netvaerk): [],
        SearchFilters(team_id=netvaerk): [case],
        SearchFilters(team_id=netvaerk, status=engine.Status.REGISTERED): [case],
        SearchFilters(kind=Kind.CASE, status=engine.Status.SOLVED): [],
        SearchFilters(since=case.created_at): [case],
        SearchFilters(until=case.created_at): [plain],
    }
    for filters, cases in asked.items():
        result = engine.search_written(house.desk, "xylofon", by=house.id("anders"), filters=filters)
        assert [hit.case.number for hit in result.hits] == [each.number for each in cases], filters
