"""Edited fields: the approver, the deadline, and whose the item is to edit."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.model.items import Status, WorkItem
from engine.model.people import Agent, Demands
from engine.rules import Editing, Rescheduling
from tests.engine.rules.asking import caution, numbers, refusal
from tests.engine.rules.people import (
    DIRECTORY,
    NETWORK,
    NOW,
    OMAR,
    SOFIE,
    TOMORROW,
    VICTOR,
    YESTERDAY,
    a_case,
    a_task,
    at_sofies_desk,
)


def editing(item: WorkItem, by: Agent, *, reason: str = "Aftalt", **changes: Any) -> Editing:
    return Editing(item, by, DIRECTORY, NOW, changes, reason, taking_part=True)


def test_omar_corrects_a_subject() -> None:
    assert numbers(editing(a_task(), OMAR, subject="Skift netværkskortet")) == set()


@pytest.mark.rule("R051")
def test_omar_changes_the_approver_only_as_agreed_with_sofie() -> None:
    asked = caution(editing(a_task(), OMAR, approver_id=VICTOR.id), "R051")
    assert "Sofie" in asked.sentence


@pytest.mark.rule("R051")
def test_the_original_approver_is_asked_even_after_a_change() -> None:
    caution(editing(a_task(approver_id=VICTOR.id), VICTOR, approver_id=OMAR.id), "R051")


def test_sofie_the_original_approver_changes_it_at_once() -> None:
    assert numbers(editing(a_task(approver_id=VICTOR.id), SOFIE, approver_id=SOFIE.id)) == set()
    assert numbers(editing(a_task(), OMAR, approver_id=SOFIE.id)) == set()
    without = a_task(approver_id=None, original_approver_id=None)
    assert numbers(editing(without, OMAR, approver_id=VICTOR.id)) == set()


@pytest.mark.rule("A-33")
def test_a_deadline_is_not_moved_into_the_past() -> None:
    assert refusal(editing(a_task(), OMAR, deadline=YESTERDAY), "A-33").field == "deadline"


@pytest.mark.rule("R053")
def test_a_deadline_is_not_moved_to_half_an_hour_from_now_unquestioned() -> None:
    caution(editing(a_case(), OMAR, deadline=NOW + timedelta(minutes=30)), "R053")


@pytest.mark.rule("R053")
def test_what_is_reopened_for_half_an_hour_is_questioned() -> None:
    caution(Rescheduling(NOW + timedelta(minutes=30), NOW), "R053")
    assert numbers(Rescheduling(TOMORROW, NOW)) == set()


@pytest.mark.rule("D-17")
def test_a_deadline_that_was_set_is_moved_with_a_reason() -> None:
    with_one = a_case(deadline=TOMORROW)
    later = TOMORROW + timedelta(days=1)
    assert refusal(editing(with_one, OMAR, reason="", deadline=later), "D-17").field == "reason"
    assert refusal(editing(with_one, OMAR, reason="", deadline=None), "D-17").field == "reason"
    assert numbers(editing(with_one, OMAR, deadline=later)) == set()
    for changes in ({"deadline": TOMORROW}, {"subject": "Ny printer"}):
        assert numbers(editing(with_one, OMAR, reason="", **changes)) == set()
    assert numbers(editing(a_case(), OMAR, reason="", deadline=later)) == set()


@pytest.mark.rule("R043")
def test_a_description_is_not_edited_into_see_the_case() -> None:
    for item in (a_task(), a_case()):
        assert refusal(editing(item, OMAR, description="Se sag"), "R043").field == "description"


@pytest.mark.rule("R042")
def test_a_task_is_not_edited_down_to_three_words_unquestioned() -> None:
    assert caution(editing(a_task(), OMAR, description="Skift et kort"), "R042").field == "description"


@pytest.mark.rule("R108")
def test_a_case_is_not_edited_down_to_three_words_unquestioned() -> None:
    assert caution(editing(a_case(), OMAR, description="Printer er død"), "R108").field == "description"


@pytest.mark.rule("R108")
def test_what_is_edited_is_what_the_team_that_has_it_asks() -> None:
    lenient = replace(DIRECTORY, teams={**DIRECTORY.teams, NETWORK.id: replace(NETWORK, demands=Demands(0, ()))})
    there, back = (
        Editing(case, SOFIE, lenient, NOW, {"description": "Printer er død"}, taking_part=True)
        for case in (a_case(), at_sofies_desk())
    )
    assert numbers(there) == set()
    caution(back, "R108")


@pytest.mark.rule("D-15")
def test_a_task_keeps_a_deadline() -> None:
    refusal(editing(a_task(), OMAR, deadline=None), "D-15")
    assert numbers(editing(a_case(deadline=TOMORROW), OMAR, deadline=None)) == set()


@pytest.mark.rule("A-32")
def test_a_closed_case_is_not_edited() -> None:
    refusal(editing(at_sofies_desk(status=Status.CLOSED), SOFIE, subject="Ny printer"), "A-32")


@pytest.mark.rule("D-16")
def test_only_those_who_take_part_edit() -> None:
    refusal(replace(editing(a_case(), OMAR, subject="Ny printer"), taking_part=False), "D-16")
    assert numbers(editing(a_case(), OMAR, subject="Ny printer")) == set()
