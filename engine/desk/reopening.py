"""Reopening what has ended: a new instance of the newest version of the item's last process (A-23, D-09)."""

from dataclasses import replace
from datetime import datetime

from engine import rules
from engine.desk import running
from engine.desk.correspondence import checked_text
from engine.desk.unit import Unit
from engine.errors import Invalid
from engine.model.correspondence import EntryKind
from engine.model.diagrams import MAX_LINE
from engine.model.items import WorkItem
from engine.model.texts import one_line, tidy
from engine.store import instances


def reopen(one: Unit, item: WorkItem, why: str, deadline: datetime | None, agent_id: int | None = None) -> None:
    """Says why, sets the new deadline, and starts again at the gateway *Genåbnet?*; the rules are asked there.

    Raises Invalid for a deadline that is no time.
    """
    if deadline is not None and not isinstance(deadline, datetime):
        raise Invalid({"deadline": "Deadline skal være en dato og et klokkeslæt som 24.12.2026 16.00."})
    if tidy(why):
        one.write(item, EntryKind.INTERNAL, checked_text(why))
    item = one.current(item.kind, item.id)
    if deadline is not None:
        one.judge(rules.Rescheduling(deadline, one.now), item)
        moved = item.deadline is not None and item.deadline != deadline  # D-17
        item = replace(item, deadline=deadline)
        one.put(item, "edited", **({"reason": one_line(why)[:MAX_LINE]} if moved else {}))
    last = instances.instances_of(one.connection, item.kind, item.id)[0]
    key = one.program(last.definition_id).diagram.key
    running.start(one, item, key, reopened=True, comment=why, chosen_agent_id=agent_id)
