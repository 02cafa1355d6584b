"""External comments are the case agent's, mail is greeted by hand, a solution is internal and stands."""

from typing import Any

import pytest

from engine.model.correspondence import EntryKind
from engine.model.items import Case, Status, WorkItem
from engine.model.people import Agent
from engine.rules import Commenting, Mailing, MarkingSolution, WritingExternal
from tests.engine.rules.asking import caution, numbers, refusal
from tests.engine.rules.people import BENTE, CARL, DIRECTORY, OMAR, SOFIE, a_case, a_task, at_sofies_desk


def external(by: Agent, item: WorkItem, case: Case | None = None, seen: Any = BENTE.id) -> WritingExternal:
    of = item if isinstance(item, Case) else case
    assert of is not None
    return WritingExternal(item, of, by, DIRECTORY, BENTE, seen)


def test_the_case_agent_writes_to_the_customer() -> None:
    assert numbers(external(OMAR, a_case())) == set()


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
    assert "Kære" in caution(Mailing(at_sofies_desk(), OMAR, lacks_greeting=True), "R072").sentence


@pytest.mark.rule("R124")
def test_the_case_agent_is_reminded_to_greet() -> None:
    assert "Hej" in caution(Mailing(a_case(), OMAR, lacks_greeting=True), "R124").sentence


def test_a_mail_that_greets_goes_unquestioned() -> None:
    assert numbers(Mailing(a_case(), OMAR, lacks_greeting=False)) == set()
    assert numbers(Mailing(a_case(), SOFIE, lacks_greeting=False)) == set()


@pytest.mark.rule("R077")
def test_a_mail_or_an_external_comment_is_no_solution() -> None:
    refusal(MarkingSolution(a_task(), EntryKind.MAIL, OMAR), "R077")
    refusal(MarkingSolution(a_case(), EntryKind.EXTERNAL, OMAR), "R077")
    assert numbers(MarkingSolution(a_task(), EntryKind.INTERNAL, OMAR)) == set()


@pytest.mark.rule("A-31")
def test_the_mark_does_not_move_on_a_solved_task() -> None:
    refusal(MarkingSolution(a_task(status=Status.SOLVED), EntryKind.INTERNAL, OMAR), "A-31")


@pytest.mark.rule("A-31")
def test_nor_is_a_new_solution_written_on_it() -> None:
    refusal(Commenting(at_sofies_desk(status=Status.CLOSED), SOFIE, as_solution=True), "A-31")


def test_a_plain_comment_is_welcome_even_when_it_is_solved() -> None:
    assert numbers(Commenting(a_task(status=Status.SOLVED), SOFIE, as_solution=False)) == set()
    assert numbers(Commenting(a_task(), OMAR, as_solution=True)) == set()
