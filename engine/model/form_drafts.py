"""What somebody typed in a form and has not sent (D-22). It is no part of the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LIFE = timedelta(days=60)
SENT_LIFE = timedelta(days=1)  # of the mark that a form was sent: no save is on its way longer
Fields = Sequence[tuple[str, str]]  # (name of the input, text), in the order of the form; a name may come twice


@dataclass(frozen=True)
class FormDraft:
    """The draft of one person in one place.

    `place` is the address that the form is sent to, `page` the one that shows it. `writer` is the name of the form on
    the page that saved it last (`SentForm.writer`). `files` are the sha256 of the files that its fields name. Where
    `is_sent`, nothing stands in it any longer: it tells a save of that form which arrives late, one of the first
    `sent_count`.
    """

    agent_id: int
    place: str
    page: str
    fields: Fields
    files: tuple[str, ...]
    version: int
    writer: str
    saved_at: datetime
    is_sent: bool = False
    sent_count: int = 0

    def is_old(self, now: datetime) -> bool:
        """Whether it is shown no longer; the job that sweeps drafts removes it."""
        return self.saved_at < now - LIFE


@dataclass(frozen=True)
class SentForm:
    """A form that is sent: its once-key, and which draft goes with it.

    A draft that another tab wrote since, with a higher version, stays: what stands in it was not sent. `count` is that
    of the last save that the form made before; 0 where it made none, so that none can arrive late.
    """

    key: str
    place: str
    writer: str
    version: int
    count: int = 0


Source = str | SentForm  # what an event came from: the name that an import has for it, or a form


def key_of(source: Source | None) -> str | None:
    """What the event keeps of it."""
    return source.key if isinstance(source, SentForm) else source
