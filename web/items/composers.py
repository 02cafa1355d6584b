"""The three forms in which one writes on a case or a task."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine import Sight
from web.forms import FieldView, Said, plain_field
from web.forms.view import unplaced
from web.items.solution_reply import Reply
from web.wording.language import gettext as _


@dataclass(frozen=True)
class Composer:
    """One of them. `fields` are by name, `lost` are sentences about something that has no field here."""

    fields: Mapping[str, FieldView]
    lost: tuple[str, ...]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(anchor, sentence) of what is wrong."""
        return [view.link for view in self.fields.values() if view.problem]


def composers_of(sight: Sight, said: Said, reply: Reply | None) -> Mapping[str, Composer]:
    """By place. `reply` is the solution that the external comment takes to the customer."""
    return {
        "intern": _composer(said.at("intern"), _internal(said.at("intern"))),
        "ekstern": _composer(said.at("ekstern"), _external(said.at("ekstern"), reply.text if reply else "")),
        "mail": _composer(said.at("mail"), _mail(said.at("mail"), sight)),
    }


def _composer(said: Said, fields: Iterator[FieldView]) -> Composer:
    views = {view.name: view for view in fields}
    return Composer(views, unplaced(views.values(), said.problems))


def _internal(said: Said) -> Iterator[FieldView]:
    label = _("Intern kommentar: brugeren ser den aldrig")
    yield plain_field(said, "comment", "text", label, id="intern-text", icon="lock")
    yield _files(said, "intern-files")
    yield plain_field(said, "boolean", "solution", _("Marker som løsning"), id="intern-solution")


def _external(said: Said, begun: str) -> Iterator[FieldView]:
    yield plain_field(
        said,
        "comment",
        "text",
        _("Ekstern kommentar"),
        value=begun,
        id="ekstern-text",
        rows=5,
        has_hidden_label=True,
        beside="wrapping-end",
    )
    yield _files(said, "ekstern-files")


def _mail(said: Said, sight: Sight) -> Iterator[FieldView]:
    several = _("Flere adresser adskilles med komma.")
    yield plain_field(said, "string", "to", _("Til"), value=sight.customer.email, id="mail-to", help=several)
    yield plain_field(said, "string", "cc", _("Cc"), id="mail-cc")
    yield plain_field(said, "string", "subject", _("Emne"), value=sight.case.subject, id="mail-subject")
    as_it_stands = _("Sendes, som den står: skriv selv hilsen og underskrift.") + " (R072)"
    yield plain_field(said, "comment", "text", _("Tekst"), id="mail-text", rows=6, help=as_it_stands)
    yield _files(said, "mail-files")


def _files(said: Said, id_: str) -> FieldView:
    problem = said.problems.get("attachments", "")
    return plain_field(said, "attachments", "files", _("Vedhæft filer"), id=id_, icon="clip", problem=problem)
