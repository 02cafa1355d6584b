"""Who is told of what: the product's own subscribers (R049, A-07, A-30, C10). The words are `wording`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from engine.clock import ZONE
from engine.hooks import wording
from engine.hooks.values import Notice, Subscriber
from engine.model.items import Case, Task
from engine.model.occurrences import NOT_TOLD, Occurrence, OccurrenceKind
from engine.model.people import Agent
from engine.reasons import NOT_ACTIVE, SAME_PERSON
from engine.rules.seeing import sees_internal
from engine.sentences import joined, say

Audience = Callable[[Occurrence], Iterable[Agent]]
Told = tuple[Audience, Callable[[Occurrence], wording.Words]]  # who is told, and in which words


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice: what people call it where they switch it off, and what is told to whom when it occurs.

    `drawn` tells instead what a send task of a diagram says; a kind without either is what such a task speaks of.
    """

    label: str
    told: tuple[Told, ...] = ()
    drawn: Subscriber | None = None

    @property
    def subscriber(self) -> Subscriber | None:
        return self.drawn or (self._tell if self.told else None)

    def _tell(self, occurrence: Occurrence) -> Iterator[Notice]:
        for audience, words in self.told:
            if people := tuple(audience(occurrence)):
                yield from _tell(occurrence, people, words(occurrence))


def notify(occurrence: Occurrence) -> Iterator[Notice]:
    """A send task of the diagram, to the roles it names."""
    for role in occurrence.recipients:
        if role == "customer":
            yield from _to_customer(occurrence)
        elif role == "approver":
            yield from _to_approver(occurrence)
        else:
            yield from _tell(occurrence, ROLES[role](occurrence), wording.notified(occurrence, role))


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
    solved = OccurrenceKind.SOLVED
    matter = solved.value if solved in (occurrence.change, occurrence.about) else ""
    return Notice(occurrence.kind, agent.id, words.subject, text, words.why, skipped, do=words.do, matter=matter)


def _topic(occurrence: Occurrence) -> OccurrenceKind:
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


def _unless_drawn(audience: Audience) -> Audience:
    """Where the diagram draws it, its send task says so (`notify`)."""
    return lambda occurrence: () if occurrence.drawn else audience(occurrence)


def _late(occurrence: Occurrence) -> tuple[Agent, ...]:
    """Whoever has it, or else who could give it away."""
    return _worker(occurrence) or dispatchers(occurrence, _team(occurrence))


def _approving(occurrence: Occurrence) -> tuple[Agent, ...]:
    return _one(occurrence, occurrence.item.approver_id) if isinstance(occurrence.item, Task) else ()


def _case_creators(occurrence: Occurrence) -> tuple[Agent, ...]:
    return () if isinstance(occurrence.item, Task) else creators(occurrence)


def _holder(occurrence: Occurrence) -> tuple[Agent, ...]:
    """The agent answers (R121); A-13: without one, the team's dispatchers."""
    return _worker(occurrence) or dispatchers(occurrence, occurrence.item.team_id)


def _closer(occurrence: Occurrence) -> tuple[Agent, ...]:
    """D-19: the holder of the closing step, and nobody else."""
    return _worker(occurrence) or _offered(occurrence)


def _originally_approving(occurrence: Occurrence) -> tuple[Agent, ...]:
    """A-07: the original approver is told."""
    return _agents(occurrence, occurrence.agents)


_Kind = OccurrenceKind
# what each person, and each team for its members, can switch off: a row each
NOTICE_KINDS: Mapping[OccurrenceKind, NoticeKind] = {
    _Kind.ASSIGNED: NoticeKind(say("Noget er blevet mit at gøre"), ((_worker, wording.assigned),)),
    _Kind.READY: NoticeKind(say("Noget venter på mit team"), ((_offered, wording.ready),)),
    _Kind.RETURNED: NoticeKind(say("Noget er sendt retur til mig"), ((_worker, wording.returned),)),
    _Kind.REOPENED: NoticeKind(say("Noget er genåbnet og er mit igen"), ((_worker, wording.reopened),)),
    _Kind.OVERDUE: NoticeKind(  # who has it, and who waits for it
        say("En deadline er overskredet"),
        (
            (_unless_drawn(_late), partial(wording.overdue, concerns="has")),
            (_unless_drawn(_approving), partial(wording.overdue, concerns="approver")),
            (_unless_drawn(_case_creators), partial(wording.overdue, concerns="creator")),
        ),
    ),
    _Kind.UNCLOSED: NoticeKind(say("En sag er løst, men ikke lukket"), ((_closer, wording.unclosed),)),
    _Kind.DEADLINE_MOVED: NoticeKind(  # D-17: both parties
        say("En deadline er flyttet"),
        (
            (_holder, partial(wording.deadline_moved, concerns="has", zone=ZONE)),
            (creators, partial(wording.deadline_moved, concerns="creator", zone=ZONE)),
        ),
    ),
    _Kind.SOLVED: NoticeKind(say("En opgave, som jeg er godkender på, er løst")),
    _Kind.NOTIFY: NoticeKind(say("Anden besked fra en proces"), drawn=notify),
    _Kind.APPROVER_CHANGED: NoticeKind(
        say("Jeg er ikke længere godkender på en opgave"), ((_originally_approving, wording.approver_changed),)
    ),
    _Kind.MESSAGE_RECEIVED: NoticeKind(say("Der er kommet en besked udefra"), ((_holder, wording.message_received),)),
}
if missing := set(OccurrenceKind) - NOTICE_KINDS.keys() - NOT_TOLD:
    raise TypeError(f"nobody is told of {missing}: engine.hooks.notices is incomplete")
