"""What expressions may ask: who has it, who made it, who may close."""

from dataclasses import replace

from engine.facts import FACTS
from tests.engine.rules.people import (
    FIELD_SUPPORT,
    IDA,
    LISE,
    NETWORK,
    NOW,
    OMAR,
    PETER,
    RITA,
    SERVERS,
    SOFIE,
    VICTOR,
    YESTERDAY,
    a_case,
    a_task,
    at_sofies_desk,
    facing,
)


def test_the_case_agent_is_who_has_the_case_now() -> None:
    assert FACTS["case_agent"].read(facing(OMAR, a_task(), a_case())) == OMAR.id
    assert FACTS["case_agent"].read(facing(OMAR, a_task(), at_sofies_desk())) == SOFIE.id


def test_a_creator_who_has_left_is_nobody() -> None:
    assert FACTS["creator"].read(facing(OMAR, a_case())) == SOFIE.id
    assert FACTS["creator"].read(facing(OMAR, a_case(created_by=RITA.id))) is None


def test_only_the_case_agent_of_the_side_that_created_it_may_close() -> None:
    may_close = FACTS["actor_may_close"].read
    asked = {who.name: may_close(facing(who, at_sofies_desk())) for who in (SOFIE, VICTOR, LISE, OMAR)}
    assert asked == {"Sofie": True, "Victor": False, "Lise": False, "Omar": False}
    assert may_close(facing(OMAR, a_case())) is False


def test_an_agreement_with_one_who_has_left_is_still_told() -> None:
    assert FACTS["agreed_agent"].read(facing(OMAR, a_task(agreed_agent_id=RITA.id))) == RITA.id
    assert FACTS["solver"].read(facing(OMAR, a_task(solver_id=RITA.id))) is None


def test_every_fact_of_a_task_that_omar_sent_back_to_sofie() -> None:
    task = a_task(
        agent_id=SOFIE.id, sender_id=OMAR.id, receiver_id=SOFIE.id, agreed_agent_id=IDA.id, solver_id=PETER.id,
        solver_team_id=SERVERS.id, approver_id=LISE.id, deadline=YESTERDAY,
    )  # fmt: skip
    given = {"chosen_agent_id": VICTOR.id, "chosen_team_id": FIELD_SUPPORT.id, "solution": "Kortet er skiftet."}
    situation = facing(SOFIE, task, a_case(), **given)
    assert {name: fact.read(situation) for name, fact in FACTS.items()} == {
        "creator": SOFIE.id,
        "case_agent": OMAR.id,
        "agent": SOFIE.id,
        "solver": PETER.id,
        "solver_team": SERVERS.id,
        "sender": OMAR.id,
        "sender_is_active": True,
        "receiver": SOFIE.id,
        "agreed_agent": IDA.id,
        "chosen_agent": VICTOR.id,
        "team": NETWORK.id,
        "chosen_team": FIELD_SUPPORT.id,
        "department": "operations",
        "origin_department": "support",
        "approver": LISE.id,
        "deadline": YESTERDAY,
        "now": NOW,
        "today": NOW.date(),
        "deadline_has_passed": True,
        "case_is_closed": False,
        "status": "assigned",
        "actor": SOFIE.id,
        "actor_department": "support",
        "actor_may_close": False,
        "number": "TSK7",
        "subject": "Skift netværkskort",
        "solution": "Kortet er skiftet.",
        "case_number": "SAG1042",
        "case_subject": "Printer på 3. sal skriver ikke",
    }


def test_what_the_item_does_not_have_is_nothing() -> None:
    situation = replace(facing(SOFIE, at_sofies_desk()), actor_id=None)
    nothing = {name for name, fact in FACTS.items() if fact.read(situation) is None}
    people = {"solver", "solver_team", "sender", "receiver", "agreed_agent", "chosen_agent", "chosen_team", "approver"}
    assert nothing == people | {"deadline", "actor", "actor_department"}
    flags = {fact.name: fact.read(situation) for fact in FACTS.values() if fact.kind == "flag"}
    assert set(flags.values()) == {False}
