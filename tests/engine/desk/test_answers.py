"""What an earlier step of the same run was answered is read by its field's own id, on both databases (D-24)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import engine
from engine.model.items import Case
from engine.store.work import answers
from tests.fixtures.house import House

EARLIER = Path(__file__).parents[1] / "diagrams" / "valid" / "tidligere-svar.bpmn"


@pytest.fixture
def case(house: House) -> Case:
    """A case in its own department, with a diagram that asks for earlier answers."""
    content = EARLIER.read_bytes().replace(b"lille_proces", b"case_in_department")
    engine.deploy(house.desk, content, by=None, note="Svar fra tidligere trin.")
    return house.register("anders", "Servicedesk")


def press(house: House, case: Case, outcome: str, by: str = "anders", **values: Any) -> None:
    engine.complete(house.desk, house.step(case).id, outcome, values, by=house.by(by))


def kept(house: House, case: Case) -> Mapping[str, Any]:
    with house.desk.reading() as connection:
        return answers.of_instance(connection, house.step(case).instance_id)


def test_an_agent_that_was_chosen_two_steps_ago_gets_it(house: House, case: Case) -> None:
    press(house, case, "faerdig", haster=True, hjaelper=house.id("signe"))
    assert kept(house, case) == {"haster": True, "hjaelper": house.id("signe")}
    press(house, case, "")
    assert house.waits(case) == "Hjælp: Signe Dahl"
    assert house.now(case).agent_id == house.id("signe")


@pytest.mark.parametrize("days, goes", [(0, "Hjælp"), (5, "")])
def test_a_day_that_was_answered_is_reckoned_with(house: House, case: Case, days: int, goes: str) -> None:
    besoeg = house.clock().date().replace(day=house.clock().day + days)
    press(house, case, "faerdig", besoeg=besoeg)
    assert kept(house, case) == {"haster": False, "besoeg": besoeg.isoformat()}
    press(house, case, "")
    assert house.waits(case).partition(":")[0] == goes


def test_the_latest_answer_of_a_field_counts_and_an_empty_one_changes_nothing(house: House, case: Case) -> None:
    press(house, case, "videre", note="Du har mere tid.", haster=True, hjaelper=house.id("lars"))
    press(house, case, "videre", note="Eller du.", haster=False, hjaelper=house.id("signe"))
    press(house, case, "videre", note="Ingen af dem.", haster=True)
    assert kept(house, case) == {"haster": True, "hjaelper": house.id("signe")}


def test_answers_are_no_part_of_the_state_and_a_new_run_has_none(house: House, case: Case) -> None:
    press(house, case, "faerdig", haster=True, hjaelper=house.id("signe"))
    press(house, case, "")
    with house.desk.reading() as connection:
        state = connection.execute(
            text("SELECT state FROM instances WHERE case_id = :id"), {"id": case.id}
        ).scalar_one()
    assert b"hjaelper" not in bytes(state)
    other = house.register("anders", "Servicedesk")
    assert kept(house, other) == {}


def test_an_answer_that_the_diagram_never_reads_is_not_kept(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    assert kept(house, case) == {}


def test_an_answer_that_somebody_deleted_is_found(house: House, case: Case) -> None:
    press(house, case, "faerdig", haster=True, hjaelper=house.id("signe"))
    with house.desk.database.write() as connection:
        rows = connection.execute(text("SELECT instance_id, field, value FROM answers")).mappings().all()
        connection.execute(text("DELETE FROM answers WHERE field = 'hjaelper'"))
    (finding,) = engine.verify(house.desk)
    told = f"Forløb {rows[0]['instance_id']}: Svaret på “hjaelper” er slettet."
    assert (finding.place, finding.sentence) == (case.number, told)
    with house.desk.database.write() as connection:
        put_back = text("INSERT INTO answers (instance_id, field, value) VALUES (:instance_id, :field, :value)")
        connection.execute(put_back, [dict(row) for row in rows if row["field"] == "hjaelper"])
