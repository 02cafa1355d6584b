"""Reads a map, a TOML file such as `uci_incident_log.toml` beside this one, where every key is explained.

What is missing, unknown or of the wrong type is one sentence each, all of them at once.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from engine.replay.map import MAX_NAME, Columns, Map, Means, Names, Shape, State, TaskTexts, Texts, Time, names_in
from engine.replay.problems import NotReplayable
from engine.texts.lines import composed

TAB = "\t"  # may separate columns

T = TypeVar("T")


def read_map(content: bytes) -> Map:
    """Reads a map; raises NotReplayable with every mistake."""
    try:
        given = tomllib.loads(composed(content.decode("utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NotReplayable([f"The map is not TOML: {error}."]) from None
    reader = _Reader()
    found = _map(reader, given, hashlib.sha256(content).hexdigest())
    if reader.problems:
        raise NotReplayable(reader.problems)
    return found


class _Reader:
    """Takes tables apart and remembers what is wrong with them; what is missing is read as empty."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def table(self, given: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
        value = given.get(name)
        if isinstance(value, dict):
            return value
        self.problems.append(f"[{name}] is missing." if value is None else f"{name} must be a table.")
        return None

    def texts(self, given: Mapping[str, Any] | None, place: str, shape: type[T]) -> T:
        """A table of texts as the dataclass whose fields are its keys."""
        wanted = [field.name for field in fields(shape)]  # type: ignore[arg-type]
        if given is None:
            return shape(**dict.fromkeys(wanted, ""))
        self.only(given, wanted, place)
        return shape(**{name: self.text(given, name, place) for name in wanted})

    def text(self, given: Mapping[str, Any], name: str, place: str) -> str:
        value = given.get(name)
        if not isinstance(value, str) or not (value.strip() or value == TAB):
            self.problems.append(f"{place}.{name} must be a text that is not empty.")
            return ""
        if not all(sign.isprintable() or sign in "\t\n" for sign in value):
            self.problems.append(f"{place}.{name} has signs that cannot be shown.")
            return ""
        return value

    def only(self, given: Mapping[str, Any], wanted: list[str], place: str) -> None:
        unknown = sorted(set(given) - set(wanted))
        self.problems += [f"{place}.{name} is unknown; there is {', '.join(wanted)}." for name in unknown]


def _map(reader: _Reader, given: Mapping[str, Any], sha256: str) -> Map:
    reader.only(given, ["log", "columns", "time", "people", "states", "tasks", "texts"], "map")
    tasks = reader.table(given, "tasks")
    found = Map(
        sha256=sha256,
        shape=reader.texts(reader.table(given, "log"), "log", Shape),
        columns=reader.texts(reader.table(given, "columns"), "columns", Columns),
        time=reader.texts(reader.table(given, "time"), "time", Time),
        names=reader.texts(reader.table(given, "people"), "people", Names),
        texts=reader.texts(reader.table(given, "texts"), "texts", Texts),
        states=_states(reader, reader.table(given, "states") or {}, tasks or {}),
        task_time=_task_time(reader, tasks),
    )
    _check_shape(reader, found.shape)
    _check_time(reader, found.time)
    _check_names(reader, found.names)
    _check_templates(reader, found)
    return found


def _states(reader: _Reader, given: Mapping[str, Any], tasks: Mapping[str, Any]) -> Mapping[str, State]:
    found = {}
    for name, means in given.items():
        if means not in list(Means):
            reader.problems.append(f"states.{name!r} is {means!r}; expected {', '.join(Means)}.")
            continue
        found[name] = State(name, Means(means), _task(reader, name, tasks) if means == Means.TASK else None)
    unused = sorted(set(tasks) - {"days"} - {name for name, state in found.items() if state.task})
    reader.problems += [f"tasks.{name!r} belongs to no state that means a task." for name in unused]
    return found


def _task(reader: _Reader, name: str, tasks: Mapping[str, Any]) -> TaskTexts | None:
    place = f"tasks.{name!r}"
    if not isinstance(tasks.get(name), dict):
        reader.problems.append(f"[{place}] is missing: the task that this state asks for.")
        return None
    task = reader.texts(tasks[name], place, TaskTexts)
    if task.to not in ("team", "support"):
        reader.problems.append(f"{place}.to is {task.to!r}; expected team or support.")
    return task


def _task_time(reader: _Reader, tasks: Mapping[str, Any] | None) -> timedelta:
    days = 1 if tasks is None else tasks.get("days")
    if isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= 3650:
        return timedelta(days=days)
    reader.problems.append("tasks.days must be a whole number of days, 1 to 3650.")
    return timedelta(days=1)


def _check_shape(reader: _Reader, shape: Shape) -> None:
    if len(shape.delimiter) > 1 or shape.delimiter in ('"', "\n"):
        reader.problems.append(f"log.delimiter is {shape.delimiter!r}; expected one sign such as a comma.")
    try:
        "".encode(shape.encoding or "utf-8")
    except (LookupError, UnicodeError):
        reader.problems.append(f"log.encoding is {shape.encoding!r}, which is unknown; expected one such as utf-8.")


def _check_time(reader: _Reader, time: Time) -> None:
    try:
        ZoneInfo(time.zone or "UTC")
    except (KeyError, ValueError, OSError):
        reader.problems.append(f"time.zone is {time.zone!r}; expected one such as Europe/Copenhagen or UTC.")
    if time.format and not _reads_a_time(time.format):
        reader.problems.append(f"time.format is {time.format!r}; expected one that reads a date, hours and minutes.")


def _check_names(reader: _Reader, names: Names) -> None:
    long = [field.name for field in fields(names) if len(getattr(names, field.name)) > MAX_NAME]
    reader.problems += [f"people.{name} is too long; a name has at most {MAX_NAME} letters." for name in long]
    if names.dispatcher and names_in(names.dispatcher) != ["team"]:
        reader.problems.append("people.dispatcher must hold {team}, once, and no other name.")


def _reads_a_time(format_: str) -> bool:
    moment = datetime(2016, 12, 31, 23, 58, tzinfo=UTC)
    try:
        return datetime.strptime(moment.strftime(format_), format_).replace(tzinfo=UTC) == moment
    except ValueError:
        return False


def _check_templates(reader: _Reader, found: Map) -> None:
    for field in fields(found.texts):
        _check_template(reader, f"texts.{field.name}", getattr(found.texts, field.name))
    for name, state in found.states.items():
        if state.task:
            _check_template(reader, f"tasks.{name!r}.subject", state.task.subject)
            _check_template(reader, f"tasks.{name!r}.description", state.task.description)
    if names_in(found.texts.mark) != []:
        reader.problems.append("texts.mark must be plain text.")


def _check_template(reader: _Reader, place: str, text: str) -> None:
    if names_in(text) is None:
        reader.problems.append(f"{place} has a brace that closes no plain {{name}}; write {{{{ for a brace itself.")
