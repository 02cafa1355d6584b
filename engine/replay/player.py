"""Plays a log on a desk, row by row, on the log's own clock; stopped anywhere, it goes on where it stopped.

Every action carries its source (the log's sha256, the row, the action's name), written in the action's own transaction
and unique in the history. So what was done is read from the history; the mark keeps what the history does not know:
which rows asked nothing, which were refused, and which were over with when a deadline passed.
"""

from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import engine
from engine import Case, Desk, Kind, Settings
from engine.errors import Invalid, NeedsReason, ProcessFault, Refused
from engine.reasons import REPLAYED
from engine.replay.actions import Action, Look, Made, decide, kind_of
from engine.replay.doing import Hands, Order
from engine.replay.log import Log, Row
from engine.replay.map import Map
from engine.replay.people import everybody, make
from engine.replay.problems import NotReplayable
from engine.replay.summary import OF_DESK, OF_LOG, Progress, Summary

OWNER, PROGRESS = "replay", "replay-progress"  # marks
Item = tuple[Kind, int]


class LogClock:
    """Shows the log's time: set, never ticking."""

    def __init__(self, now: datetime):
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def reach(self, moment: datetime) -> None:
        """Forward only."""
        self.now = max(self.now, moment)


@dataclass
class Record:
    """What the history says is done: actions by row, the case of each incident, the tasks made for it."""

    log: Log
    done: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    cases: dict[str, int] = field(default_factory=dict)
    tasks: defaultdict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))  # id → the log's state
    asked: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))  # last row with a question
    actions: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, name: str, item: Item) -> None:
        row, kind = self.log.by_number[number], kind_of(name)
        self.done[number].add(name)
        self.actions[kind] += 1
        if kind == "register":
            self.cases[row.incident] = item[1]
        elif kind == "create-task":
            self.tasks[row.incident][item[1]] = row.state.name
        elif kind == "comment":
            self.asked[row.incident] = max(number, self.asked[row.incident])

    def read(self, desk: Desk) -> None:
        for source, kind, item_id in engine.sources(desk, f"{self.log.sha256}:"):
            _, number, name = source.split(":", 2)
            self.add(int(number), name, (kind, item_id))


