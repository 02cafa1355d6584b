"""The event log of another desk: rows and incidents, on one clock. What they ask of ours is said in `actions`."""

import codecs
import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from engine.replay.map import MAX_NAME, Map, State
from engine.replay.problems import NotReplayable
from engine.texts.lines import composed, is_one_line

MAX_PROBLEMS = 20
END = datetime.max.replace(tzinfo=UTC)
NAMES = ("incident", "row", "state", "opener", "caller", "group", "agent", "resolver")  # that a template may ask for


@dataclass(frozen=True, slots=True)
class Row:
    """One change of an incident. None is an unknown value.

    `number` counts the rows of the file from 1. `at` is the running maximum of the incident's times. `standing_group`
    is the last group that was known, `since` the row in which the incident came into its present state.
    """

    number: int
    incident: str
    state: State
    at: datetime
    changed_by: str | None
    opener: str | None
    caller: str | None
    group: str | None
    agent: str | None
    resolver: str | None
    standing_group: str | None
    since: int
    words: Mapping[str, str] = field(repr=False)  # what templates may ask for
    before: "Row | None" = field(repr=False, compare=False)


@dataclass(frozen=True)
class Log:
    """A whole log; `rows` stand in the order in which they are played."""

    sha256: str
    rows: tuple[Row, ...]

    @cached_property
    def by_number(self) -> Mapping[int, Row]:
        return {row.number: row for row in self.rows}

    @cached_property
    def last(self) -> Mapping[str, Row]:
        """Each incident's last row."""
        return {row.incident: row for row in self.rows}


def read_log(content: bytes, map_: Map) -> Log:
    """Reads a log by its map; raises NotReplayable with what is wrong, by row."""
    problems: list[str] = []
    last: dict[str, Row] = {}
    rows = []
    for number, line in _lines(content, map_):
        row = _row(number, line, map_, last, problems)
        if row is not None:
            last[row.incident] = row
            rows.append(row)
        if len(problems) >= MAX_PROBLEMS:
            break
    if problems:
        raise NotReplayable(problems)
    if not rows:
        raise NotReplayable(["The log has no rows."])
    rows.sort(key=lambda row: (row.at, row.number))
    return Log(hashlib.sha256(content).hexdigest(), tuple(rows))


def _lines(content: bytes, map_: Map) -> Iterator[tuple[int, dict[str, str]]]:
    """(number, {column: text}) of every row; raises NotReplayable where the file as a whole cannot be read."""
    try:
        text = composed(content.removeprefix(codecs.BOM_UTF8).decode(map_.shape.encoding))
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=map_.shape.delimiter, strict=True)
        _check_header(reader.fieldnames or (), map_)
        for number, line in enumerate(reader, start=1):
            if None in line or None in line.values():
                raise NotReplayable([f"Row {number} has another number of columns than the first line."])
            yield number, line
    except UnicodeError as error:
        raise NotReplayable([f"The log is not {map_.shape.encoding}: {error}."]) from None
    except csv.Error as error:
        raise NotReplayable([f"The log is not CSV: {error}."]) from None


def _check_header(header: Sequence[str], map_: Map) -> None:
    wanted = vars(map_.columns)
    if not header:
        raise NotReplayable(["The log is empty."])
    if not set(header) & set(wanted.values()):
        first = map_.shape.delimiter.join(header)[:80]
        raise NotReplayable([f"The log's first line has none of the map's columns; it begins {first!r}."])
    problems = [
        f"columns.{key} is {name!r}, but the log has {'two of them' if name in header else 'no such column'}."
        for key, name in wanted.items()
        if header.count(name) != 1
    ]
    unknown = sorted(map_.placeholders - set(header) - set(NAMES))
    problems += [f"A text of the map asks for {{{name}}}, but the log has no such column." for name in unknown]
    if problems:
        raise NotReplayable(problems)


def _row(number: int, line: Mapping[str, str], map_: Map, last: Mapping[str, Row], problems: list[str]) -> Row | None:
    known = {key: _known(line[name], map_.shape.unknown) for key, name in vars(map_.columns).items()}
    words = {name: " ".join(line.get(name, "").split()) for name in map_.placeholders}
    incident, state = known["incident"], map_.states.get(known["state"] or "")
    at = _time(line[map_.columns.changed_at], map_)
    told = [f"{name} is too long or has signs that cannot be shown" for name in _odd(known)]
    told += [f"{name} has signs that cannot be shown" for name, text in words.items() if _has_controls(text)]
    if incident is None:
        told.append("it names no incident")
    if state is None:
        told.append(f"the map says nothing of the state {line[map_.columns.state]!r}")
    if at is None:
        told.append(f"{line[map_.columns.changed_at]!r} is not a time as time.format says")
    problems += [f"Row {number}: {one}." for one in told]
    if told or incident is None or state is None or at is None:
        return None
    before = last.get(incident)
    people = {name: known[name] for name in ("opener", "caller", "group", "agent", "resolver")}
    return Row(
        number=number,
        incident=incident,
        state=state,
        at=max(at, before.at) if before else at,
        changed_by=known["changed_by"],
        **people,
        standing_group=known["group"] or (before.standing_group if before else None),
        since=before.since if before and before.state.name == state.name else number,
        words=words | _own_words(number, known, map_.shape.unknown),
        before=before,
    )


def _own_words(number: int, known: Mapping[str, str | None], unknown: str) -> dict[str, str]:
    words = {name: known[name] or unknown for name in NAMES if name != "row"}
    return words | {"row": str(number)}


def _known(text: str, unknown: str) -> str | None:
    text = " ".join(text.split())
    return None if text in ("", unknown) else text


def _odd(known: Mapping[str, str | None]) -> list[str]:
    return [name for name, value in known.items() if value and (len(value) > MAX_NAME or not is_one_line(value))]


def _has_controls(text: str) -> bool:
    """Signs that no text of ours may hold; a soft hyphen or a joined emoji is fine."""
    return not text.isprintable() and any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text)


def _time(text: str, map_: Map) -> datetime | None:
    """In UTC; None where it is none, or lies where the calendar ends and a task of it would have no deadline."""
    try:
        told = datetime.strptime(text.strip(), map_.time.format)  # noqa: DTZ007 the zone comes next
        at = (told if told.tzinfo else told.replace(tzinfo=map_.zone)).astimezone(UTC)
        return at if at < END - map_.task_time else None
    except (ValueError, OverflowError):
        return None
