"""What somebody typed in a form and has not sent (D-22). It is no part of the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LIFE = timedelta(days=60)
Fields = Sequence[tuple[str, str]]  # (name of the input, text), in the order of the form; a name may come twice


@dataclass(frozen=True)
class FormDraft:
    """The draft of one person in one place.

    `place` is the address that the form is sent to, `page` the one that shows it. `writer` is the name of the form on
    the page that saved it last (`SentForm.writer`). `files` are the sha256 of the files that its fields name.
    """

    agent_id: int
    place: str
    page: str
    fields: Fields
    files: tuple[str, ...]
    version: int
    writer: str
    saved_at: datetime


@dataclass(frozen=True)
class SentForm:
    """A form that is sent: its once-key, and which draft goes with it.

    A draft that another tab wrote since, with a higher version, stays: what stands in it was not sent.
    """

    key: str
    place: str
    writer: str
    version: int


Source = str | SentForm  # what an event came from: the name that an import has for it, or a form


def key_of(source: Source | None) -> str | None:
    """What the event keeps of it."""
    return source.key if isinstance(source, SentForm) else source
