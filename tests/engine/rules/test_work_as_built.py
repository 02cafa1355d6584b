"""Rules of cases and tasks that no function refuses, since the desk and its diagrams are built so."""

from dataclasses import replace

import pytest

import engine
from engine import By, Department, ItemPage, Kind, PagePart, Status, Wanted, WorkItem, WorkList
from engine.errors import Invalid, NotFound, Refused
from engine.store.people import customers
from tests.fixtures.house import House


def test_a_task_hangs_on_a_saved_case(house: House) -> None:
    case = house.keep("anders")
    with pytest.raises(Refused) as refused:
        house.create_task(replace(case, id=case.id + 1), "anders", "Netværk")
    assert refused.value.rule == "R037"


def test_a_task_is_not_created_without_its_mandatory_fields(house: House) -> None:
    case = house.keep("anders")
    with pytest.raises(Invalid) as missing:
        house.create_task(case, "anders", "Netværk", subject="", description="", deadline=None)
    assert len(missing.value.problems) == 3


def test_a_case_is_not_created_without_its_mandatory_fields(house: House) -> None:
    with pytest.raises(Invalid) as missing:
        house.register("anders", "Netværk", customer=None, subject=" ", description="")
    assert len(missing.value.problems) == 3


def test_a_new_case_is_registered_and_the_main_teams(house: House) -> None:
    case = house.register("anders", "Netværk")
    assert (case.status, case.team_id, case.agent_id) == (Status.REGISTERED, house.id("Netværk"), None)
    assert (case.origin, case.created_by) == (Department.SUPPORT, house.id("anders"))


def test_several_tasks_run_side_by_side_in_several_teams_and_the_case_stays(house: House) -> None:
    case = house.keep("anders")
    first = house.create_task(case, "anders", "Netværk")
    second = house.create_task(case, "anders", "Server og backup")
    third = house.create_task(case, "anders", "Servicedesk", agent="signe", agreed=True)
    assert house.waits(first) == "Dispatcher i drift tildeler opgave til agent: Netværk dispatchers"
    assert house.waits(second) == "Dispatcher i drift tildeler opgave til agent: Server og backup dispatchers"
    assert house.waits(third) == "Agent løser opgaven: Signe Dahl"
    assert house.now(case).agent_id == house.id("anders")


def test_the_creator_is_approver_unless_they_say_otherwise(house: House) -> None:
    case = house.keep("anders")
    mine = house.create_task(case, "anders", "Netværk")
    assert (mine.approver_id, mine.original_approver_id) == (house.id("anders"), house.id("anders"))
    assert house.create_task(case, "anders", "Netværk", approver=None).approver_id is None


def test_the_original_approver_stays_when_the_approver_changes_and_is_told(house: House) -> None:
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    agreed = {"R051": "aftalt med Anders i telefonen"}
    signe, anders = house.id("signe"), house.id("anders")
    changed = engine.edit_task(house.desk, task.id, {"approver": signe}, by=By(signe, reasons=agreed))
    assert (changed.approver_id, changed.original_approver_id) == (signe, anders)
    assert any(task.number in subject for subject in house.told("anders"))


def test_without_an_approver_nobody_is_told_as_approver(house: House) -> None:
    case = house.keep("anders")

    def told_as_approver(task: engine.Task) -> bool:
        house.press(task, "Tildel", "jonas", agent="pia")
        house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
        return any("godkender" in (message.why or "") for message in engine.messages_of(house.desk, Kind.TASK, task.id))

    assert told_as_approver(house.create_task(case, "anders", "Netværk"))
    assert not told_as_approver(house.create_task(case, "anders", "Netværk", approver=None))


def test_my_tasks_are_those_i_work_on_and_those_i_approve(house: House) -> None:
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")

    def listed(name: str, section: str) -> list[str]:
        return [row.number for row in engine.my_tasks(house.desk, house.id(name), section=section).rows]

    assert (listed("pia", "agent"), listed("pia", "approver")) == ([task.number], [])
    assert (listed("anders", "agent"), listed("anders", "approver")) == ([], [task.number])
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    assert (listed("pia", "agent"), listed("anders", "approver")) == ([], [task.number])  # newly solved
    engine.mark_seen(house.desk, house.now(task), by=house.id("anders"))
    assert listed("anders", "approver") == []


def test_my_cases_are_the_open_ones_that_i_have(house: House) -> None:
    case = house.keep("anders")
    house.register("anders", "Netværk")
    assert [row.number for row in engine.work(house.desk, house.id("anders"), WorkList.CASES).rows] == [case.number]


def test_a_question_and_its_answer_stand_on_the_task_and_it_goes_back_to_the_one_who_asked(house: House) -> None:
    case = house.keep("anders")
    task = house.create_task(case, "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Send retur", "pia", agent="anders", comment="Hvilket lokale?")
    assert house.waits(task) == "Giv oplysninger og returnér: Anders Krogh"
    assert house.now(task).sender_id == house.id("pia")
    with pytest.raises(Invalid):
        house.press(task, "Returnér til agenten", "anders")
    house.press(task, "Returnér til agenten", "anders", comment="Lokale 2.")
    assert house.waits(task) == "Agent løser opgaven: Pia Lund"
    written = engine.entries_of(house.desk, Kind.TASK, task.id)
    assert [entry.text for entry in written] == ["Hvilket lokale?", "Lokale 2."]
    assert engine.entries_of(house.desk, Kind.CASE, case.id) == ()


