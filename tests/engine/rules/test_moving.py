"""Moves between teams and people: to whom, and what is said with it."""

from dataclasses import replace
from typing import Any

import pytest

from engine.model.items import Status, WorkItem
from engine.model.people import Agent
from engine.rules import Dispatching, Moving, PassingOn, Reopening, SendingBack, judge
from tests.engine.rules.asking import caution, numbers, refusal
from tests.engine.rules.people import (
    ANNA,
    DORTE,
    FIELD_SUPPORT,
    IDA,
    NETWORK,
    NIGHT_WATCH,
    OMAR,
    PETER,
    RITA,
    SERVERS,
    SERVICE_DESK,
    SOFIE,
    a_case,
    a_task,
    at_sofies_desk,
    facing,
)

WHY = "Det er serveren og ikke netværket; kølisten er vedhæftet."


def moving(before: WorkItem, after: WorkItem, chosen: Agent | None = None, **more: Any) -> Moving:
    moved = facing(OMAR, after, chosen_agent_id=chosen.id if chosen else None)
    return Moving(before=facing(OMAR, before), after=moved, **{"comment": WHY, **more})


def passing_on(team_id: int, *, comment: str = WHY, **more: Any) -> PassingOn:
    after = at_sofies_desk(team_id=team_id, agent_id=None)
    return PassingOn(before=facing(SOFIE, at_sofies_desk()), after=facing(SOFIE, after), comment=comment, **more)


def dispatching(chosen: Agent, **more: Any) -> Dispatching:
    before = facing(DORTE, a_case(agent_id=None), chosen_agent_id=chosen.id)
    return Dispatching(before=before, after=before, **more)


def sending_back(receiver: Agent, *, comment: str = "Hvilken model er printeren?", **more: Any) -> SendingBack:
    sent = a_task(sender_id=OMAR.id, receiver_id=receiver.id, agent_id=receiver.id)
    return SendingBack(before=facing(OMAR, a_task()), after=facing(OMAR, sent), comment=comment, **more)


def test_omar_hands_the_case_to_another_main_team_of_operations() -> None:
    assert judge(moving(a_case(), a_case(team_id=SERVERS.id, agent_id=None)), {}).missing == ()


@pytest.mark.rule("R113")
def test_a_case_is_not_handed_over_without_a_description() -> None:
    undescribed = moving(a_case(), a_case(team_id=SERVERS.id, agent_id=None), comment=" ")
    assert refusal(undescribed, "R113").field == "comment"


@pytest.mark.rule("R113")
def test_nor_is_it_passed_on_to_another_department_without_one() -> None:
    refusal(passing_on(NETWORK.id, comment=""), "R113")


@pytest.mark.rule("D-12")
def test_a_move_does_not_leave_the_department() -> None:
    refused = refusal(moving(a_case(), a_case(team_id=SERVICE_DESK.id, agent_id=None)), "D-12")
    assert "Servicedesk" in refused.sentence
    assert refused.field == "team"


@pytest.mark.rule("D-12")
def test_a_move_goes_to_a_main_team() -> None:
    refusal(moving(a_task(), a_task(team_id=NIGHT_WATCH.id, agent_id=None)), "D-12")


@pytest.mark.rule("D-12")
def test_a_move_goes_to_another_team_than_the_one_that_has_it() -> None:
    assert "ligger allerede hos Drift Netværk" in refusal(moving(a_case(), a_case(agent_id=None)), "D-12").sentence


def test_sofie_passes_her_case_on_to_operations() -> None:
    assert judge(passing_on(NETWORK.id), {}).missing == ()


@pytest.mark.rule("D-03")
def test_passing_on_leaves_the_department() -> None:
    assert refusal(passing_on(FIELD_SUPPORT.id), "D-03").field == "team"


@pytest.mark.rule("D-03")
def test_passing_on_goes_to_a_main_team() -> None:
    refusal(passing_on(NIGHT_WATCH.id), "D-03")


def test_dorte_dispatches_to_ida() -> None:
    assert judge(dispatching(IDA), {}).missing == ()


@pytest.mark.rule("R109")
def test_dorte_does_not_dispatch_to_an_agent_of_another_team() -> None:
    refused = refusal(dispatching(PETER), "R109")
    assert refused.sentence == "Peter er ikke agent i Drift Netværk."
    assert refused.who == "Dorte, Ida, Lars, Omar"


@pytest.mark.rule("R109")
def test_nor_to_one_who_has_left() -> None:
    refusal(dispatching(RITA), "R109")


@pytest.mark.rule("R109")
def test_an_agent_named_with_a_move_is_of_the_new_team() -> None:
    after = a_task(team_id=SERVERS.id, agent_id=None, agreed_agent_id=IDA.id)
    assert "Ida er ikke agent i Drift Server" in refusal(moving(a_task(), after, IDA), "R109").sentence


@pytest.mark.rule("R109")
def test_a_reopened_task_is_given_to_an_agent_of_the_team_that_solved_it() -> None:
    solved, why = a_task(status=Status.SOLVED), "Kortet falder stadig ud."

    def to(agent: Agent) -> Reopening:
        again = facing(SOFIE, replace(solved, status=Status.ASSIGNED, agent_id=agent.id), chosen_agent_id=agent.id)
        return Reopening(before=facing(SOFIE, solved), after=again, comment=why)

    refusal(to(PETER), "R109")
    assert judge(to(IDA), {}).missing == ()


@pytest.mark.rule("R045")
def test_naming_an_agent_with_a_moved_task_is_agreed_with_them() -> None:
    after = a_task(team_id=SERVERS.id, agent_id=None, agreed_agent_id=PETER.id)
    assert caution(moving(a_task(), after, PETER), "R045").field == "agent"


@pytest.mark.rule("R110")
def test_naming_an_agent_with_a_moved_case_is_agreed_with_them() -> None:
    after = a_case(team_id=SERVERS.id, agent_id=None, agreed_agent_id=PETER.id)
    caution(moving(a_case(), after, PETER), "R110")


def test_omar_sends_the_task_back_to_sofie_with_a_question() -> None:
    assert judge(sending_back(SOFIE), {}).missing == ()


@pytest.mark.rule("R062")
def test_sending_back_says_what_is_missing() -> None:
    assert refusal(sending_back(SOFIE, comment="\n"), "R062").field == "comment"


@pytest.mark.rule("R063")
def test_omar_does_not_send_back_to_himself() -> None:
    assert refusal(sending_back(OMAR), "R063").field == "agent"


@pytest.mark.rule("R063")
def test_nor_to_one_who_has_left_or_only_reads() -> None:
    refusal(sending_back(RITA), "R063")
    refusal(sending_back(ANNA), "R063")


def test_a_button_asks_for_nothing_that_its_form_still_brings() -> None:
    stays = a_case()
    assert numbers(moving(stays, stays, comment="", asking=True)) == set()
    assert numbers(passing_on(SERVICE_DESK.id, comment="", asking=True)) == set()
    assert numbers(dispatching(PETER, asking=True)) == set()
    assert numbers(sending_back(OMAR, comment="", asking=True)) == set()
