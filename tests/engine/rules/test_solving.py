"""Solving needs a solution; reopening says why, sets a deadline that can be met, and is the two sides' own."""

from datetime import timedelta
from typing import Any

import pytest

from engine.model.items import Status, WorkItem
from engine.model.people import Agent
from engine.rules import Reopening, Solving, judge
from tests.engine.rules.asking import numbers, refusal
from tests.engine.rules.people import (
    NETWORK,
    NOW,
    OMAR,
    SERVICE_DESK,
    SOFIE,
    SUPPORT,
    YESTERDAY,
    a_case,
    a_task,
    at_sofies_desk,
    facing,
)


def solving(item: WorkItem, **more: Any) -> Solving:
    before = facing(OMAR, item)
    return Solving(before=before, after=before, **more)


def reopening(actor: Agent, item: WorkItem, case: Any = None, **more: Any) -> Reopening:
    before = facing(actor, item, case)
    return Reopening(before=before, after=before, **{"comment": "Den skriver stadig ikke.", **more})


@pytest.mark.rule("A-19")
def test_omar_marks_no_task_solved_without_a_solution() -> None:
    assert refusal(solving(a_task()), "A-19").field == "solution"


@pytest.mark.rule("A-19")
def test_nor_a_case() -> None:
    refusal(solving(a_case()), "A-19")


def test_with_a_marked_solution_he_does() -> None:
    assert judge(solving(a_task(), has_solution=True), {}).missing == ()
    assert numbers(solving(a_task(), asking=True)) == set()


def test_sofie_reopens_omars_solved_task_and_says_why() -> None:
    assert judge(reopening(SOFIE, a_task(status=Status.SOLVED)), {}).missing == ()


@pytest.mark.rule("R095")
def test_sofie_does_not_reopen_without_saying_why() -> None:
    assert refusal(reopening(SOFIE, a_task(status=Status.SOLVED), comment="  "), "R095").field == "comment"


@pytest.mark.rule("A-33")
def test_reopening_past_the_deadline_needs_a_new_one() -> None:
    late = a_task(status=Status.SOLVED, deadline=YESTERDAY)
    assert refusal(reopening(SOFIE, late), "A-33").field == "deadline"
    assert "A-33" in numbers(reopening(SOFIE, a_task(status=Status.SOLVED, deadline=NOW)))
    in_time = a_task(status=Status.SOLVED, deadline=NOW + timedelta(minutes=1))
    assert numbers(reopening(SOFIE, in_time)) == set()


def test_a_button_asks_for_neither_reason_nor_deadline_yet() -> None:
    late = a_task(status=Status.SOLVED, deadline=YESTERDAY)
    assert numbers(reopening(SOFIE, late, comment="", asking=True)) == set()


@pytest.mark.rule("D-08")
def test_operations_does_not_reopen_what_support_keeps_to_itself() -> None:
    in_house = a_case(origin=SUPPORT, team_id=SERVICE_DESK.id, agent_id=SOFIE.id, status=Status.CLOSED)
    refusal(reopening(OMAR, in_house), "D-08")
    assert numbers(reopening(OMAR, a_case(team_id=NETWORK.id, status=Status.CLOSED))) == set()


@pytest.mark.rule("A-32")
def test_a_task_on_a_closed_case_waits_for_the_case_to_be_reopened() -> None:
    refused = refusal(reopening(SOFIE, a_task(status=Status.SOLVED), at_sofies_desk(status=Status.CLOSED)), "A-32")
    assert [link.number for link in refused.links] == ["SAG1042"]


def test_the_closed_case_itself_is_reopened() -> None:
    assert numbers(reopening(SOFIE, at_sofies_desk(status=Status.CLOSED))) == set()
