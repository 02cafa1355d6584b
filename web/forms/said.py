"""What the engine said to one attempt, kept beside what was typed, so that a page can show both again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import request
from werkzeug.datastructures import MultiDict

from engine.errors import Caution, ChangedMeanwhile, DeskError, Invalid, NeedsReason, Refused
from web.errors import status_of
from web.forms import kept
from web.forms.kept import KeptFile

R = TypeVar("R")
OVERRIDE = "override-"


@dataclass(frozen=True)
class Said:
    """`place` is the form that was sent ("" for none); `problems` are sentences by field id, column or field type."""

    place: str = ""
    typed: MultiDict[str, str] = field(default_factory=MultiDict)
    problems: Mapping[str, str] = field(default_factory=dict)
    refusal: Refused | None = None
    warnings: tuple[Caution, ...] = ()
    changed: ChangedMeanwhile | None = None
    status: int = 200
    asked: bool = False  # a look-up inside the form: nothing was tried

    def at(self, place: str) -> "Said":
        """What was said to that form: nothing, if another was sent."""
        return self if self.place == place else NOTHING

    def files_of(self, field: str) -> tuple[KeptFile, ...]:
        """The files that were sent with it, by the name of their field."""
        return kept.shown(self.typed, field)

    @property
    def spoke(self) -> bool:
        return self.asked or self.status != 200


NOTHING = Said()


def attempt(place: str, typed: MultiDict[str, str], act: Callable[[], R]) -> tuple[R | None, Said]:
    """Does it; the errors that a person can mend on the same page come back as Said, with the files that came along;
    others go on up.
    """
    try:
        return act(), NOTHING
    except (Invalid, Refused, NeedsReason, ChangedMeanwhile) as error:
        typed, unkept = kept.keep(typed, request.files)
        words = _words(error)
        words["problems"] = {**words.get("problems", {}), **unkept}
        return None, Said(place, typed, status=status_of(error), **words)


def overrides_of(typed: MultiDict[str, str]) -> dict[str, str]:
    """{rule: reason} for the warnings that were answered."""
    given = {name.removeprefix(OVERRIDE): text.strip() for name, text in typed.items() if name.startswith(OVERRIDE)}
    return {rule: reason for rule, reason in given.items() if reason}


def _words(error: DeskError) -> dict[str, Any]:
    if isinstance(error, Invalid):
        return {"problems": dict(error.problems)}
    if isinstance(error, Refused):
        return {"refusal": error, "problems": {error.field: error.sentence} if error.field else {}}
    if isinstance(error, NeedsReason):
        return {"warnings": error.warnings}
    return {"changed": error}
