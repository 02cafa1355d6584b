"""Every way in which the engine says no. The web layer maps each to one HTTP status, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.sentences import say


class DeskError(Exception):
    """The engine's own; its text is a Danish sentence that a person can act on."""


@dataclass(frozen=True)
class Link:
    """A work item that a refusal points at."""

    number: str
    text: str


class Refused(DeskError):
    """A rule forbids it. `rule` is its number, `who` those who could do it instead, `links` the items in the way."""

    def __init__(
        self, rule: str, sentence: str, *, who: str = "", links: Sequence[Link] = (), field: str | None = None
    ):
        super().__init__(sentence)
        self.rule, self.sentence, self.who, self.links, self.field = rule, sentence, who, tuple(links), field


@dataclass(frozen=True)
class Caution:
    """A rule that may be overridden with a reason, which is logged as a deviation.

    Where `needs_reason` is False it only reminds: saying it again is enough, and nothing is logged (D-25).
    """

    rule: str
    sentence: str
    field: str | None = None
    links: tuple[Link, ...] = ()
    needs_reason: bool = True


class NeedsReason(DeskError):
    """Rules of kind W speak: do it again with `By(reasons={rule: reason})` for each of `warnings`."""

    def __init__(self, warnings: Sequence[Caution]):
        super().__init__(" ".join(w.sentence for w in warnings))
        self.warnings = tuple(warnings)


class Invalid(DeskError):
    """The form is not filled in right: `problems` maps a field's id to its sentence ("" for the whole form)."""

    def __init__(self, problems: dict[str, str]):
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class AlreadyThere(Invalid):
    """What is to be made may be there already: `found` are those that are alike. Do it again with their numbers."""

    def __init__(self, sentence: str, found: Sequence[object]):
        super().__init__({"name": sentence})
        self.found = tuple(found)


class NotFound(DeskError):
    """There is no such thing, or the asker may not see it."""


class WrongContent(NotFound):
    """What is kept is another than what was put there, a file or a history; no waiting brings that one back."""


class ChangedMeanwhile(DeskError):
    """Someone else was first: `who` did `what` at `when`. Nothing was written.

    `fields` are the fields that both have edited.
    """

    def __init__(self, what: str, who: str = "", when: datetime | None = None, fields: tuple[str, ...] = ()):
        super().__init__(what)
        self.what, self.who, self.when, self.fields = what, who, when, fields


class AlreadyDone(DeskError):
    """An action with this `source` is in the history already: of an import, or a form that was sent twice."""


class NotDeployable(DeskError):
    """The diagram has errors; `problems` are those of the check."""

    def __init__(self, problems: Sequence[object]):
        super().__init__(say("Diagrammet har %(count)s fejl og kan ikke sættes i drift.", count=len(problems)))
        self.problems = tuple(problems)


class WrongSetting(DeskError):
    """A setting of the environment is not what it must be."""


class Unavailable(DeskError):
    """The database is away, locked, or has no room: the same may be tried again a little later. Nothing was written."""

    def __init__(self) -> None:
        super().__init__(say("Sagsgang kan ikke nå sin database lige nu. Prøv igen om lidt."))


class ReadOnly(Unavailable):
    """The account that the database is asked with may only read."""

    def __init__(self) -> None:
        DeskError.__init__(self, say("Sagsgang har kun lov til at læse i databasen. Intet er gemt."))


class ProcessFault(DeskError):
    """The diagram led nowhere: an open item would be left without a running process (D-01). Nothing was written."""


class SignInRefused(DeskError):
    """Wrong name or password, or too many tries: `wait_seconds` until the next."""

    def __init__(self, sentence: str, wait_seconds: int = 0):
        super().__init__(sentence)
        self.wait_seconds = wait_seconds
