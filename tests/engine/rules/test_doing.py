"""Who does a waiting step: those it is offered, and a team lead with a reason."""

import pytest

from engine.rules import Doing, judge
from tests.engine.rules.asking import caution, numbers, refusal
from tests.engine.rules.people import (
    DORTE,
    IDA,
    LARS,
    LISE,
    NETWORK,
    NIGHT_WATCH,
    OMAR,
    SERVICE_DESK,
    SOFIE,
    a_case,
    a_step,
    a_task,
    at_sofies_desk,
    facing,
)


def test_omar_does_the_step_that_waits_for_him() -> None:
    doing = Doing(facing(OMAR, a_case()), a_step(a_case()), offered=True)
    assert judge(doing, {}).missing == ()


@pytest.mark.rule("D-08")
def test_ida_does_not_do_a_step_that_waits_for_omar() -> None:
    refused = refusal(Doing(facing(IDA, a_case()), a_step(a_case()), offered=False), "D-08")
    assert refused.who == "Omar"
    assert "Agent i drift løser sagen" in refused.sentence


@pytest.mark.rule("D-08")
def test_a_step_for_dispatchers_is_not_an_agents_and_says_who_dispatches() -> None:
    step = a_step(a_case(), assignee_id=None, team_id=NETWORK.id, role="dispatchers")
    assert refusal(Doing(facing(IDA, a_case()), step, offered=False), "D-08").who == "Dorte"


@pytest.mark.rule("D-08")
def test_a_step_for_a_team_names_its_members_and_an_empty_team_itself() -> None:
    step = a_step(a_task(), assignee_id=None, team_id=SERVICE_DESK.id, role="agents")
    assert refusal(Doing(facing(IDA, a_task()), step, offered=False), "D-08").who == "Lise, Sofie, Victor"
    nobodys = a_step(a_task(), assignee_id=None, team_id=NIGHT_WATCH.id, role="agents")
    assert refusal(Doing(facing(IDA, a_task()), nobodys, offered=False), "D-08").who == "Drift Nattevagt"


@pytest.mark.rule("D-08")
def test_the_lead_of_another_team_is_a_stranger_here() -> None:
    refusal(Doing(facing(LISE, a_case()), a_step(a_case()), offered=False), "D-08")


@pytest.mark.rule("A-18")
def test_omars_lead_steps_in_with_a_reason() -> None:
    asked = caution(Doing(facing(LARS, a_case()), a_step(a_case()), offered=False), "A-18")
    assert "Omar" in asked.sentence


@pytest.mark.rule("A-18")
def test_sofies_lead_steps_in_for_sofie_wherever_the_item_lies() -> None:
    step = a_step(a_task(), assignee_id=SOFIE.id)
    caution(Doing(facing(LISE, a_task()), step, offered=False), "A-18")


def test_the_approver_reopens_what_waits_for_the_creator_and_does_nothing_else_there() -> None:
    """A-02."""
    task = a_task(approver_id=IDA.id)
    step = a_step(task, assignee_id=SOFIE.id)
    assert numbers(Doing(facing(IDA, task), step, offered=False, reopens=True)) == set()
    refusal(Doing(facing(IDA, task), step, offered=False), "D-08")
    refusal(Doing(facing(OMAR, task), step, offered=False, reopens=True), "D-08")


def test_an_approver_who_leads_the_team_reopens_without_a_reason() -> None:
    task = a_task(approver_id=LARS.id)
    assert numbers(Doing(facing(LARS, task), a_step(task), offered=False, reopens=True)) == set()


def test_a_lead_needs_no_reason_for_their_own_step() -> None:
    step = a_step(at_sofies_desk(), assignee_id=LISE.id)
    assert numbers(Doing(facing(LISE, at_sofies_desk()), step, offered=True)) == set()


def test_a_dispatcher_is_no_lead() -> None:
    assert "A-18" not in numbers(Doing(facing(DORTE, a_case()), a_step(a_case()), offered=False))
