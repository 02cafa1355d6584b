"""The lists that people work from: what stands where, and that every page of each is exact."""

from datetime import timedelta
from itertools import pairwise

import pytest

import engine
from engine import EVERYTHING, Asked, Kind, Load, Sort, Status, WorkItem, WorkList, WorkRow
from engine.errors import Invalid
from engine.store.connection.counting import counting
from tests.fixtures.house import House

HOUR = timedelta(hours=1)


def numbers(house: House, name: str, which: WorkList, asked: Asked = engine.EVERYTHING) -> list[str]:
    return [row.number for row in engine.work(house.desk, house.id(name), which, asked=asked).rows]


def walked(house: House, name: str, which: WorkList, asked: Asked, limit: int) -> list[WorkRow]:
    """All rows of a list, page by page; each page says how many there are in all."""
    rows: list[WorkRow] = []
    after = None
    while True:
        page = engine.work(house.desk, house.id(name), which, asked=asked, after=after, limit=limit)
        rows += page.rows
        if page.next is None:
            assert page.count == len(rows)
            return rows
        after = page.next


def place_of(house: House, name: str, item: WorkItem) -> list[WorkList]:
    """The blocks of somebody's Overblik in which that item stands."""
    blocks = engine.overview(house.desk, house.id(name)).blocks
    return [which for which, block in blocks.items() if item.number in [row.number for row in block.page.rows]]


# --- D-18 ---


def test_what_one_created_or_sent_on_stays_on_a_list_of_ones_own_until_it_is_over(house: House) -> None:
    case = house.register("anders", "Netværk")
    assert numbers(house, "anders", WorkList.ELSEWHERE) == [case.number]
    house.press(case, "Tildel", "jonas", agent="pia")
    assert numbers(house, "jonas", WorkList.ELSEWHERE) == []  # a dispatcher has not sent it on
    house.clock.advance(3 * HOUR)
    house.press(case, "Overdrag til andet team", "pia", team="Arbejdsplads", comment="Det er en pc, ikke nettet.")
    assert numbers(house, "pia", WorkList.ELSEWHERE) == numbers(house, "anders", WorkList.ELSEWHERE) == [case.number]
    (row,) = engine.work(house.desk, house.id("pia"), WorkList.ELSEWHERE).rows
    assert (row.team_id, row.since) == (house.id("Arbejdsplads"), house.clock())
    house.press(case, "Tildel", "bo", agent="sofie")
    house.press(case, "Marker som løst", "sofie", solution="Pc'en er skiftet til en ny.")
    assert numbers(house, "pia", WorkList.ELSEWHERE) == [case.number]  # solved, and not closed yet
    assert numbers(house, "anders", WorkList.ELSEWHERE) == []  # it is Anders' own again
    house.press(case, "Luk sagen", "anders")
    assert numbers(house, "pia", WorkList.ELSEWHERE) == []


