"""External comments are the case agent's, mail is greeted by hand, a solution is internal and stands."""

from dataclasses import replace
from typing import Any

import pytest

from engine import rules
from engine.model.correspondence import EntryKind
from engine.model.items import Case, Status, Task, WorkItem
from engine.model.people import Agent
from engine.rules import Commenting, Mailing, MarkingSolution, WritingExternal
from tests.engine.rules.asking import caution, numbers, refusal
from tests.engine.rules.people import (
    BENTE,
    CARL,
    DIRECTORY,
    IDA,
    OMAR,
    PETER,
    RITA,
    SERVICE_DESK,
    SOFIE,
    VICTOR,
    a_case,
    a_task,
    at_sofies_desk,
)


def external(by: Agent, item: WorkItem, case: Case | None = None, seen: Any = BENTE.id) -> WritingExternal:
    of = item if isinstance(item, Case) else case
    assert of is not None
    return WritingExternal(item, of, by, DIRECTORY, BENTE, seen)


def test_the_case_agent_writes_to_the_customer() -> None:
    assert numbers(external(OMAR, a_case())) == set()


def comment(item: WorkItem, by: Agent, *, as_solution: bool) -> Commenting:
    """Of somebody who takes part."""
    return Commenting(item, by, as_solution, reads_internal=True, taking_part=True)


@pytest.mark.rule("R067")
def test_nobody_reaches_the_customer_with_an_external_comment_on_a_task() -> None:
    for writer in (OMAR, SOFIE):
        refused = refusal(external(writer, a_task(), a_case()), "R067")
        assert [link.number for link in refused.links] == ["SAG1042"]


@pytest.mark.rule("A-01")
def test_the_task_agent_does_not_write_in_the_case_agents_name() -> None:
    refused = refusal(external(OMAR, at_sofies_desk()), "A-01")
    assert refused.who == "Sofie, Servicedesk"


@pytest.mark.rule("A-01")
def test_while_omar_has_the_case_even_its_creator_does_not() -> None:
    assert refusal(external(SOFIE, a_case()), "A-01").who == "Omar, Drift Netværk"


@pytest.mark.rule("R119")
def test_a_comment_meant_for_carl_does_not_go_to_bente_who_is_saved() -> None:
    assert "Bente" in refusal(external(OMAR, a_case(), seen=CARL.id), "R119").sentence


def test_where_no_customer_was_shown_the_saved_one_gets_it() -> None:
    assert numbers(external(OMAR, a_case(), seen=None)) == set()


@pytest.mark.rule("R072")
def test_a_task_agent_is_reminded_to_greet() -> None:
    assert "Kære" in caution(Mailing(at_sofies_desk(), OMAR, lacks_greeting=True, taking_part=True), "R072").sentence


@pytest.mark.rule("R124")
def test_the_case_agent_is_reminded_to_greet() -> None:
    assert "Hej" in caution(Mailing(a_case(), OMAR, lacks_greeting=True, taking_part=True), "R124").sentence


def test_a_mail_that_greets_goes_unquestioned() -> None:
    assert numbers(Mailing(a_case(), OMAR, lacks_greeting=False, taking_part=True)) == set()
    assert numbers(Mailing(a_case(), SOFIE, lacks_greeting=False, taking_part=True)) == set()


@pytest.mark.rule("R077")
def test_a_mail_or_an_external_comment_is_no_solution() -> None:
    refusal(MarkingSolution(a_task(), EntryKind.MAIL, OMAR, taking_part=True), "R077")
    refusal(MarkingSolution(a_case(), EntryKind.EXTERNAL, OMAR, taking_part=True), "R077")
    assert numbers(MarkingSolution(a_task(), EntryKind.INTERNAL, OMAR, taking_part=True)) == set()


@pytest.mark.rule("A-31")
def test_the_mark_does_not_move_on_a_solved_task() -> None:
    refusal(MarkingSolution(a_task(status=Status.SOLVED), EntryKind.INTERNAL, OMAR, taking_part=True), "A-31")


@pytest.mark.rule("A-31")
def test_nor_is_a_new_solution_written_on_it() -> None:
    refusal(
        Commenting(
            at_sofies_desk(status=Status.CLOSED), SOFIE, as_solution=True, reads_internal=True, taking_part=True
        ),
        "A-31",
    )


def test_a_plain_comment_is_welcome_even_when_it_is_solved() -> None:
    assert numbers(comment(a_task(status=Status.SOLVED), SOFIE, as_solution=False)) == set()
    assert numbers(comment(a_task(), OMAR, as_solution=True)) == set()


@pytest.mark.rule("D-16")
def test_who_only_sees_the_case_mails_nobody_and_marks_nothing() -> None:
    refusal(Mailing(a_case(), VICTOR, lacks_greeting=False, taking_part=False), "D-16")
    refusal(MarkingSolution(a_case(), EntryKind.INTERNAL, VICTOR, taking_part=False), "D-16")
    solution = Commenting(a_case(), VICTOR, as_solution=True, reads_internal=True, taking_part=False)
    refusal(solution, "D-16")
    assert numbers(replace(solution, as_solution=False)) == set(), "a comment is free to all who read them"


@pytest.mark.rule("D-16")
def test_who_does_not_read_what_is_internal_does_not_write_it() -> None:
    refusal(Commenting(a_case(), SOFIE, as_solution=False, reads_internal=False, taking_part=True), "D-16")


@pytest.mark.parametrize(
    ("who", "item", "tasks", "takes_part"),
    [
        (SOFIE, a_case(), (), True),  # created it
        (OMAR, a_case(), (), True),  # has it
        (IDA, a_case(), (), True),  # of the team that has it
        (VICTOR, a_case(created_team_id=SERVICE_DESK.id), (), True),  # of the team it was registered from
        (VICTOR, a_case(), (), False),
        (PETER, a_case(), (), False),
        (PETER, a_case(), (a_task(agent_id=PETER.id),), True),  # has an open task of it
        (PETER, a_case(), (a_task(agent_id=PETER.id, status=Status.SOLVED),), False),
        (PETER, a_case(solver_id=PETER.id), (), True),
        (PETER, a_case(sender_id=PETER.id), (), True),
        (PETER, a_case(receiver_id=PETER.id), (), True),
        (PETER, a_task(approver_id=PETER.id), (), True),
        (RITA, a_case(agent_id=RITA.id), (), False),  # has left
    ],
)
def test_who_takes_part(who: Agent, item: WorkItem, tasks: tuple[Task, ...], takes_part: bool) -> None:
    assert rules.takes_part(who, item, tasks) == takes_part
