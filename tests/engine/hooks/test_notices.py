"""Who is told of what, in which words: never of one's own act, once a person an item a step, and not what is off."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.hooks import Gathered, Notice, Occurrence, built_in
from engine.model.items import Status
from engine.model.people import Agent, Directory
from engine.operations import RECIPIENTS
from tests.engine.rules.people import (
    AGENTS,
    BENTE,
    DIRECTORY,
    DORTE,
    IDA,
    LARS,
    NETWORK,
    NOW,
    OMAR,
    RITA,
    SOFIE,
    TEAMS,
    VICTOR,
    a_case,
    a_step,
    a_task,
)

DEADLINE = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # half past midnight in Copenhagen


def happened(kind: str, **more: Any) -> Occurrence:
    """Dorte, the dispatcher, did something to Sofie's task, which Omar has."""
    facts: dict[str, Any] = {"item": a_task(), "case": a_case(), "actor_id": DORTE.id, "directory": DIRECTORY}
    return Occurrence(kind=kind, at=NOW, **facts | more)


def gather(*occurrences: Occurrence) -> Gathered:
    return built_in("https://sager.kommune.example/").gather(occurrences)


def told(*occurrences: Occurrence) -> list[str]:
    """The names of those who are told, each as often as they are."""
    notices = [one for one in gather(*occurrences).notices if not one.skipped]
    return [DIRECTORY.agents[one.agent_id].name if one.agent_id else "brugeren" for one in notices]


def with_muted(agent: Agent, *kinds: str) -> Directory:
    quiet = {one.id: replace(one, muted=frozenset(kinds)) if one == agent else one for one in AGENTS}
    return Directory(2, quiet, {team.id: team for team in TEAMS})


def test_omar_is_told_that_the_task_is_his_with_a_link_and_the_reason() -> None:
    (notice,) = gather(happened("assigned", item=a_task(deadline=DEADLINE), user_task=a_step(a_task()))).notices
    assert notice.agent_id == OMAR.id
    assert notice.subject == "TSK7 er din: Skift netværkskort"
    assert notice.text == (
        "Dorte har givet dig opgaven.\n\n"
        "Beskrivelse:\nKortet i printeren på 3. sal svarer ikke på ping.\n\n"
        "Næste trin: Agent i drift løser sagen.\n\n"
        "Opgave TSK7: Skift netværkskort\n"
        "Sag SAG1042: Printer på 3. sal skriver ikke\n"
        "Deadline: 3. marts 2026 kl. 00.30\n\n"
        "TSK7: https://sager.kommune.example/opgaver/7"
    )
    assert notice.why == "Du får beskeden, fordi den er tildelt dig."


def test_nobody_is_told_of_their_own_act() -> None:
    assert told(happened("assigned", actor_id=OMAR.id)) == []


def test_what_a_person_has_switched_off_they_are_not_told() -> None:
    quiet = with_muted(OMAR, "assigned")
    assert told(happened("assigned", directory=quiet)) == []
    assert told(happened("returned", directory=quiet)) == ["Omar"]


@pytest.mark.parametrize("about", ["solved", "overdue"])
def test_what_a_send_task_speaks_of_is_switched_off_as_that(about: str) -> None:
    spoken = happened("notify", recipients=("approver",), subject="Løst", text="Den er løst.", about=about)
    assert told(spoken) == ["Sofie"]
    assert told(replace(spoken, directory=with_muted(SOFIE, "notify"))) == ["Sofie"]
    assert told(replace(spoken, directory=with_muted(SOFIE, about))) == []


def test_a_deadline_that_the_diagram_tells_of_is_not_told_twice() -> None:
    assert told(happened("overdue", actor_id=None, drawn=True)) == []


def test_work_for_dispatchers_is_told_to_the_dispatchers_and_work_for_agents_to_the_team() -> None:
    step = a_step(a_task(), assignee_id=None, team_id=NETWORK.id, role="dispatchers")
    assert told(happened("ready", user_task=step, actor_id=SOFIE.id)) == ["Dorte"]
    step = replace(step, role="agents")
    assert told(happened("ready", user_task=step, actor_id=SOFIE.id)) == ["Dorte", "Omar", "Ida", "Lars"]


def test_a_team_without_a_dispatcher_is_told_as_a_whole() -> None:
    step = a_step(a_task(), assignee_id=None, team_id=1, role="dispatchers")
    assert told(happened("ready", user_task=step)) == ["Sofie", "Victor", "Lise"]


def test_what_comes_back_is_told_to_who_has_it_now() -> None:
    back = a_case(agent_id=SOFIE.id, sender_id=OMAR.id, receiver_id=SOFIE.id)
    step = a_step(back, assignee_id=SOFIE.id)
    (notice,) = gather(happened("returned", item=back, case=back, user_task=step, actor_id=OMAR.id)).notices
    assert notice.agent_id == SOFIE.id
    assert notice.subject == "SAG1042 er sendt retur til dig: Printer på 3. sal skriver ikke"
    assert notice.text.count("SAG1042") == 2  # the case itself, and its link