def test_the_last_who_sent_it_on_keeps_it(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Tildel anden agent", "pia", agent="emil", comment="Emil kender krydsfeltet.")
    assert house.now(case).sent_on_by == house.id("pia")
    house.press(case, "Send retur", "emil", agent="anders", comment="Hvilken etage er det?")
    assert house.now(case).sent_on_by == house.id("emil")
    assert numbers(house, "pia", WorkList.ELSEWHERE) == []
    house.press(case, "Returnér til agenten", "anders", comment="Tredje.")
    assert house.now(case).sent_on_by == house.id("emil")  # an answer sends nothing on


def test_a_task_is_kept_until_it_is_solved(house: House) -> None:
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    assert task.number in numbers(house, "anders", WorkList.ELSEWHERE)
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Marker som løst", "pia", solution="Kablet er målt og skiftet.")
    assert task.number not in numbers(house, "anders", WorkList.ELSEWHERE)


# --- Overblik ---


def test_an_item_stands_once_in_the_first_block_it_fits(house: House) -> None:
    kept = house.keep("anders")
    assert place_of(house, "anders", kept) == [WorkList.WAITING]
    sent = house.register("anders", "Netværk")
    assert place_of(house, "anders", sent) == [WorkList.ELSEWHERE]
    own = house.register("mette", "Fagsystemer")  # a dispatcher of another team
    assert place_of(house, "mette", own) == [WorkList.ELSEWHERE]
    assert place_of(house, "nadia", own) == [WorkList.QUEUE]
    task = house.create_task(kept, "anders", "Netværk", approver="anders")
    assert place_of(house, "anders", task) == [WorkList.APPROVING]
    blocks = engine.overview(house.desk, house.id("anders")).blocks
    assert (blocks[WorkList.CASES].page.count, blocks[WorkList.CASES].above) == (0, 1)
    assert numbers(house, "anders", WorkList.CASES) == [kept.number]  # the whole list is whole


def test_a_case_that_waits_for_another_stands_among_my_cases(house: House) -> None:
    case = house.keep("anders")
    house.press(case, "Send retur", "anders", agent="signe", comment="Ved du, hvilken etage det er?")
    assert house.now(case).agent_id == house.id("signe")
    assert place_of(house, "anders", case) == [WorkList.ELSEWHERE]
    assert place_of(house, "signe", case) == [WorkList.WAITING]


def test_a_dispatcher_has_the_queue_first(house: House) -> None:
    assert next(iter(engine.overview(house.desk, house.id("jonas")).blocks)) == WorkList.QUEUE
    assert [*engine.overview(house.desk, house.id("pia")).blocks][-1] == WorkList.QUEUE


def test_overblik_asks_little_of_the_database_however_much_there_is(house: House) -> None:
    house.keep("anders")
    with counting(house.desk.database) as count:
        engine.overview(house.desk, house.id("anders"))
    assert count.statements <= 2  # all blocks in one, and one for who reads
    asked = count.statements
    for _ in range(30):
        house.create_task(house.keep("anders"), "anders", "Netværk", approver="anders")
    with counting(house.desk.database) as count:
        engine.overview(house.desk, house.id("anders"))
    assert count.statements <= asked + 1  # what rests in the pool is asked now and then


# --- a team's work ---


def team_load(house: House, name: str) -> tuple[Load, ...]:
    return engine.list_page(house.desk, house.id(name), WorkList.TEAM, EVERYTHING).load


def test_dispatchers_and_leads_see_all_open_work_of_their_team_by_person(house: House) -> None:
    first = house.register("anders", "Netværk", deadline=house.clock() + HOUR)
    house.press(first, "Tildel", "jonas", agent="pia")
    house.clock.advance(5 * HOUR)
    second = house.register("anders", "Netværk")
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    for name in ("jonas", "hanne"):
        by_person = Asked(sort=Sort.PERSON)
        assert numbers(house, name, WorkList.TEAM, by_person) == [second.number, first.number, task.number]
        load = {part.agent_id: part for part in team_load(house, name)}
        assert set(load) == {None, house.id("pia")}
        pia = load[house.id("pia")]
        assert (pia.open, pia.late, pia.oldest) == (2, 1, house.now(first).created_at)
    assert numbers(house, "pia", WorkList.TEAM) == [] and team_load(house, "pia") == ()


# --- narrowed, sorted, page by page ---


def much(house: House) -> None:
    """Cases and tasks that differ in everything that a list is narrowed or sorted by, many of them alike in some."""
    for number in range(14):
        deadline = house.clock() + (number % 4 + 2) * HOUR if number % 3 else None
        customer = house.customer(("Gitte", "Ole", "Lone")[number % 3]).id
        team = ("Netværk", "Arbejdsplads")[number % 2]
        case = house.register("anders", team, customer=customer, deadline=deadline, subject=f"Emne {number % 5}")
        if number % 4 == 0:
            house.press(
                case, "Tildel", "jonas" if team == "Netværk" else "bo", agent="pia" if team == "Netværk" else "sofie"
            )
        if number % 5 == 0:
            house.create_task(house.keep("anders"), "anders", team, subject=f"Emne {number % 3}")
        house.clock.advance(HOUR / 4)


@pytest.mark.parametrize("last_first", [False, True])
def test_every_page_of_every_order_is_exact(house: House, last_first: bool) -> None:
    much(house)
    for sort in Sort:
        asked = Asked(sort=sort, last_first=last_first)
        whole = walked(house, "anders", WorkList.ELSEWHERE, asked, 200)
        assert len(whole) == 17
        assert walked(house, "anders", WorkList.ELSEWHERE, asked, 3) == whole
    by_subject = [row.subject for row in walked(house, "anders", WorkList.ELSEWHERE, Asked(sort=Sort.SUBJECT), 200)]
    assert by_subject == sorted(by_subject)
    since = [row.created_at for row in walked(house, "anders", WorkList.ELSEWHERE, Asked(sort=Sort.CREATED), 200)]
    assert all(earlier <= later for earlier, later in pairwise(since))


def test_a_queue_of_many_teams_is_walked_in_order(house: House) -> None:
    much(house)
    whole = walked(house, "jonas", WorkList.QUEUE, engine.EVERYTHING, 200)
    assert walked(house, "jonas", WorkList.QUEUE, engine.EVERYTHING, 2) == whole


def test_a_list_is_narrowed_by_all_that_its_rows_differ_in(house: House) -> None:
    much(house)
    whole = walked(house, "anders", WorkList.ELSEWHERE, engine.EVERYTHING, 200)
    gitte, pia, netvaerk = house.customer("Gitte"), house.id("pia"), house.id("Netværk")
    middle, soon = house.clock() - 2 * HOUR, house.clock() + 3 * HOUR
    wanted = {
        Asked(kind=Kind.TASK): [r for r in whole if r.kind == Kind.TASK],
        Asked(status=Status.ASSIGNED): [r for r in whole if r.status == Status.ASSIGNED],
        Asked(team_id=netvaerk): [r for r in whole if r.team_id == netvaerk],
        Asked(agent_id=pia): [r for r in whole if r.agent_id == pia],
        Asked(agent_id=0): [r for r in whole if r.agent_id is None],
        Asked(customer_ids=(gitte.id,)): [r for r in whole if r.customer == gitte.name],
        Asked(created_before=middle): [r for r in whole if r.created_at < middle],
        Asked(late_at=soon): [r for r in whole if r.deadline and r.deadline < soon],
        Asked(category="Netværk"): [],
        Asked(agent_id=pia, customer_ids=(gitte.id,), status=Status.ASSIGNED): [
            r for r in whole if r.agent_id == pia and r.customer == gitte.name and r.status == Status.ASSIGNED
        ],
    }
    for asked, rows in wanted.items():
        assert walked(house, "anders", WorkList.ELSEWHERE, asked, 2) == rows, asked
        assert len(rows) < len(whole)


@pytest.mark.parametrize("place", ["x", "WzEsMl0", "bnVsbA", "WyIyMDI2LTAzLTAyVDA4OjAwOjAwIiwiY2FzZSIsMV0", "æ", "W10"])
def test_a_place_that_is_none_is_said(house: House, place: str) -> None:
    with pytest.raises(Invalid):
        engine.work(house.desk, house.id("anders"), WorkList.WAITING, after=place)


def test_the_place_of_another_order_is_none(house: House) -> None:
    much(house)
    page = engine.work(house.desk, house.id("anders"), WorkList.ELSEWHERE, asked=Asked(sort=Sort.SUBJECT), limit=2)
    with pytest.raises(Invalid):
        engine.work(house.desk, house.id("anders"), WorkList.ELSEWHERE, after=page.next)
