"""Who sees what, and who may act at all."""

from dataclasses import replace

from engine.rules import may_act, may_see, sees_internal
from tests.engine.rules.people import (
    ANNA,
    BENTE,
    DIRECTORY,
    IDA,
    OMAR,
    PETER,
    RITA,
    SERVICE_DESK,
    SOFIE,
    a_case,
    a_task,
    at_sofies_desk,
)


def test_both_departments_see_a_case_that_lies_between_them() -> None:
    assert may_see(SOFIE, a_case(), (), DIRECTORY)
    assert may_see(PETER, a_case(), (), DIRECTORY)


def test_operations_does_not_see_a_case_that_stays_in_support() -> None:
    assert not may_see(OMAR, at_sofies_desk(), (), DIRECTORY)


def test_a_task_in_operations_shows_them_its_case() -> None:
    assert may_see(OMAR, at_sofies_desk(), (a_task(),), DIRECTORY)


def test_the_auditor_sees_every_case_and_changes_none() -> None:
    assert may_see(ANNA, at_sofies_desk(), (), DIRECTORY)
    assert not may_act(ANNA)


def test_one_who_has_left_neither_sees_nor_acts() -> None:
    assert not may_see(RITA, a_case(), (), DIRECTORY)
    assert not may_act(RITA)


def test_ida_whose_own_case_it_is_reads_no_internal_comments_unless_her_team_has_it() -> None:
    ida_as_customer = replace(BENTE, agent_id=IDA.id)
    assert not sees_internal(IDA, at_sofies_desk(), ida_as_customer)
    assert sees_internal(IDA, a_case(), ida_as_customer)
    assert sees_internal(SOFIE, a_case(team_id=SERVICE_DESK.id), ida_as_customer)


def test_ida_is_known_as_the_customer_by_her_mail_address_too() -> None:
    ida = replace(IDA, email="ida@kommunen.example")
    same, other = (replace(BENTE, email=email) for email in ("IDA@kommunen.example", "bente@kommunen.example"))
    assert not sees_internal(ida, at_sofies_desk(), same)
    assert sees_internal(ida, at_sofies_desk(), other)
    assert sees_internal(replace(IDA, email=None), at_sofies_desk(), replace(BENTE, email=None))
