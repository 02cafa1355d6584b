"""One transaction of the desk: what was loaded, what happened to it, and the writing of all of it at the end."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

from engine import rules
from engine.desk.house import NO_REASONS, Desk
from engine.errors import AlreadyDone, Caution, DeskError, NeedsReason, NotFound, Refused
from engine.greeting import team_of
from engine.history import columns
from engine.history.chain import Head, chain
from engine.history.shape import Recorded, Subject
from engine.history.types import build
from engine.hooks import Notice, Occurrence
from engine.jobs import defer
from engine.model.altered import altered
from engine.model.correspondence import Delivery, EntryKind, Upload
from engine.model.form_drafts import SentForm, Source, key_of
from engine.model.items import Case, Kind, Status, WorkItem
from engine.model.outgoing import Draft
from engine.model.people import Agent, Customer, Directory
from engine.reasons import NO_ADDRESS, REPLAYED
from engine.runner import Program
from engine.sentences import say
from engine.store import (
    Connection,
    Writes,
    after_commit,
    correspondence,
    customers,
    events,
    form_drafts,
    instances,
    items,
    outbox,
    timers,
)

Key = tuple[Kind, int]


def no_such(kind: Kind, item_id: int) -> NotFound:
    """The same whether there is none, or none that the asker may see."""
    if kind == Kind.CASE:
        return NotFound(say("Der er ingen sag med nummer %(number)s, eller du må ikke se den.", number=item_id))
    return NotFound(say("Der er ingen opgave med nummer %(number)s, eller du må ikke se den.", number=item_id))


class Unit:
    """Everything one action does, gathered; `save` writes it. Use `unit(desk, …)`."""

    def __init__(
        self,
        desk: Desk,
        connection: Connection,
        by: int | None,
        on_behalf_of: str | None,
        overrides: Mapping[str, str],
        source: Source | None,
        *,
        locks: bool = True,
    ):
        self._locks = locks  # a page only looks: what is read under no lock is never saved
        self.desk, self.writes, self._connection = desk, Writes(connection), connection
        self.by, self.on_behalf_of, self.overrides, self.source = by, on_behalf_of, overrides, source
        self.now = desk.clock()
        self.directory_version: int | None = None
        self.entry_number: int | None = None
        self.occurrences: list[Occurrence] = []
        self._before: dict[Key, WorkItem] = {}
        self._after: dict[Key, WorkItem] = {}
        self._events: dict[Key, list[Recorded]] = {}
        self._customers: dict[int, Customer] = {}
        self._deviations: set[tuple[Key, str]] = set()
        self._cautions: dict[str, Caution] = {}
        self._early: tuple[rules.Deviation, ...] = ()
        self._more: dict[Key, dict[str, Any]] = {}

    @property
    def connection(self) -> Connection:
        """To read by, and to write what is needed at once: what was gathered goes first."""
        self.writes.send()
        return self._connection

    @cached_property
    def directory(self) -> Directory:
        return self.desk.directory(self.connection, self.directory_version)

    @cached_property
    def actor(self) -> Agent:
        """Who does it; refuses those who only read, and those who have left."""
        agent = self.directory.agents.get(self.by) if self.by is not None else None
        if agent is None:
            raise NotFound("Personen findes ikke.")
        if not rules.may_act(agent):
            raise Refused("D-08", "Du kan læse, men ikke ændre noget: du er ikke medlem af et team.")
        return agent

    def program(self, definition_id: int) -> Program:
        """A deployed definition, which never changes: what was gathered need not go first."""
        return self.desk.program(self._connection, definition_id)

    # --- items ---

    def load(self, kind: Kind, item_id: int) -> WorkItem:
        """The item, in `unit(…)` under its case's lock; raises NotFound, also for what the actor may not see."""
        found = items.find(self.connection, kind, item_id, lock=self._locks)
        if found is None:
            raise no_such(kind, item_id)
        return self.hold(found)

    def find(self, kind: Kind, item_id: int, what: str = "") -> WorkItem:
        """The item; raises NotFound in the same words where there is none and where the actor may not see it."""
        try:
            item = self.load(kind, item_id)
            self.must_see(item)
        except NotFound as error:
            raise NotFound(what or error.args[0]) from None
        return item

    def hold(self, item: WorkItem) -> WorkItem:
        """Keeps track of an item that was read under the lock. A clock that was put back does not turn its time."""
        key = (item.kind, item.id)
        if not self._events:
            self.now = max(self.now, item.updated_at)
        self._before.setdefault(key, item)
        return self._after.setdefault(key, item)

    def case_of(self, item: WorkItem) -> Case:
        case = item if isinstance(item, Case) else self.current(Kind.CASE, item.case_number)
        assert isinstance(case, Case)
        return case

    def customer_of(self, item: WorkItem) -> Customer:
        """Whom the item's case is for."""
        customer_id = self.case_of(item).customer_id
        if customer_id not in self._customers:
            found = customers.find(self.connection, customer_id)
            assert found is not None
            self._customers[customer_id] = found
        return self._customers[customer_id]

    def hold_customer(self, case: Case, customer: Customer | None) -> None:
        """Keeps whom a case is for, where that was read with it."""
        if customer is not None:
            self._customers[case.customer_id] = customer

    def current(self, kind: Kind, item_id: int) -> WorkItem:
        """The item as it stands now in this unit, loaded where it is not yet."""
        return self._after.get((kind, item_id)) or self.load(kind, item_id)

    def put(self, item: WorkItem, type_: str, **details: Any) -> None:
        """The item's new value with the event that tells of it; what changed is added to the details."""
        key = (item.kind, item.id)
        changed = columns.changes(self._after.get(key) if self._events.get(key) or key in self._before else None, item)
        if changed:
            details["changes"] = changed
        self._after[key] = item
        self._events.setdefault(key, []).append(self._event(item.kind, type_, **details))

    def add(self, item: WorkItem) -> WorkItem:
        """A new item: it gets its number, and its first event."""
        new = replace(item, id=items.add(self.connection, item))
        key = (new.kind, new.id)
        self._before[key] = self._after[key] = new
        type_ = "registered" if new.kind == Kind.CASE else "created"
        self._events[key] = [self._event(new.kind, type_, changes=columns.changes(None, new))]
        for deviation in self._early:
            self.put(new, "deviation", rule=deviation.rule, sentence=deviation.sentence, reason=deviation.reason)
        return new

    def _event(self, kind: Kind, type_: str, /, **details: Any) -> Recorded:
        return build(Subject(kind.value), type_, {"on_behalf_of": self.on_behalf_of, **details})

    def note(self, item: WorkItem, **unrecorded: Any) -> None:
        """Columns that are no part of the history (who has seen what)."""
        self._more.setdefault((item.kind, item.id), {}).update(unrecorded)

    # --- rules ---

    def judge(self, moment: object, item: WorkItem) -> None:
        """Asks the rules; what was overridden becomes a deviation in the item's history, once.

        Cautions without a reason are gathered, so that a person is asked for all of them at once, by `save`.
        """
        judgement = rules.judge(moment, self.overrides)
        self._cautions.update({caution.rule: caution for caution in judgement.missing})
        for deviation in judgement.deviations:
            key = ((item.kind, item.id), deviation.rule)
            if key not in self._deviations:
                self._deviations.add(key)
                self.put(item, "deviation", rule=deviation.rule, sentence=deviation.sentence, reason=deviation.reason)

    def judge_new(self, moment: object) -> None:
        """Asks the rules of an item that has no number yet; its deviations follow its first event (`add`)."""
        judgement = rules.judge(moment, self.overrides)
        self._cautions.update({caution.rule: caution for caution in judgement.missing})
        self._early += judgement.deviations

    def must_see(self, item: WorkItem) -> None:
        """NotFound for what the actor may not see: nothing is leaked."""
        case = self.case_of(item)
        agent = self.directory.agents.get(self.by or 0)
        if agent and rules.may_see(agent, case, (), self.directory):
            return
        if agent and rules.may_see(agent, case, items.tasks_of(self.connection, case.id), self.directory):
            return
        if agent and self._is_offered(item, agent):
            return
        raise no_such(item.kind, item.id)

    def takes_part(self, item: WorkItem) -> bool:
        """D-16; asks the database only where the item itself does not tell."""
        agent = self.directory.active(self.by)
        if agent is None:
            return False
        if rules.takes_part(agent, item) or self._is_offered(item, agent):
            return True
        return isinstance(item, Case) and rules.takes_part(agent, item, items.tasks_of(self.connection, item.id))

    def _is_offered(self, item: WorkItem, agent: Agent) -> bool:
        """Whether a waiting step of the item is that agent's to do."""
        return any(rules.offered(step, agent) for step in instances.waiting_of(self.connection, item.kind, item.id))

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
    ) -> int:
        """An entry on the item, with its event. Returns the entry's id."""
        kept = [self.desk.files.keep(upload) for upload in uploads]
        number, self.entry_number = self.entry_number, None
        entry_id = correspondence.add(
            self.writes,
            number,
            kind=kind,
            item_kind=item.kind,
            item_id=item.id,
            text=text,
            written_by=self.actor.id,
            written_at=self.now,
            on_behalf_of=self.on_behalf_of,
            subject=subject,
            recipients=recipients,
            cc=cc,
        )
        correspondence.add_attachments(self.writes, entry_id, kept)
        after = self.current(item.kind, item.id)
        if as_solution:
            after = replace(after, solution_entry_id=entry_id)
        told: dict[str, Any] = {"entry": entry_id, "kind": kind.value, "text": text, "subject": subject}
        self.put(after, "entry", **told, recipients=recipients, cc=cc, attachments=kept)
        return entry_id

    # --- saying so ---

    def occur(self, kind: str, item: WorkItem, **more: Any) -> None:
        """Tells the hooks, when the unit is saved."""
        occurrence = Occurrence(
            kind=kind,
            item=item,
            case=self.case_of(item),
            at=self.now,
            actor_id=self.by,
            directory=self.directory,
            **more,
        )
        self.occurrences.append(occurrence)

    def send(self, drafts: Sequence[Draft]) -> None:
        """Messages into the outbox, one row a recipient; they leave after the commit."""
        if not drafts:
            return
        outbox.add(self.writes, drafts)
        if any(draft.delivery == Delivery.WAITING for draft in drafts):
            self.wake_mail()

    def wake_mail(self) -> None:
        """Something waits in the outbox."""
        defer(self.connection, "deliver-mail", self.now)
        after_commit(self.connection, self.desk.wake.set)

    def draft(self, item: WorkItem, *, address: str | None, reason: str | None = None, **columns: Any) -> Draft:
        """One message; without an address or a mail server it says why it is not sent, and first of all in a replay.

        It comes from the team that has the item, unless `sender` says another.
        """
        columns.setdefault("sender", self.directory.teams[item.team_id].name)
        replayed = REPLAYED if self.desk.not_sent == REPLAYED else None
        reason = replayed or reason or self.desk.not_sent or (None if address else NO_ADDRESS)
        return Draft(
            item_kind=item.kind,
            item_id=item.id,
            address=address,
            delivery=Delivery.NOT_SENT if reason else Delivery.WAITING,
            reason=reason,
            created_at=self.now,
            **columns,
        )

    def new_message_id(self) -> str:
        host = self.desk.settings.base_url.split("://")[-1].split("/")[0].split(":")[0]
        return f"<{uuid.uuid4()}@{host}>"

    # --- the end ---

    def save(self) -> None:
        """Writes items, events, notices and timers. Called once, before the commit; raises NeedsReason."""
        if self._cautions:
            raise NeedsReason(tuple(self._cautions.values()))
        self._notify()
        source = key_of(self.source)
        for key, happened in self._events.items():
            before, after = self._before[key], self._after[key]
            at = max(self.now, before.updated_at)
            chained = chain(
                Subject(before.kind.value),
                before.id,
                Head(before.event_count, before.head_hash),
                happened,
                desk=self.desk.uuid,
                at=at,
                by=self.by,
                source=source,
            )
            source = None
            events.add(self.writes, chained)
            last = chained[-1]
            saved = altered(
                after,
                version=before.version + 1,
                event_count=last.sequence,
                head_hash=last.hash,
                updated_by=self.by if self.by is not None else after.updated_by,
                updated_at=at,
            )
            items.save(self.writes, before, saved, **self._more.get(key, {}))
            self._after[key] = saved
            if before.deadline != saved.deadline:
                instances.set_due(self.connection, saved.kind, saved.id, saved.deadline)
            self._arm(before, saved)
        if isinstance(self.source, SentForm) and self.by is not None:
            form_drafts.discard_sent(self.writes, self.by, self.source, self.now)
        self.writes.send()

    def _arm(self, before: WorkItem, after: WorkItem) -> None:
        """D-15: one timer an item whose deadline is still to be told of."""
        was, wanted = _due(before) if before.version > 1 or before.event_count else None, _due(after)
        if was == wanted:
            return
        if wanted is None:
            timers.disarm(self.writes, after.kind, after.id)
        else:
            timers.arm(self.connection, after.kind, after.id, after.case_number, wanted)
            defer(self.connection, "fire-timers", wanted)
            after_commit(self.connection, self.desk.wake.set)

    def _notify(self) -> None:
        if not self.occurrences:
            return
        gathered = self.desk.hooks.gather(self.occurrences)
        for failure in gathered.failures:
            item = self.occurrences[0].item
            self.put(self.current(item.kind, item.id), "hook-failed", hook=failure.name, error=failure.error)
        self.send([self._notice(notice) for notice in gathered.notices])

    def _notice(self, notice: Notice) -> Draft:
        item = notice.item or self.occurrences[0].item
        who: Agent | Customer = (
            self.customer_of(item) if notice.agent_id is None else self.directory.agents[notice.agent_id]
        )
        return self.draft(
            item,
            address=who.email,
            reason=notice.skipped,
            kind="notice",
            message_id=self.new_message_id(),
            recipient=f"{who.name} <{who.email}>" if who.email else who.name,
            agent_id=notice.agent_id,
            subject=notice.subject,
            body=notice.text,
            why=notice.why,
            **self._sender_of(item, notice),
        )

    def _sender_of(self, item: WorkItem, notice: Notice) -> dict[str, str]:
        """The customer hears from the team that signs; people of the house from the team that has the item."""
        if notice.agent_id is not None:
            return {}
        case = self.case_of(item)
        return {"sender": team_of(self.directory, case, self.directory.active(case.agent_id)).name}