def test_a_passed_deadline_is_told_to_who_has_it_and_to_who_waits_for_it() -> None:
    assert told(happened("overdue", actor_id=None)) == ["Omar", "Sofie"]
    case = a_case(agent_id=None)
    assert told(happened("overdue", actor_id=None, item=case, case=case)) == ["Dorte", "Sofie"]


def test_who_had_to_approve_is_told_that_someone_else_does() -> None:
    task = a_task(approver_id=VICTOR.id)
    (notice,) = gather(happened("approver-changed", item=task, actor_id=VICTOR.id, agents=(SOFIE.id,))).notices
    assert notice.agent_id == SOFIE.id
    assert "Godkenderen er nu Victor." in notice.text


def test_a_message_from_outside_is_for_the_agent_on_the_case_or_else_for_a_dispatcher() -> None:
    case = a_case()
    assert told(happened("message-received", item=case, actor_id=None)) == ["Omar"]
    case = a_case(agent_id=None)
    assert told(happened("message-received", item=case, case=case, actor_id=None)) == ["Dorte"]


def test_the_approver_gets_the_diagrams_own_words_when_the_task_is_solved() -> None:
    solved = happened("notify", recipients=("approver",), subject="Opgaven er løst", text="Omar har skiftet kortet.")
    (notice,) = gather(solved).notices
    assert notice.agent_id == SOFIE.id
    assert notice.subject == f"Opgaven er løst [TSK7]: {a_task().subject}"
    assert notice.text.startswith("Omar har skiftet kortet.\n\n")


def test_an_approver_who_solved_it_gets_no_mail_and_that_is_visible() -> None:
    task = a_task(approver_id=OMAR.id)
    (notice,) = gather(happened("notify", item=task, recipients=("approver",), actor_id=OMAR.id)).notices
    assert (notice.agent_id, notice.skipped) == (OMAR.id, "ikke sendt: samme person")


def test_an_approver_who_has_left_gets_no_mail_and_that_is_visible() -> None:
    (notice,) = gather(happened("notify", item=a_task(approver_id=RITA.id), recipients=("approver",))).notices
    assert (notice.agent_id, notice.skipped) == (RITA.id, "ikke sendt: godkenderen er ikke aktiv")


def test_a_task_without_an_approver_tells_nobody() -> None:
    assert told(happened("notify", item=a_task(approver_id=None), recipients=("approver",))) == []


@pytest.mark.parametrize("role", RECIPIENTS)
def test_every_role_that_a_diagram_may_name_finds_somebody(role: str) -> None:
    solved = happened("notify", recipients=(role,), subject="Løst", text="Den er løst.", customer=BENTE, actor_id=None)
    assert told(solved)


def test_the_customer_gets_header_and_footer_and_no_link_into_the_house() -> None:
    solved = happened("notify", recipients=("customer",), subject="Løst", text="Den virker.", customer=BENTE)
    (notice,) = gather(solved).notices
    assert notice.agent_id is None and notice.subject == "Løst [TSK7]"
    assert notice.text == "Hej Bente\n\nDen virker.\n\nMed venlig hilsen\nOmar\nDrift Netværk"


def test_one_person_gets_one_message_an_item_a_step() -> None:
    solved = happened("notify", recipients=("agent", "team", "creator"), subject="Løst", text="Den er løst.")
    both = gather(solved, happened("assigned", user_task=a_step(a_task())))
    assert [one.agent_id for one in both.notices] == [OMAR.id, IDA.id, LARS.id, SOFIE.id]
    omars = both.notices[0]
    assert omars.subject == f"Løst [TSK7]: {a_task().subject}"
    assert omars.text.count("Den er løst.") == 1
    assert "Dorte har givet dig opgaven" in omars.text and "Næste trin: " in omars.text
    assert omars.why == "Du får beskeden, fordi den er tildelt dig."  # one reason
    assert omars.text.count("https://") == 1


def test_a_case_and_its_task_are_two_messages() -> None:
    case = a_case()
    assert told(happened("assigned"), happened("assigned", item=case, case=case)) == ["Omar", "Omar"]


@pytest.mark.parametrize("subject", ["x" * 5000, "to\r\nlinjer\x00"])
def test_words_of_any_length_fit_where_they_are_kept(subject: str) -> None:
    notice = gather(happened("notify", recipients=("approver",), subject=subject, text="a\x00b" * 9)).notices[0]
    assert len(notice.subject) <= 250
    assert notice.subject.isprintable()
    assert "\x00" not in notice.text


def test_each_notice_names_its_item() -> None:
    assert [one.item for one in gather(happened("assigned")).notices] == [a_task()]


def test_someone_elses_notice_is_framed_as_the_products_own() -> None:
    hooks = built_in("https://x.example")
    hooks.subscribe("closed", "tell-lars", lambda o: [Notice("closed", LARS.id, "Lukket", "Sagen er lukket.", "")])
    (notice,) = hooks.gather([happened("closed", item=a_case())]).notices
    assert notice.text.endswith("SAG1042: https://x.example/sager/1042")


