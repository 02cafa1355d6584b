"""What expressions may ask: who has it, who made it, who may close."""

from engine.facts import FACTS
from tests.engine.rules.people import LISE, OMAR, RITA, SOFIE, VICTOR, a_case, a_task, at_sofies_desk, facing


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
