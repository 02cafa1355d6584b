"""A decision in the making: what an act has changed so far. Pure; each act of `engine.flow` fills one in."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

from engine import rules
from engine.errors import Caution, NotFound, Refused
from engine.files import kept_file
from engine.flow.decision import ChangedItem, Completed, Decision, FinishedStep, Key
from engine.flow.messages import draft
from engine.flow.needs import (
    CustomerOf,
    ItemOf,
    Need,
    NewEntryNumber,
    NewInstanceNumber,
    NewItemNumber,
    ProgramOf,
    TasksOf,
    TextOf,
    WaitingOf,
)
from engine.flow.standing import Standing
from engine.history import columns
from engine.history.shape import Recorded, Subject
from engine.history.types import build
from engine.model.correspondence import Attachment, Entry, EntryKind, Message, Upload
from engine.model.instances import SavedInstance, StartedInstance, UserTask, WorkState
from engine.model.items import Case, Kind, WorkItem
from engine.model.occurrences import Occurrence, OccurrenceKind
from engine.model.outgoing import Draft
from engine.model.people import Agent, Customer
from engine.runner import Program
from engine.sentences import say

V = TypeVar("V")


def no_such(kind: Kind, item_id: int) -> NotFound:
    """The same whether there is none, or none that the asker may see."""
    if kind == Kind.CASE:
        return NotFound(say("Der er ingen sag med nummer %(number)s, eller du må ikke se den.", number=item_id))
    return NotFound(say("Der er ingen opgave med nummer %(number)s, eller du må ikke se den.", number=item_id))


class Deciding:
    """Everything that one act does, gathered; `decision` is what it came to."""

    def __init__(self, standing: Standing):
        self.standing = standing
        self.by, self.now, self.directory = standing.by, standing.now, standing.directory
        self.started: list[StartedInstance] = []
        self.saved: list[SavedInstance] = []
        self.opened: list[UserTask] = []
        self.finished: list[FinishedStep] = []
        self.offered: list[UserTask] = []
        self.answers: dict[int, dict[str, Any]] = {}
        self.again: list[Message] = []
        self.completed: Completed | None = None
        self._messages: list[Draft] = []
        self._occurrences: list[Occurrence] = []
        self._entries: list[Entry] = []
        self._files: list[Upload] = []
        self._before: dict[Key, WorkItem | None] = {}
        self._after: dict[Key, WorkItem] = {}
        self._events: dict[Key, list[Recorded]] = {}
        self._beside: dict[Key, dict[str, Any]] = {}
        self._deviations: dict[tuple[Key, str], rules.Deviation] = {}
        self._early: tuple[rules.Deviation, ...] = ()
        self._cautions: dict[str, Caution] = {}

    def get(self, need: Need[V]) -> V:
        return self.standing.get(need)

    @cached_property
    def actor(self) -> Agent:
        """Who does it; refuses those who only read, and those who have left."""
        agent = self.directory.agents.get(self.by.agent) if self.by.agent is not None else None
        if agent is None:
            raise NotFound("Personen findes ikke.")
        if not rules.may_act(agent):
            raise Refused("D-08", "Du kan læse, men ikke ændre noget: du er ikke medlem af et team.")
        return agent

    def program(self, definition_id: int) -> Program:
        return self.get(ProgramOf(definition_id))

    # --- items ---

    def find(self, kind: Kind, item_id: int, what: str = "") -> WorkItem:
        """The item; raises NotFound in the same words where there is none and where the actor may not see it."""
        item = self.get(ItemOf(kind, item_id))
        if item is None or not self.may_see(item):
            raise NotFound(what) if what else no_such(kind, item_id)
        return item

    def current(self, kind: Kind, item_id: int) -> WorkItem:
        """The item as it is by now."""
        key = (kind, item_id)
        if key not in self._after:
            item = self.get(ItemOf(kind, item_id))
            assert item is not None
            return item
        return self._after[key]

    def case_of(self, item: WorkItem) -> Case:
        case = item if isinstance(item, Case) else self.current(Kind.CASE, item.case_number)
        assert isinstance(case, Case)
        return case

    def customer_of(self, item: WorkItem) -> Customer:
        """Whom the item's case is for."""
        return self.get(CustomerOf(self.case_of(item).customer_id))

    def put(self, item: WorkItem, type_: str, **details: Any) -> None:
        """The item's new value with the event that tells of it; what changed is added to the details."""
        key = (item.kind, item.id)
        if key not in self._after:
            self._before[key] = self._after[key] = self.current(*key)
        changes = columns.changes(self._after[key], item)
        self._after[key] = item
        self._events.setdefault(key, []).append(self._event(item.kind, type_, changes=changes, **details))

    def add(self, item: WorkItem) -> WorkItem:
        """A new item: it gets its number, and its first event."""
        new = replace(item, id=self.get(NewItemNumber(item.kind)))
        key = (new.kind, new.id)
        self._before[key], self._after[key] = None, new
        first = "registered" if new.kind == Kind.CASE else "created"
        self._events[key] = [self._event(new.kind, first, changes=columns.changes(None, new))]
        for deviation in self._early:
            self._deviate(new, deviation)
        return new

    def _event(self, kind: Kind, type_: str, /, **details: Any) -> Recorded:
        return build(Subject(kind.value), type_, {"on_behalf_of": self.by.on_behalf_of, **details})

    def note(self, item: WorkItem, **unrecorded: Any) -> None:
        """Columns that are no part of the history (who has seen what)."""
        self._beside.setdefault((item.kind, item.id), {}).update(unrecorded)

    # --- rules ---

    def judge(self, moment: object, item: WorkItem) -> None:
        """Asks the rules; what was overridden becomes a deviation in the item's history, once.

        Cautions without a reason are gathered, so that a person is asked for all of them at once.
        """
        for deviation in self._judged(moment):
            if ((item.kind, item.id), deviation.rule) not in self._deviations:
                self._deviate(item, deviation)

    def judge_new(self, moment: object) -> None:
        """Asks the rules of an item that has no number yet; its deviations follow its first event (`add`)."""
        self._early += self._judged(moment)

    def _judged(self, moment: object) -> tuple[rules.Deviation, ...]:
        judgement = rules.judge(moment, self.by.reasons)
        self._cautions.update({caution.rule: caution for caution in judgement.missing})
        return judgement.deviations

    def _deviate(self, item: WorkItem, deviation: rules.Deviation) -> None:
        self._deviations[(item.kind, item.id), deviation.rule] = deviation
        self.put(item, "deviation", rule=deviation.rule, sentence=deviation.sentence, reason=deviation.reason)

    def may_see(self, item: WorkItem) -> bool:
        """Whether the actor may see it; asks for more only where the case alone does not tell."""
        agent, case = self.directory.agents.get(self.by.agent or 0), self.case_of(item)
        if agent is None:
            return False
        if rules.may_see(agent, case, (), self.directory):
            return True
        return rules.may_see(agent, case, self.get(TasksOf(case.id)), self.directory) or self._is_offered(item, agent)

    def takes_part(self, item: WorkItem) -> bool:
        """D-16; asks for more only where the item itself does not tell."""
        agent = self.directory.active(self.by.agent)
        if agent is None:
            return False
        if rules.takes_part(agent, item) or self._is_offered(item, agent):
            return True
        return isinstance(item, Case) and rules.takes_part(agent, item, self.get(TasksOf(item.id)))

    def _is_offered(self, item: WorkItem, agent: Agent) -> bool:
        """Whether a waiting step of the item is that agent's to do."""
        return any(rules.offered(step, agent) for step in self.get(WaitingOf(item.kind, item.id)))

    # --- correspondence ---

    def write(
        self,
        item: WorkItem,
        kind: EntryKind,
        text: str,
        *,
        as_solution: bool = False,
        uploads: Sequence[Upload] = (),
        subject: str | None = None,
        recipients: Sequence[str] = (),
        cc: Sequence[str] = (),
    ) -> Entry:
        """An entry on the item, with its event."""
        number = self.get(NewEntryNumber(len(self._entries)))
        kept = [kept_file(upload) for upload in uploads]
        entry = Entry(
            id=number,
            kind=kind,
            item_kind=item.kind,
            item_id=item.id,
            text=text,
            written_by=self.actor.id,
            written_at=self.now,
            on_behalf_of=self.by.on_behalf_of,
            is_solution=as_solution,
            subject=subject,
            recipients=tuple(recipients),
            cc=tuple(cc),
            attachments=tuple(Attachment(0, number, *file) for file in kept),
        )
        self._entries.append(entry)
        self._files.extend(uploads)
        after = self.current(item.kind, item.id)
        if as_solution:
            after = replace(after, solution_entry_id=number)
        told: dict[str, Any] = {"entry": number, "kind": kind.value, "text": text, "subject": subject}
        self.put(after, "entry", **told, recipients=recipients, cc=cc, attachments=kept)
        return entry

    def text_of(self, entry_id: int) -> str:
        """The text of an entry, of this act or an earlier one."""
        written = {entry.id: entry.text for entry in self._entries}
        return written[entry_id] if entry_id in written else self.get(TextOf(entry_id))

    # --- saying so ---

    def occur(self, kind: OccurrenceKind, item: WorkItem, **more: Any) -> None:
        """Something that the hooks are told of."""
        occurrence = Occurrence(
            kind=kind,
            item=item,
            case=self.case_of(item),
            at=self.now,
            actor_id=self.by.agent,
            directory=self.directory,
            **more,
        )
        self._occurrences.append(occurrence)

    def send(self, *drafts: Draft) -> None:
        """Messages for the outbox, one a recipient; they leave after the commit."""
        self._messages.extend(drafts)

    def draft(self, item: WorkItem, *, address: str | None, reason: str | None = None, **columns: Any) -> Draft:
        """One message from the team that has the item, unless `sender` says another; see `draft`."""
        columns.setdefault("sender", self.directory.teams[item.team_id].name)
        return draft(self.standing, item, address=address, reason=reason, **columns)

    # --- the process ---

    def instance_number(self) -> int:
        """Of an instance that starts now."""
        return self.get(NewInstanceNumber(len(self.started)))

    def finish(self, step: UserTask, state: WorkState, outcome: str | None = None) -> None:
        self.finished.append(FinishedStep(step, state, outcome))

    # --- the end ---

    def decision(self, subject: WorkItem) -> Decision:
        """What it came to."""
        return Decision(
            at=self.now,
            subject=self.current(subject.kind, subject.id),
            items=tuple(
                ChangedItem(self._before[key], self._after[key], tuple(events), self._beside.get(key, {}))
                for key, events in self._events.items()
            ),
            started=tuple(self.started),
            saved=tuple(self.saved),
            opened=tuple(self.opened),
            finished=tuple(self.finished),
            offered=tuple(self.offered),
            answers=self.answers,
            entries=tuple(self._entries),
            files=tuple(self._files),
            messages=tuple(self._messages),
            again=tuple(self.again),
            occurrences=tuple(self._occurrences),
            cautions=tuple(self._cautions.values()),
            deviations=tuple((key, deviation) for (key, _), deviation in self._deviations.items()),
            completed=self.completed,
        )
