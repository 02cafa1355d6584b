"""Customers: asked about before a second is made, corrected, merged and separated, and found by any part."""

import random
from contextlib import nullcontext
from unicodedata import normalize

import pytest

import engine
from engine import Customer
from engine.errors import AlreadyThere, ChangedMeanwhile, Invalid, Refused
from engine.rules.seeing import may_see
from tests.fixtures.house import House

KNOWN = {"email": None, "phone": None, "department": None}


def made(house: House, name: str, email: str | None = None, **more: str) -> Customer:
    return engine.add_customer(house.desk, **{"phone": None, **more}, name=name, email=email, by=house.id("anders"))


def merge(house: House, customer: Customer, into: Customer) -> Customer:
    customer, into = (engine.get_own_customer(house.desk, one.id) for one in (customer, into))
    return engine.merge_customers(
        house.desk, customer.id, into.id, by=house.id("lars"), seen=customer.version, seen_into=into.version
    )


@pytest.mark.parametrize("part", ["RØDØ", "aertelev", "dsen@", "3344", "33 44", "vandvær", "rød 12 vand"])
def test_a_customer_is_found_by_any_part_of_what_is_known(house: House, part: str) -> None:
    more = {"phone": "+45 12 33 44 55", "department": "Vandværket"}
    customer = made(house, "Åge Rødø", "aage.knudsen@aertelev.example", **more)
    assert [found.id for found in engine.find_customers(house.desk, normalize("NFD", part))] == [customer.id]
    assert [found.id for found in engine.list_customers(house.desk, part).rows] == [customer.id]


@pytest.mark.parametrize(("name", "email"), [("ÅGE rødø", None), ("En anden", "AAGE@rodo.EXAMPLE")])
def test_the_same_name_or_address_is_asked_about_also_of_whoever_is_merged_or_inactive(
    house: House, name: str, email: str | None
) -> None:
    first = made(house, "Åge Rødø", "aage@rodo.example")
    with pytest.raises(AlreadyThere) as asked:
        made(house, normalize("NFD", name), email)
    assert [there.id for there in asked.value.found if isinstance(there, Customer)] == [first.id]
    merge(house, first, house.customer("Gitte"))
    with pytest.raises(AlreadyThere):
        made(house, name, email)
    second = made(house, name, email, seen_alike=[first.id])
    assert second.id != first.id
    with pytest.raises(AlreadyThere):  # the same form again: nobody was asked about the second
        made(house, name, email, seen_alike=[first.id])


def test_a_merged_customer_s_cases_are_read_as_the_other_s_until_it_is_undone(house: House) -> None:
    old, new = made(house, "Åge Rødø", "old@rodo.example"), made(house, "Aage Roedoe", "new@rodo.example")
    case = house.keep("anders", customer=old.id)
    merge(house, old, new)
    sight = engine.look_at(house.desk, case.kind, case.id, by=house.id("anders"))
    assert sight.customer.id == new.id and house.now(case).customer_id == old.id
    engine.send_external(house.desk, case.id, "Hej. Det er løst.", by=house.by("anders"))
    (message,) = engine.messages_of(house.desk, case.kind, case.id)
    assert message.address == "new@rodo.example"
    (row,) = engine.work(house.desk, house.id("anders"), engine.WorkList.CASES).rows
    assert row.customer == "Aage Roedoe"
    page = engine.look_at_customer(house.desk, new.id, by=house.id("anders"))
    assert [case.id for case in page.open_cases.rows] == [case.id] and [one.id for one in page.merged] == [old.id]
    engine.separate_customer(house.desk, old.id, by=house.id("lars"), seen=2)
    assert engine.look_at(house.desk, case.kind, case.id, by=house.id("anders")).customer.id == old.id


def test_nobody_is_merged_into_somebody_who_is_merged_or_inactive_or_the_same(house: House) -> None:
    first, second, third = made(house, "En"), made(house, "To"), made(house, "Tre")
    merge(house, first, second)
    for customer, into in ((third, first), (second, third), (third, third)):
        with pytest.raises(Invalid):
            merge(house, customer, into)
    engine.set_customer_active(house.desk, third.id, False, by=house.id("kaj"), seen=1)
    with pytest.raises(Invalid):
        merge(house, house.customer("Ole"), third)


