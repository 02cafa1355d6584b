"""Who opened an item or a file of it, as auditors read it on its page (D-28)."""

from dataclasses import dataclass

from engine import rules
from engine.model.items import WorkItem
from engine.model.viewings import Viewing
from engine.pages import cut, id_of
from engine.reading.reader import Reader
from engine.store.history import viewings

SHOWN = 50


@dataclass(frozen=True)
class ViewingPage:
    """The newest first; `next` is where to go on, None at the end."""

    rows: tuple[Viewing, ...]
    next: str | None


def viewings_of(reader: Reader, item: WorkItem, before: str | None) -> ViewingPage | None:
    """None for whoever may not see them; raises Invalid for a `before` that is none."""
    if not rules.sees_viewings(reader.agent):
        return None
    found = viewings.of_item(reader.connection, item.kind, item.id, before=id_of(before), limit=SHOWN + 1)
    rows, more = cut(found, SHOWN)
    return ViewingPage(rows, str(rows[-1].id) if more else None)
