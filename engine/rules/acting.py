"""Rules of what people do with a waiting step: who does it, closing, solving, reopening. What moves it is in `moving`.

They are asked twice: of the button, before anything is typed (`asking`), and of what the step really did, before it is
saved, so that they hold whatever the diagram draws.
"""

from typing import Any

from engine.errors import Caution, Link, Refused
from engine.facts import Situation, is_approver, is_case_agent
from engine.model.instances import UserTask
from engine.model.items import Kind, Status
from engine.model.people import Agent, Department
from engine.rules.moments import Act, Closing, Doing, PassingOn, Reopening, Solving
from engine.rules.registry import Verdict, rule
from engine.rules.who import everybody_in, who_has, who_is_offered
from engine.sentences import say
from engine.texts.lines import tidy


def _leads_side(actor: Agent, situation: Situation) -> bool:
    return any(situation.directory.teams[t].department == situation.case.origin for t in actor.leads)


# --- who does it ---------------------------------------------------------------------------------------------------


@rule("D-08", Doing)
def only_whom_the_step_is_offered(doing: Doing) -> Verdict:
    """The lane and its table say who is offered the step; a lead of a team concerned may step in (A-18), and the
    approver may reopen the task that they were told of (A-02).
    """
    situation, step = doing.situation, doing.user_task
    actor = situation.actor
    if doing.offered or (actor and _leads_step(actor, situation, step)) or _approver_reopens(doing):
        return None
    who = who_is_offered(situation.directory, step)
    return Refused("D-08", say("Trinnet “%(step)s” venter ikke på dig.", step=step.name), who=who)


@rule("A-18", Doing)
def a_lead_steps_in_with_a_reason(doing: Doing) -> Verdict:
    actor = doing.situation.actor
    if doing.offered or actor is None or not _leads_step(actor, doing.situation, doing.user_task):
        return None
    if _approver_reopens(doing):
        return None
    who = who_is_offered(doing.situation.directory, doing.user_task)
    return Caution(
        "A-18", say("Trinnet venter på %(who)s. Som teamleder kan du udføre det, hvis du skriver hvorfor.", who=who)
    )


def _approver_reopens(doing: Doing) -> bool:
    return doing.reopens and is_approver(doing.situation.actor, doing.situation.item)


def _leads_step(actor: Agent, situation: Situation, step: UserTask) -> bool:
    assignee = situation.directory.agents.get(step.assignee_id) if step.assignee_id is not None else None
    return bool(actor.leads & {situation.item.team_id, step.team_id or 0, *(assignee.teams if assignee else ())})


@rule("D-07", Closing, Solving, PassingOn)
def a_person_closes_solves_and_passes_on(act: Act) -> Verdict:
    """A deadline that passes has no actor (D-15)."""
    if act.asking or act.before.actor_id is not None:
        return None
    return Refused("D-07", "Det lukker, løser og sender en person videre, ikke en deadline, der overskrides.")


# --- closing -------------------------------------------------------------------------------------------------------


@rule("R126", Closing)
def operations_never_closes_what_support_created(act: Closing) -> Verdict:
    if _other_side(act, Department.SUPPORT):
        return Refused("R126", "Sagen er oprettet i support, og kun support må lukke den.", who=_closers(act))
    return None


@rule("A-17", Closing)
def support_does_not_close_what_operations_created(act: Closing) -> Verdict:
    if _other_side(act, Department.OPERATIONS):
        return Refused("A-17", "Sagen er oprettet i drift, og kun drift må lukke den.", who=_closers(act))
    return None


def _other_side(act: Closing, origin: Department) -> bool:
    return act.before.case.origin == origin and act.actor is not None and act.actor.department != origin


@rule("D-07", Closing)
def only_the_case_agent_closes(act: Closing) -> Verdict:
    if act.actor is None or is_case_agent(act.actor, act.before.case) or _leads_side(act.actor, act.before):
        return None
    return Refused("D-07", "Kun sagsagenten lukker sagen.", who=_closers(act))


@rule("A-18", Closing)
def a_lead_closes_with_a_reason(act: Closing) -> Verdict:
    case = act.before.case
    if act.actor is None or is_case_agent(act.actor, case) or not _leads_side(act.actor, act.before):
        return None
    has = who_has(act.before.directory, case)
    return Caution(
        "A-18", say("Sagen ligger hos %(who)s. Som teamleder kan du lukke den, hvis du skriver hvorfor.", who=has)
    )