def test_new_work_is_for_nobody_inactive_or_merged(house: House) -> None:
    first, second = made(house, "En Enoksen"), made(house, "To Toft")
    case = house.keep("anders", customer=first.id)
    engine.set_customer_active(house.desk, first.id, False, by=house.id("lars"), seen=1)
    merge(house, second, house.customer("Ole"))
    for gone in (first, second):
        assert not engine.find_customers(house.desk, gone.name)
        with pytest.raises(Invalid, match="kan ikke vælges"):
            house.keep("anders", customer=gone.id)
        with pytest.raises(Invalid, match="kan ikke vælges"):
            other = house.keep("anders")
            engine.edit_case(house.desk, other.id, {"customer": gone.id}, by=house.by("anders"))
    assert engine.edit_case(house.desk, case.id, {"subject": "Ny skærm"}, by=house.by("anders")).customer_id == first.id


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(house: House) -> None:
    customer = made(house, "Åge Rødø")
    by, known = house.id("anders"), {"email": None, "phone": None}
    engine.change_customer(house.desk, customer.id, name="Åge Rød", department="Vej", **known, by=by, seen=1)
    with pytest.raises(ChangedMeanwhile):
        engine.change_customer(house.desk, customer.id, name="Åge Ø", department=None, **known, by=by, seen=1)
    with pytest.raises(ChangedMeanwhile):
        engine.set_customer_active(house.desk, customer.id, False, by=house.id("lars"), seen=1)
    now = engine.get_own_customer(house.desk, customer.id)
    assert (now.name, now.department, now.active, now.version) == ("Åge Rød", "Vej", True, 2)


WHO_MAY = [("anders", True, False), ("lars", True, True), ("rosa", False, False), ("kaj", False, True)]


@pytest.mark.parametrize(("name", "corrects", "decides"), WHO_MAY)
def test_members_of_a_team_correct_leads_and_administrators_decide(
    house: House, name: str, corrects: bool, decides: bool
) -> None:
    customer, by = made(house, "Åge Rødø"), house.id(name)
    with nullcontext() if corrects else pytest.raises(Refused):
        engine.change_customer(house.desk, customer.id, name="Å", **KNOWN, by=by, seen=1)
    version = engine.get_own_customer(house.desk, customer.id).version
    with nullcontext() if decides else pytest.raises(Refused):
        engine.set_customer_active(house.desk, customer.id, False, by=by, seen=version)
    now = engine.get_own_customer(house.desk, customer.id)
    assert (now.name == "Å", not now.active) == (corrects, decides)


def test_a_page_holds_exactly_the_cases_that_one_may_see(house: House) -> None:
    customer = made(house, "Åge Rødø")
    kept = [house.keep("anders", customer=customer.id) for _ in range(2)]
    sent = [house.register("anders", team, customer=customer.id) for team in ("Netværk", "Arbejdsplads")]
    others = [house.register("jonas", "Servicedesk", customer=customer.id), house.keep("pia", customer=customer.id)]
    house.create_task(others[1], "pia", "Servicedesk")
    house.press(kept[0], "Løs og luk sagen", "anders", solution="Kablet er skiftet.")
    cases = [house.now(case) for case in (*kept, *sent, *others)]
    directory = house.desk.directory()
    for agent in directory.agents.values():
        sight = engine.look_at_customer(house.desk, customer.id, by=agent.id)
        visible = {c.id for c in cases if may_see(agent, c, engine.tasks_of(house.desk, c.id), directory)}
        assert {case.id for page in (sight.open_cases, sight.closed_cases) for case in page.rows} == visible
        assert sight.open_cases.count + sight.closed_cases.count == len(visible), agent.name


def test_pages_of_customers_and_of_cases_are_exact(house: House) -> None:
    names = [f"Bruger {random.Random(n).choice('æøåzab')} {n}" for n in range(7)]
    for name in names:
        made(house, name)
    seen: list[str] = []
    after: int | None = None
    while True:
        page = engine.list_customers(house.desk, "bruger", after=after, limit=3)
        seen += [customer.name for customer in page.rows]
        if page.next is None:
            break
        after = int(page.next)
    assert sorted(seen) == sorted(names) and page.count == 7
    customer = house.customer("Bruger")
    cases = [house.keep("anders", customer=customer.id).id for _ in range(3)]
    first = engine.look_at_customer(house.desk, customer.id, by=house.id("anders"), limit=2).open_cases
    before = int(first.next or 0)
    rest = engine.look_at_customer(house.desk, customer.id, by=house.id("anders"), open_before=before, limit=2)
    assert [case.id for case in (*first.rows, *rest.open_cases.rows)] == cases[::-1]
    assert first.count == rest.open_cases.count == 3