class Player:
    """One run of a replay. Raises NotReplayable, and writes nothing, where log, map and database do not go together."""

    def __init__(self, desk: Desk, clock: LogClock, log: Log, map_: Map):
        self.desk, self.clock, self.log = desk, clock, log
        cast = everybody(log, map_.names)
        _claim(desk, log, map_)
        engine.install(desk)
        self.people = make(desk, cast, map_.names)
        self.hands = Hands(desk, map_, self.people)
        self.record = Record(log)
        self.record.read(desk)
        self.progress = self._gone_by(Progress.from_text(engine.find_mark(desk, PROGRESS)))
        self.began_with = self.progress.rows

    def play(self) -> Iterator[Row]:
        """Plays the rows that are left; hands out a row after each of its actions, or where it comes to nothing."""
        for row in self.log.rows[self.progress.rows :]:
            self._reach(row.at)
            if not (yield from self._play(row)):
                self._keep_progress()
                yield row
        self._keep_progress()
        engine.end_replay(self.desk, self.log.sha256)

    def summary(self, seconds: float) -> Summary:
        ended = {incident: OF_LOG[row.state.means] for incident, row in self.log.last.items()}
        ours = Counter(OF_DESK[engine.get_case(self.desk, case_id).status] for case_id in self.record.cases.values())
        theirs = Counter(ended.values())
        return Summary(
            incidents=len(ended),
            events=len(self.log.rows),
            progress=self.progress,
            actions=self.record.actions,
            final={state: (theirs[state], ours[state]) for state in theirs | ours},
            this_run=self.progress.rows - self.began_with,
            seconds=seconds,
        )

    def _gone_by(self, kept: Progress) -> Progress:
        """The mark, and the rows after it that something was done in, but for the last: it may be half done."""
        later = self.log.rows[kept.rows :]
        last = max((place for place, row in enumerate(later) if row.number in self.record.done), default=0)
        for _ in range(last):
            kept = kept.applied(noted=False)
        return kept

    def _keep_progress(self) -> None:
        engine.set_mark(self.desk, PROGRESS, self.progress.to_text())

    def _play(self, row: Row) -> Generator[Row, None, bool]:
        """The actions of one row, the first refusal ends it; returns whether the history alone tells of it."""
        case = self._find_case(row)
        try:
            while (action := decide(self._look(row, case))) is not None:
                case = self._act(row, action, case)
                yield row
        except (Refused, NeedsReason, Invalid, ProcessFault) as error:
            self.progress = self.progress.refusing(rule_of(error), f"{row.incident}, row {row.number}: {error}")
            return False
        noted = row.number not in self.record.done
        self.progress = self.progress.applied(noted=noted)
        return not noted

    def _act(self, row: Row, action: Action, case: Case | None) -> Case | None:
        """The case as the action left it."""
        source = f"{self.log.sha256}:{row.number}:{action.name}"
        item = self.hands.do(Order(action, row, case, source))
        self.record.add(row.number, action.name, (item.kind, item.id))
        return item if isinstance(item, Case) else self._find_case(row)

    def _find_case(self, row: Row) -> Case | None:
        case_id = self.record.cases.get(row.incident)
        return engine.get_case(self.desk, case_id) if case_id is not None else None

    def _look(self, row: Row, case: Case | None) -> Look:
        done = frozenset(self.record.done.get(row.number, ()))
        if case is None:
            return Look(row, self.people, None, done=done)
        asked = row.since <= self.record.asked[row.incident] <= row.number
        return Look(row, self.people, case, self._tasks(row.incident, case.id), asked, done)

    def _tasks(self, incident: str, case_id: int) -> tuple[Made, ...]:
        states = self.record.tasks[incident]
        held = engine.tasks_of(self.desk, case_id) if states else ()
        return tuple(
            Made(task, states[task.id], bool(engine.waiting(self.desk, Kind.TASK, task.id)))
            for task in held
            if task.id in states
        )

    def _reach(self, moment: datetime) -> None:
        """Deadlines due by then pass first, each at its own time; the rows before are not looked at again after."""
        while (due := engine.next_deadline(self.desk)) is not None and due <= moment:
            self._keep_progress()
            self.clock.reach(due)
            engine.fire_due_timers(self.desk, due)
        self.clock.reach(moment)


def open_replay(settings: Settings, log: Log) -> tuple[Desk, LogClock]:
    """A desk on the log's clock, from which nothing leaves the house; raises NotReplayable while another is at it."""
    clock = LogClock(log.rows[0].at)
    desk = engine.open_desk(settings, clock=clock, not_sent=REPLAYED)
    if not desk.database.reserve("replay"):
        desk.close()
        raise NotReplayable(["Another replay is at work on this database."])
    return desk, clock


def rule_of(error: Exception) -> str:
    """The rule that a refusal names: of a field not filled in right R040, of a process that knows no way on D-01."""
    if isinstance(error, Refused):
        return error.rule
    if isinstance(error, NeedsReason):
        return error.warnings[0].rule
    return "R040" if isinstance(error, Invalid) else "D-01"


def _claim(desk: Desk, log: Log, map_: Map) -> None:
    """One database is one log's, read by one map."""
    mine = f"{log.sha256} {map_.sha256}"
    owner = engine.find_mark(desk, OWNER)
    if owner == mine:
        return
    if owner is not None:
        what = "map" if owner.split()[0] == mine.split()[0] else "log"
        raise NotReplayable([f"This database holds the replay of another {what}. Take an empty one."])
    if desk.directory().agents or engine.count_items(desk):
        raise NotReplayable(["This database is in use: a replay needs an empty one."])
    engine.begin_replay(desk, OWNER, mine, log=log.sha256, map_=map_.sha256, rows=len(log.rows))
