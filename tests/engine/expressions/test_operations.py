"""What the operations of a diagram change: who has it, its status, and what is remembered."""

from engine.facts import FACTS, Situation, Value
from engine.model.items import Status
from engine.operations import OPERATIONS
from tests.engine.rules.people import (
    DORTE,
    IDA,
    NETWORK,
    NOW,
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


def run(topic: str, situation: Situation, **parameters: Value) -> Situation:
    """The situation after the operation of that topic."""
    apply = OPERATIONS[topic].apply
    assert apply is not None
    return apply(situation, parameters)


def test_given_to_a_team_it_is_registered_and_nobodys() -> None:
    returned = a_task(sender_id=OMAR.id, receiver_id=SOFIE.id, agreed_agent_id=IDA.id)
    moved = run("assign-team", facing(OMAR, returned), team=SERVERS.id).item
    assert (moved.team_id, moved.agent_id, moved.status) == (SERVERS.id, None, Status.REGISTERED)
    assert (moved.sender_id, moved.receiver_id, moved.agreed_agent_id) == (None, None, None)


def test_an_agreed_agent_goes_along_to_the_team() -> None:
    moved = run("assign-team", facing(OMAR, a_task()), team=SERVERS.id, agreed_agent=PETER.id).item
    assert moved.agreed_agent_id == PETER.id


def test_given_to_ida_it_is_assigned() -> None:
    assigned = run("assign-agent", facing(DORTE, a_case(agent_id=None, status=Status.REGISTERED)), agent=IDA.id).item
    assert (assigned.agent_id, assigned.team_id, assigned.status) == (IDA.id, NETWORK.id, Status.ASSIGNED)


def test_an_agent_of_another_team_takes_it_home() -> None:
    assert run("assign-agent", facing(SOFIE, at_sofies_desk()), agent=OMAR.id).item.team_id == NETWORK.id


def test_given_to_one_of_the_other_department_it_goes_to_the_team() -> None:
    given = run("assign-agent", facing(SOFIE, at_sofies_desk()), agent=SOFIE.id, team=NETWORK.id).item
    assert (given.agent_id, given.team_id, given.status) == (None, NETWORK.id, Status.REGISTERED)


def test_given_to_one_who_has_left_it_goes_to_the_team() -> None:
    given = run("assign-agent", facing(SOFIE, at_sofies_desk()), agent=RITA.id, team=NETWORK.id).item
    assert (given.agent_id, given.team_id, given.status) == (None, NETWORK.id, Status.REGISTERED)


def test_sent_back_to_sofie_the_sender_is_remembered_and_the_status_stays() -> None:
    sent = run("send-back", facing(OMAR, a_task()), receiver=SOFIE.id).item
    assert (sent.agent_id, sent.receiver_id, sent.sender_id) == (SOFIE.id, SOFIE.id, OMAR.id)
    assert (sent.status, sent.team_id) == (Status.ASSIGNED, NETWORK.id)


def test_sent_back_to_nobody_in_particular_it_goes_to_its_creator() -> None:
    assert run("send-back", facing(OMAR, a_task()), receiver=None).item.receiver_id == SOFIE.id


def test_a_case_sent_back_has_the_receiver_as_its_case_agent() -> None:
    sent = run("send-back", facing(OMAR, a_case()), receiver=SOFIE.id)
    assert FACTS["case_agent"].read(sent) == SOFIE.id


def test_a_case_returns_to_its_creator_and_their_team() -> None:
    returned = run("return-to-creator", facing(OMAR, a_case())).item
    assert (returned.agent_id, returned.team_id) == (SOFIE.id, SERVICE_DESK.id)


def test_where_the_creator_has_left_it_returns_to_the_main_team_of_their_side() -> None:
    returned = run("return-to-creator", facing(OMAR, a_case(created_by=RITA.id))).item
    assert (returned.agent_id, returned.team_id) == (None, SERVICE_DESK.id)


def test_solving_remembers_the_solver_and_moves_nothing() -> None:
    solved = run("set-status", facing(OMAR, a_task()), status="solved").item
    assert (solved.solver_id, solved.solver_team_id, solved.solved_at) == (OMAR.id, NETWORK.id, NOW)
    assert (solved.status, solved.agent_id, solved.team_id) == (Status.SOLVED, OMAR.id, NETWORK.id)


def test_reopening_is_an_opening_whose_solution_is_still_to_come() -> None:
    solved = a_task(status=Status.SOLVED, solution_entry_id=3)
    reopened = run("set-status", facing(SOFIE, solved), status="assigned").item
    assert (reopened.status, reopened.opened_at, reopened.solution_entry_id) == (Status.ASSIGNED, NOW, None)


def test_a_reopened_case_is_no_longer_closed() -> None:
    closed = at_sofies_desk(status=Status.CLOSED, closed_at=NOW)
    assert run("set-status", facing(SOFIE, closed), status="assigned").item.closed_at is None


def test_closing_from_a_task_closes_its_case_and_leaves_the_task() -> None:
    solved = a_task(status=Status.SOLVED)
    closed = run("close-case", facing(SOFIE, solved, at_sofies_desk()))
    assert closed.closing
    assert closed.item == solved
    assert (closed.case.status, closed.case.closed_at) == (Status.CLOSED, NOW)


def test_passing_on_keeps_creator_and_side() -> None:
    passed = run("pass-on", facing(SOFIE, at_sofies_desk(status=Status.ASSIGNED)), team=NETWORK.id)
    assert passed.passing_on
    assert (passed.item.team_id, passed.item.agent_id) == (NETWORK.id, None)
    assert (passed.item.created_by, passed.item.origin) == (SOFIE.id, SERVICE_DESK.department)