def _due(item: WorkItem) -> Any:
    """When its deadline is to be told of: of an unsolved item, and of a solved case until it is closed (D-19)."""
    done = (Status.CLOSED,) if item.kind == Kind.CASE else (Status.SOLVED, Status.CLOSED)
    return None if item.status in done or item.overdue_for == item.deadline else item.deadline


@contextmanager
def unit(
    desk: Desk,
    by: int | None,
    *,
    on_behalf_of: str | None = None,
    overrides: Mapping[str, str] = NO_REASONS,
    source: Source | None = None,
) -> Iterator[Unit]:
    """One transaction: saved and committed at the end of the block, nothing written when it raises."""
    try:
        with desk.database.write() as connection:
            one = Unit(desk, connection, by, on_behalf_of, overrides, source)
            yield one
            one.save()
    except DeskError as error:
        _check_not_done(desk, source, error)
        raise


def _check_not_done(desk: Desk, source: Source | None, error: DeskError) -> None:
    """What was done the first time may not be possible again: AlreadyDone says more than that error."""
    key = key_of(source)
    if key is None or isinstance(error, AlreadyDone):
        return
    with desk.reading() as connection:
        done = events.has_source(connection, key)
    if done:
        raise AlreadyDone(key) from error


def look(desk: Desk, connection: Connection, by: int) -> Unit:
    """The same eyes for a page that only reads: nothing is locked, nothing is saved."""
    return Unit(desk, connection, by, None, NO_REASONS, None, locks=False)
