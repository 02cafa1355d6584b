"""Who may write (D-16): sight gives comments, taking part gives the rest."""

import pytest

import engine
from engine import By, Kind
from engine.errors import NotFound, Refused
from engine.store.tables import user_tasks
from tests.fixtures.house import House
from tests.web.conftest import Visit

MAIL = "Hej Gitte\nHvornår er lokalet ledigt?\nMed venlig hilsen\nTue Winther"


def test_who_only_sees_a_case_comments_and_does_nothing_else(house: House, visit: Visit) -> None:
    """Tue is of another team in the department that registered it."""
    case = house.register("anders", "Netværk")
    note = engine.write_comment(house.desk, Kind.CASE, case.id, "Se i skabet.", by=house.by("anders"))
    tue = visit("tue").go(f"/sager/{case.id}")
    assert tue.can_press("Gem internt") and "Ret" not in [link.text for link in tue.document.iter("a")]
    assert "Det kan kun de, der deltager" in tue.text
    assert not tue.document.xpath("//button[@form='marker']") and not tue.document.xpath("//input[@name='solution']")
    tue.press("Gem internt", Intern="Kablet ligger i kælderen.")
    assert "Kablet ligger i kælderen." in tue.text
    me, desk = house.id("tue"), house.desk
    for act in (
        lambda: engine.send_mail(desk, case.id, to="gitte@kommunen.example", subject="Lokale", text=MAIL, by=By(me)),
        lambda: engine.mark_as_solution(desk, note.id, by=By(me)),
        lambda: engine.write_comment(desk, Kind.CASE, case.id, "Skift kablet.", by=By(me), as_solution=True),
        lambda: engine.edit_case(desk, case.id, {"subject": "Ny printer"}, by=By(me)),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.rule == "D-16"


def test_the_team_that_a_case_was_registered_from_takes_part_wherever_it_is(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    signe = visit("signe").go(f"/sager/{case.id}?ret=1")
    assert signe.can_press("Send mail")
    engine.edit_case(house.desk, case.id, {"subject": "Ny printer"}, by=house.by("signe"))


def test_the_agent_of_an_open_task_mails_from_the_case_until_it_is_solved(house: House) -> None:
    case = house.keep("anders")
    task = house.create_task(case, "anders", "Server og backup")
    house.press(task, "Tildel", "omar", agent="kirsten")

    def mail() -> None:
        engine.send_mail(
            house.desk, case.id, to="gitte@kommunen.example", subject="Lokale", text=MAIL, by=house.by("kirsten")
        )

    mail()
    house.press(task, "Marker som løst", "kirsten", solution="Backup er sat op.")
    with pytest.raises(Refused, match="deltager"):
        mail()


def test_an_agent_who_is_the_customer_writes_no_more_than_they_read(house: House, visit: Visit) -> None:
    tue = engine.add_customer(
        house.desk, name="Tue Winther", email="tue@sagsgang.example", phone=None, by=house.id("anders")
    )
    case = house.register("anders", "Netværk", customer=tue.id)
    page = visit("tue").go(f"/sager/{case.id}")
    assert "læser ikke det interne" in page.text and not page.document.xpath("//textarea[@id='intern-text']")
    with pytest.raises(Refused):
        engine.write_comment(house.desk, Kind.CASE, case.id, "Skynd jer", by=house.by("tue"))


def test_whoever_a_waiting_step_is_offered_to_sees_the_item_and_takes_part(house: House) -> None:
    """A task between two teams of operations, whose step somebody of support is offered."""
    case = house.register("pia", "Netværk", agent="pia")
    with pytest.raises(NotFound):
        engine.look_at(house.desk, Kind.CASE, case.id, by=house.id("tue"))
    step = house.step(case)
    with house.desk.database.write() as connection:
        moved = user_tasks.update().where(user_tasks.c.id == step.id)
        connection.execute(moved.values(assignee_id=house.id("tue")))
    sight = engine.look_at(house.desk, Kind.CASE, case.id, by=house.id("tue"))
    assert sight.actions["mail"] is None and sight.actions["edit"] is None
    with house.desk.database.write() as connection:
        back = user_tasks.update().where(user_tasks.c.id == step.id)
        connection.execute(back.values(assignee_id=house.id("pia")))
