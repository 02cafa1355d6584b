"""Who is told of what: the product's own subscribers (R049, A-07, A-30, C10). The words are `wording`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from engine.clock import ZONE
from engine.hooks import wording
from engine.hooks.values import Notice, Subscriber
from engine.model.items import Case, Task
from engine.model.occurrences import Occurrence
from engine.model.people import Agent
from engine.reasons import NOT_ACTIVE, SAME_PERSON
from engine.rules.seeing import sees_internal
from engine.sentences import joined

# what each person, and each team for its members, can switch off: the kinds of notices, as the page names them
NOTICE_KINDS: dict[str, str] = {
    "assigned": "Noget er blevet mit at gøre",
    "ready": "Noget venter på mit team",
    "returned": "Noget er sendt retur til mig",
    "reopened": "Noget er genåbnet og er mit igen",
    "overdue": "En deadline er overskredet",
    "unclosed": "En sag er løst, men ikke lukket",
    "deadline-moved": "En deadline er flyttet",
    "solved": "En opgave, som jeg er godkender på, er løst",
    "notify": "Anden besked fra en proces",
    "approver-changed": "Jeg er ikke længere godkender på en opgave",
    "message-received": "Der er kommet en besked udefra",
}


def ready(occurrence: Occurrence) -> Iterator[Notice]:
    """A step waits for somebody of a team: its dispatchers, or its agents, as the diagram says."""
    if occurrence.user_task is not None and occurrence.user_task.team_id is not None:
        yield from _tell(occurrence, _offered(occurrence), wording.ready(occurrence))


def assigned(occurrence: Occurrence) -> Iterator[Notice]:
    yield from _tell(occurrence, _worker(occurrence), wording.assigned(occurrence))


def returned(occurrence: Occurrence) -> Iterator[Notice]:
    yield from _tell(occurrence, _worker(occurrence), wording.returned(occurrence))


def reopened(occurrence: Occurrence) -> Iterator[Notice]:
    yield from _tell(occurrence, _worker(occurrence), wording.reopened(occurrence))


def overdue(occurrence: Occurrence) -> Iterator[Notice]:
    """Whoever has it, or else who could give it away; and who waits for it: a task's approver, a case's creator.

    Where the diagram draws it, its send task says so (`notify`).
    """
    if occurrence.drawn:
        return
    worker = _worker(occurrence) or dispatchers(occurrence, _team(occurrence))
    yield from _tell(occurrence, worker, wording.overdue(occurrence, "has"))
    if isinstance(occurrence.item, Task):
        approver = _one(occurrence, occurrence.item.approver_id)
        yield from _tell(occurrence, approver, wording.overdue(occurrence, "approver"))
    else:
        yield from _tell(occurrence, creators(occurrence), wording.overdue(occurrence, "creator"))


def notify(occurrence: Occurrence) -> Iterator[Notice]:
    """A send task of the diagram, to the roles it names."""
    for role in occurrence.recipients:
        if role == "customer":
            yield from _to_customer(occurrence)
        elif role == "approver":
            yield from _to_approver(occurrence)
        else:
            yield from _tell(occurrence, ROLES[role](occurrence), wording.notified(occurrence, role))


def unclosed(occurrence: Occurrence) -> Iterator[Notice]:
    """D-19: the holder of the closing step, and nobody else."""
    yield from _tell(occurrence, _worker(occurrence) or _offered(occurrence), wording.unclosed(occurrence))


def deadline_moved(occurrence: Occurrence) -> Iterator[Notice]:
    """D-17: both parties, who has it and who waits for it."""
    worker = _worker(occurrence) or dispatchers(occurrence, occurrence.item.team_id)
    for concerns, people in (("has", worker), ("creator", creators(occurrence))):
        yield from _tell(occurrence, people, wording.deadline_moved(occurrence, concerns, ZONE))


def approver_changed(occurrence: Occurrence) -> Iterator[Notice]:
    """A-07: the original approver is told."""
    yield from _tell(occurrence, _agents(occurrence, occurrence.agents), wording.approver_changed(occurrence))


def message_received(occurrence: Occurrence) -> Iterator[Notice]:
    """R121: the agent on the case answers; A-13: without one, the team's dispatchers."""
    people = _worker(occurrence) or dispatchers(occurrence, occurrence.item.team_id)
    yield from _tell(occurrence, people, wording.message_received(occurrence))


BUILT_IN: tuple[tuple[str, str, Subscriber], ...] = (
    ("ready", "notice-ready", ready),
    ("assigned", "notice-assigned", assigned),
    ("returned", "notice-returned", returned),
    ("reopened", "notice-reopened", reopened),
    ("overdue", "notice-overdue", overdue),
    ("notify", "notice-notify", notify),
    ("unclosed", "notice-unclosed", unclosed),
    ("deadline-moved", "notice-deadline-moved", deadline_moved),
    ("approver-changed", "notice-approver-changed", approver_changed),
    ("message-received", "notice-message-received", message_received),
)


