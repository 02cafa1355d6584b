"""The history in words: one sentence an event, between the correspondence and in the table under the diagram."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import engine
from engine import Customer, Department, Directory, Ending, EntryKind, Event, FormField, Kind, Status
from web.frame.request_context import desk
from web.items.progress import State, Stop
from web.wording.language import gettext as _
from web.wording.language import lazy_gettext as _l
from web.wording.language import ngettext
from web.wording.words import DEPARTMENTS, NUMBERS, STATUSES, agent_name, stamp, team_name, tell

Details = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One column before and after, in words."""

    label: str
    before: str
    after: str


_ROWS = {column: field.row for fields in engine.FIELDS.values() for column, field in fields.items()}
COLUMNS: Mapping[str, str] = {column: _l(row.label) for column, row in _ROWS.items()}
TYPES: Mapping[str, str] = {column: row.type for column, row in _ROWS.items()}
_PLACES: Mapping[str, int] = {column: place for place, column in enumerate(_ROWS)}
SAID: Mapping[str, Callable[[Any, Directory], str]] = {  # type of a field → how its value is said
    "agent": lambda value, directory: agent_name(directory, value) or str(value),
    "team": lambda value, directory: team_name(directory, value) or str(value),
    "case": lambda value, _directory: f"SAG{value}",
    "entry": lambda value, _directory: _("kommentar nr. %(n)s", n=value),
    "status": lambda value, _directory: str(STATUSES[Status(value)]),
    "department": lambda value, _directory: str(DEPARTMENTS[Department(value)]),
    "moment": lambda value, _directory: stamp(datetime.fromisoformat(value)),
    "deadline": lambda value, _directory: stamp(datetime.fromisoformat(value)),
}


def sentence(event: Event, directory: Directory) -> str:
    """What somebody did, to be read after their name: "valgte »Tildel« – nu hos Pia Lund"."""
    say = SENTENCES.get(event.type)
    return say(event.details, directory) if say else event.type


def in_full(event: Event, directory: Directory) -> str:
    """The same where nothing around it tells the step that it was done in."""
    step, words = event.details.get("name", ""), sentence(event, directory)
    chosen = event.type == "completed" and event.details.get("outcome_name")
    return _("»%(step)s«: %(words)s", step=step, words=words) if chosen else words


def ended_elsewhere(ending: Ending) -> Stop:
    """The end of a process that ended because its case was closed from elsewhere (D-06)."""
    name = _("Lukket fra %(task)s", task=ending.by_task) if ending.by_task else _("Sagen er lukket")
    return Stop("", name, State.PASSED, ending.by, ending.at, 1)


def changes(event: Event, directory: Directory, customer: Customer) -> Iterator[Change]:
    """Before and after of every column that the event changed; `customer` is the case's, others are looked up."""
    for column, (before, after) in _changed(event.details):
        label = str(COLUMNS.get(column, column))
        yield Change(label, _value(column, before, directory, customer), _value(column, after, directory, customer))


def _changed(details: Details) -> Sequence[tuple[str, Sequence[Any]]]:
    """(column, [before, after]) in the order of the rows of the fields; a column without a row comes last."""
    return sorted(details.get("changes", {}).items(), key=lambda change: _PLACES.get(change[0], len(_PLACES)))


def _value(column: str, value: Any, directory: Directory, customer: Customer | None = None) -> str:
    if value is None or value == "" or value == {}:
        return "–"
    type_ = TYPES.get(column, "")
    if type_ == "customer":
        return (customer if customer and value == customer.id else engine.get_customer(desk(), value)).name
    return SAID[type_](value, directory) if type_ in SAID else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, dict):
        return ", ".join(f"{name}: {text}" for name, text in value.items())
    return str(value)


