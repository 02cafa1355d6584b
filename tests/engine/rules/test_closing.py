"""Who closes a case, and when: the originating side, its case agent, and not over the heads of open tasks."""

from dataclasses import replace
from typing import Any

import pytest

from engine.model.items import Case, Status, Task
from engine.model.people import Agent
from engine.rules import Closing, PassingOn, Solving, judge
from tests.engine.rules.asking import caution, numbers, refusal
from tests.engine.rules.people import (
    LARS,
    LISE,
    NETWORK,
    OMAR,
    OPERATIONS,
    RITA,
    SERVERS,
    SERVICE_DESK,
    SOFIE,
    VICTOR,
    a_case,
    a_task,
    at_sofies_desk,
    facing,
)


def closing(actor: Agent, case: Case, *open_tasks: Task, **more: Any) -> Closing:
    before = facing(actor, case)
    return Closing(before=before, after=before, open_tasks=open_tasks, **more)


@pytest.mark.rule("D-07")
def test_a_deadline_that_passes_closes_solves_and_passes_on_nothing() -> None:
    nobody = replace(facing(SOFIE, at_sofies_desk()), actor_id=None)
    for act in (Closing, Solving, PassingOn):
        refusal(act(before=nobody, after=nobody, comment="Af sig selv", has_solution=True), "D-07")


def test_sofie_closes_her_solved_case() -> None:
    assert judge(closing(SOFIE, at_sofies_desk()), {}).missing == ()


@pytest.mark.rule("R126")
def test_operations_never_closes_a_case_that_support_created() -> None:
    refused = refusal(closing(OMAR, a_case()), "R126")
    assert refused.who == "Sofie"


@pytest.mark.rule("R126")
def test_not_even_the_lead_of_operations_closes_it() -> None:
    refusal(closing(LARS, a_case()), "R126")


@pytest.mark.rule("R126")
def test_who_may_close_is_the_case_agent_or_the_side_that_created_it() -> None:
    assert refusal(closing(OMAR, at_sofies_desk(agent_id=VICTOR.id)), "R126").who == "Victor"
    ritas = a_case(created_by=RITA.id, agent_id=None)
    assert refusal(closing(OMAR, ritas), "R126").who == "Servicedesk"


@pytest.mark.rule("A-17")
def test_support_does_not_close_a_case_that_operations_created() -> None:
    omars = a_case(origin=OPERATIONS, created_by=OMAR.id, team_id=SERVICE_DESK.id, agent_id=SOFIE.id)
    refused = refusal(closing(SOFIE, omars), "A-17")
    assert refused.who == "Omar"


def test_operations_closes_its_own_case() -> None:
    assert judge(closing(OMAR, a_case(origin=OPERATIONS, created_by=OMAR.id)), {}).missing == ()


@pytest.mark.rule("D-07")
def test_sofies_colleague_does_not_close_her_case() -> None:
    assert refusal(closing(VICTOR, at_sofies_desk()), "D-07").who == "Sofie"


def test_a_case_that_nobody_has_is_closed_by_whoever_of_its_team() -> None:
    assert judge(closing(VICTOR, at_sofies_desk(agent_id=None)), {}).missing == ()


@pytest.mark.rule("A-18")
def test_sofies_lead_closes_it_with_a_reason() -> None:
    assert "Sofie, Servicedesk" in caution(closing(LISE, at_sofies_desk()), "A-18").sentence


@pytest.mark.rule("R047")
def test_a_case_is_not_closed_while_a_blocking_task_is_open() -> None:
    refused = refusal(closing(SOFIE, at_sofies_desk(), a_task(blocking=True)), "R047")
    assert "1 opgave skal" in refused.sentence
    assert [link.number for link in refused.links] == ["TSK7"]


@pytest.mark.rule("R047")
def test_every_blocking_task_is_linked_and_no_other() -> None:
    tasks = (a_task(id=7, blocking=True), a_task(id=8), a_task(id=9, blocking=True))
    refused = refusal(closing(SOFIE, at_sofies_desk(), *tasks), "R047")
    assert "2 opgaver skal" in refused.sentence
    assert [link.number for link in refused.links] == ["TSK7", "TSK9"]


@pytest.mark.rule("A-03")
def test_closing_over_an_open_task_asks_and_names_it() -> None:
    asked = caution(closing(SOFIE, at_sofies_desk(), a_task(id=8)), "A-03")
    assert [link.number for link in asked.links] == ["TSK8"]


@pytest.mark.rule("A-03")
def test_solving_a_case_with_open_tasks_asks_even_of_blocking_ones() -> None:
    before = facing(OMAR, a_case())
    solving = Solving(before=before, after=before, has_solution=True, open_tasks=(a_task(blocking=True),))
    assert "TSK7" in caution(solving, "A-03").sentence


@pytest.mark.rule("A-03")
def test_passing_a_case_on_with_open_tasks_asks() -> None:
    before, after = facing(SOFIE, at_sofies_desk()), facing(SOFIE, at_sofies_desk(team_id=SERVERS.id, agent_id=None))
    caution(PassingOn(before=before, after=after, comment="Serverne svarer ikke.", open_tasks=(a_task(),)), "A-03")


def test_solving_a_task_does_not_ask_of_its_siblings() -> None:
    before = facing(OMAR, a_task())
    assert numbers(Solving(before=before, after=before, has_solution=True, open_tasks=(a_task(id=8),))) == set()


def test_a_button_asks_nothing_of_open_tasks_yet() -> None:
    assert numbers(closing(SOFIE, at_sofies_desk(), a_task(), asking=True)) == set()


@pytest.mark.rule("D-06")
def test_a_case_is_not_closed_from_a_task_while_it_lies_elsewhere() -> None:
    with_operations = a_case(origin=OPERATIONS, created_by=OMAR.id, team_id=NETWORK.id)
    refused = refusal(closing(OMAR, with_operations, closable=False), "D-06")
    assert refused.who == "Omar, Drift Netværk"


@pytest.mark.rule("D-06")
def test_a_case_that_only_a_team_has_is_said_to_lie_with_the_team() -> None:
    waiting = a_case(origin=OPERATIONS, agent_id=None)
    assert refusal(closing(OMAR, waiting, closable=False), "D-06").who == "Drift Netværk"


@pytest.mark.rule("A-32")
def test_a_case_is_not_closed_twice() -> None:
    closed = at_sofies_desk(status=Status.CLOSED)
    assert "SAG1042 er allerede lukket" in refusal(closing(SOFIE, closed, closable=False), "A-32").sentence
