"""The one table: BPMN form field type → how it stands on the page, how it is read, how a value is shown as if typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from engine import Upload
from web.forms import kept
from web.frame.numbers import number_of
from web.frame.request_context import desk, now
from web.wording.moments import day_of, moment_of
from web.wording.words import as_typed, day_as_typed


@dataclass(frozen=True)
class Posted:
    """What a browser sent: texts by input name, and files."""

    texts: MultiDict[str, str]
    files: MultiDict[str, FileStorage]


@dataclass(frozen=True)
class FieldKind:
    """One field type. `widget` is a macro of forms/widgets.html; `read` takes what was posted under a name."""

    widget: str
    read: Callable[[Posted, str], Any]
    show: Callable[[Any], str] = str


def _text(posted: Posted, name: str) -> str:
    return posted.texts.get(name, "").replace("\r\n", "\n")


def _flag(posted: Posted, name: str) -> bool:
    return name in posted.texts


def _id(posted: Posted, name: str) -> int | str | None:
    """A number, or what was typed instead, which the engine refuses in words."""
    text = _text(posted, name).strip()
    number = number_of(text)
    return text or None if number is None else number


def _date(posted: Posted, name: str) -> date | str | None:
    text = _text(posted, name).strip()
    try:
        return day_of(text) if text else None
    except ValueError:
        return text


def _moment(posted: Posted, name: str) -> datetime | str | None:
    """A time as `moment_of` reads it, or what was typed instead."""
    text = _text(posted, name).strip()
    try:
        return moment_of(text, now(), desk().settings.working_hours.end_of_day) if text else None
    except (ValueError, OverflowError):  # the year 1 has no time before it
        return text


def _files(posted: Posted, name: str) -> tuple[Upload, ...]:
    return kept.read(posted.texts, posted.files, name)


def _as_flag(value: Any) -> str:
    return "1" if value not in (None, False, "", "false") else ""


def _as_moment(value: Any) -> str:
    return as_typed(value) if isinstance(value, datetime) else str(value)


def _as_day(value: Any) -> str:
    return day_as_typed(value) if isinstance(value, date) else str(value)


def _unshown(value: Any) -> str:
    return ""


KINDS: Mapping[str, FieldKind] = {
    "string": FieldKind("line", _text),
    "text": FieldKind("area", _text),
    "comment": FieldKind("area", _text),
    "solution": FieldKind("area", _text),
    "boolean": FieldKind("check", _flag, _as_flag),
    "date": FieldKind("day", _date, _as_day),
    "long": FieldKind("number", _text),
    "enum": FieldKind("choice", _text),
    "agent": FieldKind("choice", _id),
    "team": FieldKind("choice", _id),
    "deadline": FieldKind("moment", _moment, _as_moment),
    "customer": FieldKind("customer", _id),
    "attachments": FieldKind("files", _files, _unshown),
}

# beside them those that no diagram draws; what they are called is the type of their input too
PLAIN_KINDS: Mapping[str, FieldKind] = {
    **KINDS,
    "email": FieldKind("line", _text),
    "tel": FieldKind("line", _text),
    "password": FieldKind("line", _text, _unshown),
}