def filled(field: FormField | None, value: Any, directory: Directory) -> str:
    """What stood in a field of a form, as its reader knows it: names for numbers, the choice's words."""
    kind = field.type if field else ""
    if kind in SAID:
        return SAID[kind](value, directory)
    if field and kind == "enum":
        return next((choice.name for choice in field.choices if choice.id == value), str(value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _plain(value)


def _completed(details: Details, directory: Directory) -> str:
    if not details.get("outcome_name"):
        return _("udførte »%(step)s«", step=details.get("name", ""))
    return _("valgte »%(outcome)s«", outcome=details["outcome_name"]) + _now_with(details, directory)


def _now_with(details: Details, directory: Directory) -> str:
    """To whom it went, if it went to somebody else."""
    changed = details.get("changes", {})
    for column, name_of in (("agent_id", agent_name), ("team_id", team_name)):
        after = changed.get(column, [None, None])[1]
        if after is not None:
            return _(" – nu hos %(who)s", who=name_of(directory, after))
    return ""


def _started(details: Details, directory: Directory) -> str:
    started = _("startede »%(process)s«", process=details.get("process", ""))
    return (_("genåbnede den") if details.get("reopened") else started) + _now_with(details, directory)


def _edited(details: Details, directory: Directory) -> str:
    changed = ", ".join(_from_to(column, values, directory) for column, values in _changed(details))
    words = _("rettede %(what)s", what=changed)
    return f"{words}: »{details['reason']}«" if details.get("reason") else words


def _from_to(column: str, values: Sequence[Any], directory: Directory) -> str:
    """What a field held and holds; a description is too long to be said twice."""
    name = str(COLUMNS.get(column, column)).lower()
    if TYPES.get(column) in ("text", "answers"):
        return name
    before, after = (_value(column, value, directory) for value in values)
    return _("%(field)s fra %(before)s til %(after)s", field=name, before=before, after=after)


def _withdrawn(details: Details, directory: Directory) -> str:
    return _("trak »%(step)s« tilbage: %(why)s", step=details.get("name", ""), why=tell(details.get("why", "")))


def _overdue(details: Details, directory: Directory) -> str:
    words = _("noterede, at deadline er overskredet")
    return f"{words}. {details['fault']}" if details.get("fault") else words


def _closed(details: Details, directory: Directory) -> str:
    return _("lukkede sagen fra %(task)s", task=details["by_task"]) if details.get("by_task") else _("lukkede sagen")


def _offered(details: Details, directory: Directory) -> str:
    return _("tilbød andre »%(step)s«", step=details.get("name", "")) + _now_with(details, directory)


def _deviation(details: Details, directory: Directory) -> str:
    return _("fraveg %(rule)s: »%(reason)s«", rule=details.get("rule", ""), reason=details.get("reason", ""))


def _hook_failed(details: Details, directory: Directory) -> str:
    return _("fik en fejl i en automatisk handling: %(what)s", what=details.get("hook", ""))


def _entry(details: Details, directory: Directory) -> str:
    """What was written, by its number: a solution is told of by that number too."""
    number, subject = details.get("entry", ""), details.get("subject") or ""
    recipients = ", ".join([*details.get("recipients", ()), *details.get("cc", ())])
    if details.get("kind") == EntryKind.MAIL:
        return _("skrev en mail, nr. %(n)s, til %(who)s: »%(subject)s«", n=number, who=recipients, subject=subject)
    if details.get("kind") == EntryKind.EXTERNAL:
        return _("skrev en ekstern kommentar, nr. %(n)s, til %(who)s", n=number, who=recipients)
    return _("skrev en intern kommentar, nr. %(n)s", n=number)


def _mail_sent(details: Details, directory: Directory) -> str:
    return _("skrev en mail fra sagen: »%(subject)s«", subject=details.get("subject", ""))


def _written(details: Details, directory: Directory) -> str:
    count = len(details.get("messages", ()))
    return ngettext("skrev en besked", "skrev %(num)s beskeder", count)


def _erased(details: Details, directory: Directory) -> str:
    ground = tell(engine.GROUNDS.get(details.get("ground", ""), ""))
    return _("glemte brugeren (%(ground)s): navne, tekster og filer er slettet", ground=ground)


def _task_created(details: Details, directory: Directory) -> str:
    return _("oprettede %(task)s", task=f"{NUMBERS[Kind.TASK]}{details.get('task')}")


SENTENCES: Mapping[str, Callable[[Details, Directory], str]] = {
    "registered": lambda details, directory: _("oprettede sagen"),
    "created": lambda details, directory: _("oprettede opgaven"),
    "edited": _edited,
    "started": _started,
    "completed": _completed,
    "withdrawn": _withdrawn,
    "offered": _offered,
    "message": lambda details, directory: _("afsluttede forløbet, fordi sagen blev lukket"),  # D-06: the one message
    "overdue": _overdue,
    "closed": _closed,
    "entry": _entry,
    "task-created": _task_created,
    "solution-marked": lambda details, directory: _("markerede en kommentar som løsning"),
    "mail-sent": _mail_sent,
    "written": _written,
    "deviation": _deviation,
    "hook-failed": _hook_failed,
    "erased": _erased,
}