def dispatchers(occurrence: Occurrence, team_id: int) -> tuple[Agent, ...]:
    """A team that has no dispatcher is told as a whole: somebody must know."""
    return occurrence.directory.dispatchers(team_id) or occurrence.directory.members(team_id)


def members(occurrence: Occurrence, team_id: int) -> tuple[Agent, ...]:
    return occurrence.directory.members(team_id)


def creators(occurrence: Occurrence) -> tuple[Agent, ...]:
    """The creator, or where they have left, those who dispatch for the creating side (A-15)."""
    item, directory = occurrence.item, occurrence.directory
    return _one(occurrence, item.created_by) or dispatchers(occurrence, directory.default_team(item.origin).id)


ROLES: dict[str, Callable[[Occurrence], tuple[Agent, ...]]] = {
    "creator": creators,
    "agent": lambda o: _one(o, o.item.agent_id),
    "case_agent": lambda o: _one(o, o.case.agent_id),
    "team": lambda o: members(o, o.item.team_id),
    "dispatchers": lambda o: dispatchers(o, o.item.team_id),
}


def _tell(occurrence: Occurrence, people: Iterable[Agent], words: wording.Words) -> Iterator[Notice]:
    """Nobody is told of their own act, nor of what they have switched off (C10), nor what is internal (A-37)."""
    for agent in people:
        if agent.id != occurrence.actor_id and _topic(occurrence) not in agent.muted:
            hidden = words.written and not sees_internal(agent, occurrence.item, occurrence.customer)
            yield _notice(occurrence, agent, replace(words, written=wording.INTERNAL) if hidden else words)


def _notice(occurrence: Occurrence, agent: Agent, words: wording.Words, skipped: str | None = None) -> Notice:
    text = joined([part for part in (words.text, words.written) if part])
    matter = "solved" if "solved" in (occurrence.change, occurrence.about) else ""
    return Notice(occurrence.kind, agent.id, words.subject, text, words.why, skipped, do=words.do, matter=matter)


def _topic(occurrence: Occurrence) -> str:
    """Under which of NOTICE_KINDS people switch it off."""
    return occurrence.about or occurrence.kind


def _to_approver(occurrence: Occurrence) -> Iterator[Notice]:
    """R049, for a task that has an approver. Nobody writes to themselves, and that is written down (A-30)."""
    approver = _approver(occurrence)
    if approver is None:
        return
    words = wording.notified(occurrence, "approver")
    skipped = _skipped(occurrence, approver)
    if skipped:
        yield _notice(occurrence, approver, words, skipped)
    else:
        yield from _tell(occurrence, (approver,), words)


def _skipped(occurrence: Occurrence, approver: Agent) -> str | None:
    if not approver.active:
        return NOT_ACTIVE
    return SAME_PERSON if approver.id == occurrence.actor_id else None


def _approver(occurrence: Occurrence) -> Agent | None:
    item = occurrence.item
    approver_id = None if isinstance(item, Case) else getattr(item, "approver_id", None)
    return occurrence.directory.agents.get(approver_id) if approver_id is not None else None


def _to_customer(occurrence: Occurrence) -> Iterator[Notice]:
    if occurrence.customer is not None:
        words = wording.to_customer(occurrence, occurrence.customer)
        yield Notice(occurrence.kind, None, words.subject, words.text, words.why)


def _worker(occurrence: Occurrence) -> tuple[Agent, ...]:
    """Those named; else who has the step; else who has the item."""
    if occurrence.agents:
        return _agents(occurrence, occurrence.agents)
    task = occurrence.user_task
    return _one(occurrence, task.assignee_id if task is not None else occurrence.item.agent_id)


def _offered(occurrence: Occurrence) -> tuple[Agent, ...]:
    """Those of the team that the step is offered to."""
    task = occurrence.user_task
    if task is None or task.team_id is None:
        return ()
    return (dispatchers if task.role == "dispatchers" else members)(occurrence, task.team_id)


def _team(occurrence: Occurrence) -> int:
    task = occurrence.user_task
    return task.team_id if task is not None and task.team_id is not None else occurrence.item.team_id


def _agents(occurrence: Occurrence, ids: Iterable[int]) -> tuple[Agent, ...]:
    return tuple(agent for agent_id in ids for agent in _one(occurrence, agent_id))


def _one(occurrence: Occurrence, agent_id: int | None) -> tuple[Agent, ...]:
    agent = occurrence.directory.active(agent_id)
    return (agent,) if agent else ()
