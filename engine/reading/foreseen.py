"""What the buttons of a page lead to, before anybody has pressed one: a dry run of the act."""

from collections.abc import Mapping

from engine import flow
from engine.errors import DeskError, Unavailable
from engine.flow import needs
from engine.flow.samples import sample
from engine.model.by import By
from engine.model.diagrams import Outcome
from engine.model.items import Kind, Status, Task
from engine.reading.reader import Reader
from engine.reading.sight import Offer, Sight
from engine.store.reading import item_pages
from engine.transaction.transaction import Transaction

Pressed = tuple[str, str]  # (id of the waiting step, id of the outcome)


def ending_along(reader: Reader, sight: Sight) -> Mapping[Pressed, tuple[Task, ...]]:
    """The other tasks that end with the case (D-06), by the button that closes it; buttons that end none are left out.

    Only solved ones can.
    """
    if not any(task.status == Status.SOLVED and task != sight.item for task in sight.tasks):
        return {}
    buttons = [(offer, outcome) for offer in sight.waiting for outcome in offer.closing]
    if not buttons:
        return {}
    trial = _trial(reader, sight)
    found = {(offer.user_task.id, outcome.id): _ended(trial, sight, offer, outcome) for offer, outcome in buttons}
    return {button: tasks for button, tasks in found.items() if tasks}


def _ended(trial: Transaction, sight: Sight, offer: Offer, outcome: Outcome) -> tuple[Task, ...]:
    """What cannot be foreseen ends nothing: the press says why."""
    running = trial.known[needs.RunningOfCase(sight.case.id)]
    mine = next(one for one in running if one.id == offer.user_task.instance_id)
    values = sample(offer.step.form, outcome, offer.defaults, trial.standing())
    try:
        decision = trial.decide(flow.Complete(offer.user_task, mine.state, mine.version, outcome.id, values))
    except Unavailable:
        raise
    except DeskError:
        return ()
    changed = (item.after for item in decision.items if item.after.number != sight.item.number)
    return tuple(task for task in changed if isinstance(task, Task))


def _trial(reader: Reader, sight: Sight) -> Transaction:
    """A transaction that writes nothing and knows what the page has read."""
    case, item = sight.case, sight.item
    running, waiting = item_pages.runs_of_case(reader.connection, case.id)
    opened = Transaction(reader.desk, reader.connection, By(reader.agent.id), locks=False)
    opened.directory = reader.directory
    opened.known = {
        needs.ItemOf(Kind.CASE, case.id): case,
        **{needs.ItemOf(Kind.TASK, task.id): task for task in sight.tasks},
        needs.TasksOf(case.id): sight.tasks,
        needs.CustomerOf(case.customer_id): sight.customer,
        needs.RunningOfCase(case.id): running,
        needs.RunningOf(Kind.CASE, case.id): next((one for one in running if one.item_kind == Kind.CASE), None),
        needs.NewEntryNumber(0): 0,
    }
    if item.solution_entry_id and sight.solution:
        opened.known[needs.TextOf(item.solution_entry_id)] = sight.solution.text
    for one in running:
        of_item = tuple(step for step in waiting if (step.item_kind, step.item_id) == (one.item_kind, one.item_id))
        opened.known[needs.WaitingOf(one.item_kind, one.item_id)] = of_item
    return opened
