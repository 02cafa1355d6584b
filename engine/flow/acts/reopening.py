"""Reopening what has ended: a new instance of the newest version of the item's last process (A-23, D-09)."""

from dataclasses import replace
from datetime import datetime

from engine import rules
from engine.errors import Invalid, Refused
from engine.flow.acts import Reopen
from engine.flow.acts.corresponding import checked_text
from engine.flow.deciding import Deciding
from engine.flow.decision import Decision
from engine.flow.instances import start
from engine.flow.needs import LastInstanceOf, RunningOf
from engine.flow.stage import Stage
from engine.model.correspondence import EntryKind
from engine.model.items import Kind, Status, WorkItem
from engine.sentences import say
from engine.texts.lines import MAX_LINE, one_line, tidy


def reopen(deciding: Deciding, act: Reopen) -> Decision:
    """Says why, sets the new deadline, and starts again at the gateway *Genåbnet?*; the rules are asked there.

    Raises NotFound, Refused; Invalid for a deadline that is no time.
    """
    item = deciding.find(act.kind, act.id)
    _must_have_ended(deciding, item)
    if act.deadline is not None and not isinstance(act.deadline, datetime):
        raise Invalid({"deadline": "Deadline skal være en dato og et klokkeslæt som 24.12.2026 16.00."})
    if tidy(act.why):
        deciding.write(item, EntryKind.INTERNAL, checked_text(act.why))
    if act.deadline is not None:
        _set_deadline(deciding, deciding.current(item.kind, item.id), act.deadline, act.why)
    last = deciding.get(LastInstanceOf(item.kind, item.id))
    item = deciding.current(item.kind, item.id)
    stage = Stage(deciding, item, comment=act.why, chosen_agent_id=act.agent_id)
    start(deciding, stage, deciding.program(last.definition_id).diagram.key, reopened=True)
    return deciding.decision(item)


def _must_have_ended(deciding: Deciding, item: WorkItem) -> None:
    if item.kind == Kind.CASE and item.status != Status.CLOSED:
        sentence = "%(number)s er ikke lukket. Brug knappen på det trin, der venter."
        raise Refused("D-09", say(sentence, number=item.number))
    if item.kind == Kind.TASK and (item.status != Status.SOLVED or deciding.get(RunningOf(item.kind, item.id))):
        sentence = "%(number)s kan ikke genåbnes herfra. Brug knappen på det trin, der venter."
        raise Refused("D-09", say(sentence, number=item.number))


def _set_deadline(deciding: Deciding, item: WorkItem, deadline: datetime, why: str) -> None:
    deciding.judge(rules.Rescheduling(deadline, deciding.now), item)
    moved = item.deadline is not None and item.deadline != deadline  # D-17
    reason = {"reason": one_line(why)[:MAX_LINE]} if moved else {}
    deciding.put(replace(deciding.current(item.kind, item.id), deadline=deadline), "edited", **reason)