def test_the_form_of_a_return_suggests_the_creator(house: House) -> None:
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    step = house.step(task)
    fields = engine.diagram_of(house.desk, step.definition_id).steps[step.element].form.fields
    receivers = [field for field in fields if field.type == "agent" and field.properties.get("from") == "anyone"]
    assert [field.default for field in receivers] == ["${creator}"]


def test_numbers_are_found_in_small_letters_with_zeros_and_bare(house: House) -> None:
    first, second = house.keep("anders"), house.keep("anders")
    task = house.create_task(first, "anders", "Netværk")

    def found(text: str) -> set[str]:
        return {one.number for one in engine.find_item(house.desk, text, by=house.id("anders"))}

    for text in ("TSK1", "tsk1", "Tsk 001", " tsk 1 "):
        assert found(text) == {task.number} == {"TSK1"}
    assert found("sag2") == found("2") == {second.number}
    assert found("1") == {first.number, task.number}


def test_the_tick_is_off_until_somebody_ticks_it(house: House) -> None:
    case = house.keep("anders")
    assert house.create_task(case, "anders", "Netværk").blocking is False
    assert house.create_task(case, "anders", "Netværk", blocking=True).blocking is True


def test_work_between_and_within_departments_gets_its_own_process(house: House) -> None:
    kept, given = house.keep("anders"), house.register("anders", "Netværk")
    back = house.register("pia", "Servicedesk")

    def process(item: engine.WorkItem) -> str:
        definition = engine.look_at(house.desk, item.kind, item.id, by=house.id("anders")).definition
        assert definition is not None
        return definition.key

    tasks = [house.create_task(kept, "anders", team) for team in ("Netværk", "Servicedesk")]
    mine = house.keep("pia")
    tasks.append(house.create_task(mine, "pia", "Servicedesk"))
    assert [process(case) for case in (kept, given, back)] == [
        "case_in_department",
        "case_support_to_operations",
        "case_operations_to_support",
    ]
    assert [process(task) for task in tasks] == [
        "task_support_to_operations",
        "task_in_department",
        "task_operations_to_support",
    ]


def test_where_the_creator_has_left_their_main_team_closes(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    engine.set_active(house.desk, house.id("anders"), False, by=house.id("kaj"))
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    assert house.waits(case) == "Sagsagent kommunikerer med bruger og lukker sag: Servicedesk agents"
    house.press(case, "Luk sagen", "signe")
    assert house.now(case).status == Status.CLOSED


def test_where_the_one_who_asked_has_left_the_answer_goes_to_the_dispatcher(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Send retur", "pia", agent="anders", comment="Hvilket lokale?")
    engine.set_active(house.desk, house.id("pia"), False, by=house.id("kaj"))
    house.press(case, "Returnér til agenten", "anders", comment="Lokale 2.")
    assert house.waits(case) == "Dispatcher i drift tildeler til agent: Netværk dispatchers"


def test_who_changed_it_last_is_kept(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    assert (house.now(case).created_by, house.now(case).updated_by) == (house.id("anders"), house.id("jonas"))


def shown_to(house: House, item: WorkItem, name: str) -> ItemPage:
    """All that the page of an item may be made of."""
    everything = PagePart(Wanted(), history=True, whole=True)
    return engine.item_page(house.desk, item.kind, item.id, everything, by=house.id(name), page="/")


def test_an_agent_who_is_the_customer_reads_nothing_internal_anywhere(house: House) -> None:
    tue = as_customer(house, "tue")
    case = house.keep("anders", customer=tue)
    file = engine.Upload("notat.txt", b"HEMMELIGT")
    engine.write_comment(house.desk, Kind.CASE, case.id, "HEMMELIGT", by=house.by("anders"), attachments=[file])
    short = {"description": "Skift det", "overrides": {"R042": "HEMMELIGT"}}
    task = house.create_task(case, "anders", "Netværk", approver="tue", **short)
    house.press(task, "Tildel", "jonas", agent="pia", comment="HEMMELIGT")
    house.press(task, "Marker som løst", "pia", solution="HEMMELIGT")
    for item in (case, task):
        assert "HEMMELIGT" not in repr(shown_to(house, item, "tue"))
        assert "HEMMELIGT" in repr(shown_to(house, item, "signe"))
    (told,) = engine.notices(house.desk, house.id("tue")).rows
    assert task.number in told.message.subject and "HEMMELIGT" not in told.message.body
    (entry,) = engine.entries_of(house.desk, Kind.CASE, case.id)
    with pytest.raises(NotFound):
        engine.read_attachment(house.desk, entry.attachments[0].id, by=house.id("tue"))


def test_an_agent_who_is_the_customer_reads_the_task_that_they_are_to_solve(house: House) -> None:
    case = house.keep("anders", customer=as_customer(house, "emil"))
    task = house.create_task(case, "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="emil", comment="Dit eget kabel.")
    lines = shown_to(house, task, "emil").lines
    assert lines and [line.entry.text for line in lines.rows if line.entry] == ["Dit eget kabel."]


def as_customer(house: House, name: str) -> int:
    """That agent among those who are helped."""
    agent = house.agent(name)
    with house.by_hand() as connection:
        return customers.add(connection, name=agent.name, email=agent.email, agent_id=agent.id)
