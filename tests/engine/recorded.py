"""What was stored at a moment, noted then, and the same made afterwards from the events alone."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import select

from engine import Desk, Kind
from engine.history.canonical import plain
from engine.history.chain import Head, Link
from engine.history.fold import state_at
from engine.history.messages import CONTENT, content_of
from engine.history.reading import opened
from engine.history.shape import Subject
from engine.history.state import State
from engine.record.coverage import COVERAGE
from engine.record.item_record import Record, timers_of
from engine.record.subject_record import SECRET, is_its_password
from engine.store.history import events, record, subjects
from engine.store.tables import chains

Place = tuple[Subject, int]
TABLES = {Subject.CASE: "cases", Subject.TASK: "tasks"}
OF_A_SEAL = {*CONTENT}  # what the history has a commitment to, and no value
EVERY = 1_000_000


@dataclass(frozen=True)
class Moment:
    """What stood in the tables then, and how far each chain was: items with all that hangs on them, and the others."""

    items: Mapping[Place, Record]
    others: Mapping[Place, Mapping[str, Any]]
    heads: Mapping[Place, Head]


@dataclass
class Moments:
    """Those of one desk."""

    desk: Desk
    noted: list[Moment] = field(default_factory=list)

    def note(self, which: Collection[tuple[Kind, int]] | None = None) -> None:
        """Notes everything, or of cases and tasks only these."""
        with self.desk.reading() as connection:
            ranges = [(kind, n, n) for kind, n in which] if which is not None else [(kind, 1, EVERY) for kind in Kind]
            items = {(r.subject, r.id): r for kind, a, z in ranges for r in record.read(connection, kind, a, z)}
            others = subjects.everybody(connection) | subjects.deployed(connection)
            at = connection.execute(select(chains)).all()
            heads = {(Subject(row.subject_kind), row.subject_id): Head(row.events, row.head) for row in at}
        self.noted.append(Moment(items, others, heads))

    def compare(self) -> int:
        """Every state that was noted is the one that the events of now tell of then; how many states there were."""
        links = self._links()
        for moment in self.noted:
            for place, then in moment.items.items():
                of_item = links[place][: len(then.links)]
                fates = [link for n, fate in then.fates.items() for link in links[Subject.MESSAGE, n][: len(fate)]]
                state = state_at(*place, map(opened, (*of_item, *fates)))
                assert told(state, then) == stored(then), place
            for place, row in moment.others.items():
                head = moment.heads[place]
                state = state_at(*place, map(opened, links[place]), head.count)
                assert (state.count, state.head) == (head.count, head.hash), place
                hidden = {SECRET} & row.keys()
                expected = dict.fromkeys(row) | state.row
                assert {c: expected[c] for c in row.keys() - hidden} == {c: plain(row[c]) for c in row.keys() - hidden}
                assert not hidden or is_its_password(row[SECRET], state), place
        return sum(len(moment.items) + len(moment.others) for moment in self.noted)

    def _links(self) -> dict[Place, list[Link]]:
        found: dict[Place, list[Link]] = defaultdict(list)
        with self.desk.reading() as connection:
            for subject in Subject:
                for link in events.links_of(connection, subject, select(events.events.c.subject_id)):
                    found[subject, link.subject_id].append(link)
        return found


def stored(then: Record) -> dict[str, Any]:
    """The rows of an item and of all that hangs on it, by table; of what was written, that it was there."""
    table = TABLES[then.subject]
    return {
        "head": (then.item["event_count"], then.item["head_hash"]),
        "item": _compared(table, then.item),
        "instances": {row["id"]: _compared("instances", row, "diagram") for row in then.instances},
        "steps": {row["id"]: _step(row) for row in then.steps},
        "entries": {row["id"]: _compared("entries", row) for row in then.entries},
        "texts": {row["id"] for row in then.entries if row["text"]},
        "files": {
            row["id"]: [[f["name"], f["sha256"], f["size_bytes"]] for f in then.files.get(row["id"], ())]
            for row in then.entries
        },
        "messages": {row["key"]: _message(row) for row in then.messages},
        "contents": {row["key"] for row in then.messages},
        "answers": {(row["instance_id"], row["field"]): orjson.loads(row["value"]) for row in then.answers},
        "timers": [(plain(row["due_at"]), row["case_id"]) for row in then.timers],
        "tasks": {*then.tasks},
    }


def told(state: State, then: Record) -> dict[str, Any]:
    """The same as the events tell it; a text is there where its commitment fits the one of then."""
    texts = {row["id"]: row["text"] for row in then.entries}
    contents = {r["key"]: content_of(r) for r in then.messages}
    kept = {(row["instance_id"], row["field"]) for row in then.answers}
    answers = {(n, name): value for n, given in state.answers.items() for name, value in given.items()}
    return {
        "head": (state.count, state.head),
        "item": _compared(TABLES[state.subject], state.row),
        "instances": {n: _compared("instances", row, "diagram") for n, row in state.instances.items()},
        "steps": {n: _step(row) for n, row in state.steps.items()},
        "entries": {n: _compared("entries", row) for n, row in state.entries.items()},
        "texts": {n for n, seal in state.texts.items() if seal.fits(texts[n])},
        "files": state.files,
        "messages": {key: _message(row | {"key": key}) for key, row in state.messages.items()},
        "contents": {key for key, seal in state.contents.items() if seal.fits(contents[key])},
        "answers": {place: answers[place] for place in answers.keys() & kept},
        "timers": timers_of(state),
        "tasks": state.tasks,
    }


def _compared(table: str, row: Mapping[str, Any], *more: str) -> dict[str, Any]:
    """Every column that the check says that it compares, by its value."""
    hidden = OF_A_SEAL if table == "outbox" else {"text"} if table == "entries" else set()
    return {column: plain(row[column]) for column in (*COVERAGE[table].compared.split(), *more) if column not in hidden}


def _step(row: Mapping[str, Any]) -> dict[str, Any]:
    """When it is due says something of what waits alone."""
    return _compared("user_tasks", {**row, "due": row["due"] if row["state"] == "waiting" else None})


def _message(row: Mapping[str, Any]) -> dict[str, Any]:
    """How often it was tried, and what came of it, is told of what does not wait."""
    waits = row["delivery"] == "waiting"
    return _compared("outbox", {**row, **({"attempts": 0, "reason": None} if waits else {})})
