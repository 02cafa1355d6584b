"""*Ret* and the waiting step are one form: all changes in one go, in one transaction, or none (R092, R103)."""

from datetime import timedelta

import pytest

import engine
from engine import Edited, Task
from engine.errors import Invalid, NeedsReason
from tests.fixtures.house import House
from tests.web.conftest import Visit

WHY = "Hvorfor er opgaven ikke løst?"


def solved(house: House) -> Task:
    """A task that Pia has solved, and that waits for Anders."""
    task = house.create_task(house.keep("anders"), "anders", "Netværk", subject="Undersøg kabel")
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    return task


def test_subject_agent_status_approver_and_deadline_change_in_one_press(house: House, visit: Visit) -> None:
    task = solved(house)
    before = house.now(task).event_count
    anders = visit("anders").go(f"/aabn?q=tsk{task.id}")
    assert anders.path == f"/opgaver/{task.id}?ret=1"
    for found in (f"/aabn/forslag?q=tsk{task.id}", f"/aabn?q={task.id}"):  # the number of a case too
        assert anders.path in anders.client.get(found).text.replace("&amp;", "&")
    assert anders.document.xpath("//details[@id='ret'][@open]")
    anders.press("Genåbn opgaven", Emne="Skift kabel", Deadline="2026-03-20T12:00", **{WHY: "Det blinker."})
    assert anders.status == 422 and anders.value_of("Emne") == "Skift kabel"  # a moved deadline has a reason (D-17)
    anders.press("Genåbn opgaven", **{"Hvorfor flyttes deadline?": "Delen er i restordre"})
    assert anders.status == 200, anders.alerts()
    after = house.now(task)
    assert (after.subject, after.status, after.agent_id) == ("Skift kabel", "assigned", house.id("pia"))
    assert after.deadline and after.deadline.day == 20
    told = [event for event in engine.history_of(house.desk, task.kind, task.id) if event.sequence > before]
    assert [event.type for event in told if event.type not in ("entry", "written")] == ["edited", "completed"]
    assert len({event.at for event in told}) == 1
    house.check()


def test_one_refusal_refuses_all(house: House, visit: Visit) -> None:
    task = solved(house)
    anders = visit("anders").go(f"/opgaver/{task.id}?ret=1")
    anders.press("Genåbn opgaven", Emne="", **{WHY: "Det blinker."})
    assert anders.status == 422 and "Skriv et emne." in anders.alerts()
    assert anders.value_of(WHY) == "Det blinker."
    anders.press("Genåbn opgaven", Emne="Skift kabel", **{WHY: ""})
    assert anders.status == 422 and anders.value_of("Emne") == "Skift kabel"
    assert (house.now(task).subject, house.now(task).status) == ("Undersøg kabel", "solved")


def test_problems_of_both_are_told_at_once(house: House) -> None:
    task = solved(house)
    edited = Edited({"subject": "", "approver": 999})
    with pytest.raises(Invalid) as refused:
        engine.complete(house.desk, house.step(task).id, "genaabn", {}, by=house.by("anders"), edited=edited)
    assert {"subject", "approver"} < set(refused.value.problems)


def test_saving_the_fields_alone_keeps_what_was_typed_for_the_step(house: House, visit: Visit) -> None:
    task = solved(house)
    anders = visit("anders").go(f"/opgaver/{task.id}?ret=1")
    anders.press("Gem rettelser", Emne="Skift kabel", **{WHY: "Det blinker."})
    assert anders.status == 200 and "TSK1 er rettet." in anders.text
    assert (house.now(task).subject, house.now(task).status) == ("Skift kabel", "solved")
    assert anders.value_of(WHY) == "Det blinker." and anders.value_of("Emne") == "Skift kabel"


def test_saving_the_fields_alone_keeps_the_files_and_the_number_that_were_put_in_the_step(
    house: House, visit: Visit
) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/sager/{case.id}?ret=1")
    pia.press("Gem rettelser", Emne="Kabel", Vedhæftede_filer=("maaling.txt", b"42"))
    assert pia.status == 200 and pia.value_of("maaling.txt")
    pia.press("Gem rettelser", Emne="Skift kabel", Løsning="42")
    assert pia.value_of("Løsning") == "42" and pia.value_of("maaling.txt")


def test_a_step_is_done_without_touching_fields_that_others_changed(house: House, visit: Visit) -> None:
    task = solved(house)
    anders = visit("anders").go(f"/opgaver/{task.id}")
    engine.edit_task(house.desk, task.id, {"subject": "Signes emne"}, by=house.by("signe"))
    anders.press("Genåbn opgaven", **{WHY: "Det blinker."})
    assert (house.now(task).subject, house.now(task).status) == ("Signes emne", "assigned")


def test_reasons_for_both_are_asked_for_at_once(house: House) -> None:
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    soon = Edited({"deadline": house.clock() + timedelta(minutes=30)}, reason="Det haster")
    with pytest.raises(NeedsReason) as asked:
        engine.complete(
            house.desk,
            house.step(task).id,
            "marker_loest",
            {"loesning": "Skiftet."},
            by=house.by("pia"),
            edited=soon,
        )
    assert [caution.rule for caution in asked.value.warnings] == ["R053"]
    assert house.now(task).status == "assigned"


def test_where_the_step_is_another_persons_the_fields_stand_alone(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    signe = visit("signe").go(f"/sager/{case.id}")
    assert "Trinnet venter på Netværk, dispatcher." in signe.text
    assert not signe.document.xpath("//form[@data-step]")
    signe.press("Gem rettelser", Emne="Skærm")
    assert house.now(case).subject == "Skærm"
