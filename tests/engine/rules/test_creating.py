"""New cases and tasks: what is written, to whom, until when, and by whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.model.items import Kind, Status
from engine.model.people import REFERENCES, Demands, Team
from engine.rules import Creating, bare_reference, judge
from tests.engine.rules.asking import caution, numbers, refusal
from tests.engine.rules.people import (
    DIRECTORY,
    LARS,
    NETWORK,
    NIGHT_WATCH,
    NOW,
    OMAR,
    OPERATIONS,
    PETER,
    RITA,
    SERVERS,
    SERVICE_DESK,
    SOFIE,
    TOMORROW,
    VICTOR,
    YESTERDAY,
    a_case,
    at_sofies_desk,
)

THOROUGH = "Printeren på 3. sal svarer ikke på ping, og køen vokser."


def a_new_case(**changes: Any) -> Creating:
    """Sofie's, given to Drift Netværk."""
    given = Creating(Kind.CASE, SOFIE, DIRECTORY, NOW, THOROUGH, team=NETWORK, receiver=OPERATIONS)
    return replace(given, **changes)


def a_new_task(**changes: Any) -> Creating:
    """Sofie's, on the case that she has."""
    hers = at_sofies_desk(status=Status.ASSIGNED)
    return replace(a_new_case(kind=Kind.TASK, case=hers, deadline=TOMORROW), **changes)


def test_sofie_creates_a_case_and_a_task() -> None:
    assert numbers(a_new_case()) == numbers(a_new_task()) == set()


@pytest.mark.rule("R043")
def test_see_the_case_is_no_description_of_a_task() -> None:
    assert refusal(a_new_task(description="Se sag"), "R043").field == "description"


@pytest.mark.rule("R043")
def test_nor_is_any_other_bare_reference() -> None:
    for words in ("se sagen", "jf. sag 123", "Se SAG1042!", "see case", "som ovenstående", "se", "  … "):
        assert "R043" in numbers(a_new_case(description=words)), words


def test_a_reference_with_work_beside_it_is_a_description() -> None:
    assert not bare_reference("Se sagen, og skift kortet i printeren", REFERENCES)
    assert not bare_reference("Sag om printer: kortet skal skiftes", REFERENCES)


def asking(least: int = 30, *references: str) -> Team:
    """Drift Netværk with demands of its own."""
    return replace(NETWORK, demands=Demands(least, references))


@pytest.mark.rule("R043")
def test_a_team_has_its_own_list_of_references() -> None:
    team = asking(0, "Se bilag", "jf. sag 12")
    for words in ("bilag", "Se BILAG!", "jævnfør bilag 3", "se sag", "som sag SAG7, tak", "se", "…"):
        refusal(a_new_case(team=team, description=words), "R043")
    for words in ("se opgaven", "Se bilag, og ring", "Bilaget"):
        assert numbers(a_new_case(team=team, description=words)) == set(), words


def test_a_team_that_asks_for_no_length_takes_short_ones() -> None:
    assert numbers(a_new_case(team=asking(0), description="Printer er død")) == set()
    assert numbers(a_new_task(team=asking(14), description="Printer er død")) == set()


@pytest.mark.rule("R042")
def test_a_team_may_ask_for_more_than_others() -> None:
    caution(a_new_task(team=asking(len(THOROUGH) + 1)), "R042")


@pytest.mark.rule("R042")
def test_a_task_described_in_three_words_is_questioned() -> None:
    assert caution(a_new_task(description="Skift et kort"), "R042").field == "description"


@pytest.mark.rule("R108")
def test_a_case_described_in_three_words_is_questioned() -> None:
    caution(a_new_case(description="Printer er død"), "R108")


@pytest.mark.rule("D-12")
def test_new_work_goes_to_a_main_team_of_the_department_that_receives() -> None:
    assert refusal(a_new_case(team=NIGHT_WATCH), "D-12").field == "team"
    refusal(a_new_task(team=SERVICE_DESK), "D-12")


@pytest.mark.rule("R044")
def test_a_direct_agent_is_of_the_chosen_team() -> None:
    refused = refusal(a_new_task(agent_id=PETER.id), "R044")
    assert refused.who == "Dorte, Ida, Lars, Omar"
    refusal(a_new_task(agent_id=RITA.id), "R044")


@pytest.mark.rule("R045")
def test_a_task_given_directly_to_omar_is_agreed_with_him() -> None:
    caution(a_new_task(agent_id=OMAR.id), "R045")


@pytest.mark.rule("R110")
def test_a_case_given_directly_to_omar_is_agreed_with_him() -> None:
    caution(a_new_case(agent_id=OMAR.id), "R110")


def test_sofie_needs_no_agreement_with_herself() -> None:
    in_house = {"team": SERVICE_DESK, "receiver": SERVICE_DESK.department, "agent_id": SOFIE.id}
    assert numbers(a_new_case(**in_house)) == numbers(a_new_task(**in_house)) == set()


@pytest.mark.rule("A-33")
def test_a_deadline_in_the_past_is_no_deadline() -> None:
    assert refusal(a_new_task(deadline=YESTERDAY), "A-33").field == "deadline"
    refusal(a_new_case(deadline=NOW), "A-33")


@pytest.mark.rule("R053")
def test_half_an_hour_is_hardly_realistic() -> None:
    assert caution(a_new_task(deadline=NOW + timedelta(minutes=30)), "R053").field == "deadline"
    assert numbers(a_new_task(deadline=NOW + timedelta(hours=1))) == set()


@pytest.mark.rule("D-15")
def test_a_task_has_a_deadline_and_a_case_need_not() -> None:
    assert refusal(a_new_task(deadline=None), "D-15").field == "deadline"
    assert numbers(a_new_case(deadline=None)) == set()


@pytest.mark.rule("A-32")
def test_no_task_is_created_on_a_closed_or_a_solved_case() -> None:
    closed = refusal(a_new_task(case=at_sofies_desk(status=Status.CLOSED)), "A-32")
    assert "lukket" in closed.sentence
    assert [link.number for link in closed.links] == ["SAG1042"]
    assert "løst" in refusal(a_new_task(case=at_sofies_desk()), "A-32").sentence


@pytest.mark.rule("D-04")
def test_only_the_case_agent_creates_tasks_on_the_case() -> None:
    refused = refusal(a_new_task(by=VICTOR), "D-04")
    assert refused.who == "Sofie"


@pytest.mark.rule("D-04")
def test_where_nobody_has_the_case_its_next_agent_will() -> None:
    waiting = a_case(agent_id=None, status=Status.REGISTERED)
    assert refusal(a_new_task(case=waiting), "D-04").who == "den agent i Drift Netværk, der får sagen tildelt"


@pytest.mark.rule("A-18")
def test_the_lead_of_the_cases_team_creates_a_task_with_a_reason() -> None:
    caution(a_new_task(by=LARS, case=a_case(), team=SERVERS), "A-18")


def test_a_ticked_agreement_is_the_reason() -> None:
    judged = judge(a_new_task(agent_id=OMAR.id, agreed=True), {"R045": "aftalt med agenten"})
    assert judged.missing == ()
    assert [(d.rule, d.reason) for d in judged.deviations] == [("R045", "aftalt med agenten")]