def test_what_comes_back_says_who_asks_what() -> None:
    back = a_case(agent_id=SOFIE.id, sender_id=OMAR.id, receiver_id=SOFIE.id)
    step = a_step(back, assignee_id=SOFIE.id)
    asked = happened("returned", item=back, case=back, user_task=step, actor_id=OMAR.id, comment="Hvilken etage?")
    (notice,) = gather(asked).notices
    assert notice.text.startswith(
        "Omar har sendt sagen retur til dig med et spørgsmål.\n\nSpørgsmål:\nHvilken etage?\n\nNæste trin: "
    )
    answered = replace(asked, kind="assigned", actor_id=VICTOR.id, change="handed-back", comment="Tredje.")
    (notice,) = gather(answered).notices
    assert notice.subject == "SAG1042 er returneret til dig: Printer på 3. sal skriver ikke"
    assert notice.text.startswith("Victor har svaret og returneret sagen til dig.\n\nSvar:\nTredje.\n\nNæste trin: ")


def test_what_is_solved_says_so_with_its_solution_and_never_that_it_became_mine() -> None:
    task = a_task(status=Status.SOLVED)
    closing = a_step(task, assignee_id=SOFIE.id, name="Supporten afslutter")
    solved = {
        "item": task,
        "actor_id": OMAR.id,
        "change": "solved",
        "solution": "Kortet er skiftet.",
        "customer": BENTE,
    }
    (notice,) = gather(happened("assigned", user_task=closing, **solved)).notices
    assert notice.subject == "TSK7 er løst: Skift netværkskort"
    assert notice.text.startswith(
        "Omar har løst opgaven.\n\nLøsning:\nKortet er skiftet.\n\nNæste trin: Supporten afslutter.\n\n"
    )
    assert "blevet din" not in notice.text and notice.why == "Du får beskeden, fordi næste trin er dit."
    to_team = replace(closing, assignee_id=None, team_id=1, role="agents")
    offered = gather(happened("ready", user_task=to_team, **solved)).notices[0]
    assert offered.subject.startswith("TSK7 er løst og venter på ") and "Kortet er skiftet." in offered.text


def test_who_approves_and_has_the_next_step_reads_the_solution_once_with_one_reason() -> None:
    solved = {"change": "solved", "about": "solved", "actor_id": OMAR.id, "solution": "Kortet er skiftet."}
    words = {"recipients": ("approver",), "subject": "Opgaven er løst", "text": "Løsning:\nKortet er skiftet."}
    step = a_step(a_task(), assignee_id=SOFIE.id)
    (notice,) = gather(happened("notify", **solved, **words), happened("assigned", user_task=step, **solved)).notices
    assert notice.text.count("Kortet er skiftet.") == 1 and notice.text.count("har løst opgaven") == 1
    assert f"Næste trin: {step.name}." in notice.text
    assert notice.why == "Du får beskeden, fordi du er godkender på opgaven."


def test_a_customer_who_works_here_reads_nothing_internal_of_a_solved_task() -> None:
    customer = replace(BENTE, agent_id=SOFIE.id)
    task = a_task(status=Status.SOLVED, team_id=NETWORK.id)
    step = a_step(task, assignee_id=SOFIE.id)
    solved = {"item": task, "actor_id": OMAR.id, "change": "solved", "solution": "Hun har selv trukket stikket ud."}
    (notice,) = gather(happened("assigned", user_task=step, customer=customer, **solved)).notices
    assert "stikket" not in notice.text and "Du er selv bruger på sagen" in notice.text


def test_a_moved_deadline_is_told_to_both_parties_with_its_reason() -> None:
    moved = happened("deadline-moved", item=a_task(deadline=DEADLINE), due_before=NOW, comment="Kortet er i restordre.")
    assert told(moved) == ["Omar", "Sofie"]
    notice = gather(moved).notices[0]
    assert notice.subject == "TSK7 har fået ny deadline: Skift netværkskort"
    assert notice.text.startswith(
        "Dorte har flyttet deadline fra 2. marts 2026 kl. 09.00 til 3. marts 2026 kl. 00.30.\n\n"
        "Hvorfor:\nKortet er i restordre."
    )
    cleared = replace(moved, item=a_case(deadline=None), case=a_case(deadline=None))
    assert gather(cleared).notices[0].subject.startswith("SAG1042 har ikke længere en deadline")


def test_each_reader_is_told_in_their_own_language() -> None:
    english = {one.id: replace(one, locale="en") if one == OMAR else one for one in AGENTS}
    hooks = built_in("https://x.example")
    hooks.translate = lambda locale, template: {"%(who)s har givet dig %(the)s.": "%(who)s gave you %(the)s."}.get(
        template, template
    )
    directory = Directory(2, english, {team.id: team for team in TEAMS})
    (notice,) = hooks.gather([happened("assigned", directory=directory)]).notices
    assert notice.text.startswith("Dorte gave you opgaven.")