@rule("R047", Closing)
def not_while_blocking_tasks_are_open(act: Closing) -> Verdict:
    blocking = [task for task in act.open_tasks if task.blocking]
    if not blocking:
        return None
    count = say("1 opgave") if len(blocking) == 1 else say("%(count)s opgaver", count=len(blocking))
    return Refused("R047", say("Sagen kan ikke lukkes: %(what)s skal løses først.", what=count), links=_links(blocking))


@rule("D-06", Closing)
def not_while_its_own_process_is_elsewhere(act: Closing) -> Verdict:
    """A case is closed only while its own process waits at a step that can be ended from outside."""
    if act.closable or act.before.case.status == Status.CLOSED:
        return None
    has = who_has(act.before.directory, act.before.case)
    return Refused("D-06", say("Sagen kan ikke lukkes nu: den ligger hos %(who)s.", who=has), who=has)


@rule("A-32", Closing)
def not_twice(act: Closing) -> Verdict:
    if act.before.case.status == Status.CLOSED:
        return Refused("A-32", say("%(number)s er allerede lukket.", number=act.before.case.number))
    return None


@rule("A-03", Closing, Solving, PassingOn)
def open_tasks_are_named(act: Act) -> Verdict:
    """Closing, solving or passing on a case that has open tasks always asks; the tasks live on."""
    tasks = [t for t in act.open_tasks if not t.blocking or not isinstance(act, Closing)]
    if act.asking or not tasks or (isinstance(act, Solving) and act.before.item.kind == Kind.TASK):
        return None
    numbers = ", ".join(task.number for task in tasks)
    return Caution(
        "A-03", say("Sagen har åbne opgaver, som lever videre: %(numbers)s.", numbers=numbers), links=_links(tasks)
    )


def _closers(act: Closing) -> str:
    directory, case = act.before.directory, act.before.case
    agents = (directory.able(case.agent_id), directory.able(case.created_by))
    names_ = (directory.name_of(agent.id) for agent in agents if agent and agent.department == case.origin)
    return next(names_, directory.default_team(case.origin).name)


def _links(tasks: Any) -> tuple[Link, ...]:
    return tuple(Link(task.number, task.subject) for task in tasks)


# --- solving, reopening --------------------------------------------------------------------------------------------


@rule("A-19", Solving)
def a_solution_is_marked_first(act: Solving) -> Verdict:
    """R077 and R127: the solution is an internal comment, marked, since the last opening."""
    if act.has_solution or act.asking:
        return None
    sentence = "Skriv løsningen, eller marker en intern kommentar som løsning, før du markerer som løst."
    return Refused("A-19", sentence, field="solution")


@rule("R095", Reopening)
def reopening_says_why(act: Reopening) -> Verdict:
    if tidy(act.comment) or act.asking:
        return None
    return Refused("R095", "Skriv en intern kommentar om, hvorfor den ikke er løst.", field="comment")


@rule("A-33", Reopening)
def reopening_past_the_deadline_needs_a_new_one(act: Reopening) -> Verdict:
    """D-15."""
    deadline = act.after.item.deadline
    if act.asking or deadline is None or deadline > act.after.now:
        return None
    return Refused("A-33", "Deadline er overskredet. Sæt en ny, når du genåbner.", field="deadline")


@rule("D-08", Reopening)
def one_of_the_two_sides_reopens(act: Reopening) -> Verdict:
    """Those who created it and those who have it, and the approver (A-02)."""
    item, actor = act.before.item, act.actor
    if actor is None or actor.department in (item.origin, act.before.department) or is_approver(actor, item):
        return None
    who = everybody_in(item.origin)
    return Refused("D-08", "Kun de to afdelinger, der deler den, kan genåbne den.", who=who)


@rule("A-32", Reopening)
def a_task_on_a_closed_case_stays(act: Reopening) -> Verdict:
    if act.before.item.kind == Kind.TASK and act.before.case.status == Status.CLOSED:
        case = act.before.case
        link = Link(case.number, case.subject)
        who = everybody_in(case.origin)
        return Refused("A-32", "Sagen er lukket. Genåbn sagen først.", who=who, links=(link,))
    return None
