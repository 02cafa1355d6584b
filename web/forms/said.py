"""What the engine said to one attempt, kept beside what was typed, so that a page can show both again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from engine import FormDraft
from engine.errors import AlreadyThere, Caution, ChangedMeanwhile, DeskError, Invalid, NeedsReason, Refused
from web.forms import drafts, kept
from web.forms.kept import KeptFile
from web.frame.errors import status_of
from web.frame.request_context import me
from web.watching.request_metrics import count_refusal

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
    alike: tuple[object, ...] = ()  # what is to be made may be one of these
    status: int = 200
    asked: bool = False  # a look-up inside the form, or a draft: nothing was tried
    draft: FormDraft | None = None  # what is kept of the form
    drafts: Mapping[str, "Said"] = field(default_factory=dict)  # of the other forms on the page, by place

    def at(self, place: str) -> "Said":
        """What was said to that form; if another was sent, what its draft has."""
        return self if self.place == place else self.drafts.get(place, NOTHING)

    def files_of(self, field: str) -> tuple[KeptFile, ...]:
        """The files that were sent with it, by the name of their field."""
        return kept.shown(self.typed, field, by=me().id) if self.typed else ()

    @property
    def spoke(self) -> bool:
        return self.asked or self.status != 200


NOTHING = Said()


def attempt(place: str, typed: MultiDict[str, str], act: Callable[[], R]) -> tuple[R | None, Said]:
    """Does it; the errors that a person can mend on the same page come back as Said, kept as a draft;
    others go on up.
    """
    try:
        return act(), NOTHING
    except (Invalid, Refused, NeedsReason, ChangedMeanwhile) as error:
        count_refusal(error)
        typed, unkept, draft = drafts.keep_refused(typed)
        words = _words(error)
        words["problems"] = {**words.get("problems", {}), **unkept}
        return None, Said(place, typed, status=status_of(error), draft=draft, **words)


def said_of(draft: FormDraft | None, place: str = "") -> Said:
    """A form as its draft has it."""
    return Said(place, drafts.typed_of(draft), asked=True, draft=draft) if draft else NOTHING


def with_drafts(said: Said, drafts: Iterable[FormDraft], names: Callable[[str], str]) -> Said:
    """The same, with my drafts of the other forms on the page; `names` gives a form's place by its address."""
    begun = {name: draft for draft in drafts if (name := names(draft.place))}
    others = {name: said_of(draft, name) for name, draft in begun.items() if name != said.place}
    return replace(said, drafts=others)


def overrides_of(typed: MultiDict[str, str]) -> dict[str, str]:
    """{rule: reason} for the warnings that were answered."""
    given = {name.removeprefix(OVERRIDE): text.strip() for name, text in typed.items() if name.startswith(OVERRIDE)}
    return {rule: reason for rule, reason in given.items() if reason}


def _words(error: DeskError) -> dict[str, Any]:
    if isinstance(error, AlreadyThere):
        return {"alike": error.found}
    if isinstance(error, Invalid):
        return {"problems": dict(error.problems)}
    if isinstance(error, Refused):
        return {"refusal": error, "problems": {error.field: error.sentence} if error.field else {}}
    if isinstance(error, NeedsReason):
        return {"warnings": error.warnings}
    return {"changed": error}
