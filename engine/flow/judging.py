"""Which acts of a person a run amounts to, whatever the diagram draws, and what the rules say of each (D-08)."""

from engine import rules
from engine.flow.needs import TasksOf
from engine.flow.stage import Stage
from engine.model.items import Case, Task
from engine.operations import ASKED, Deed, Topic

# these depend on more than which operation ran
_BY_WHAT_CAME_OF_IT = frozenset({Deed.MOVE, Deed.SEND_BACK, Deed.DISPATCH})


def moments_of(stage: Stage, *, starting: bool = False) -> list[type[rules.Act]]:
    """Which acts of a person the run amounts to, whatever the diagram draws (D-08): each is judged."""
    before, after, deeds = stage.before.item, stage.situation.item, stage.deeds
    found = [deed for deed in Deed if deed in deeds and deed not in _BY_WHAT_CAME_OF_IT]
    elsewhere = after.team_id != before.team_id or stage.before.chosen_team_id is not None
    crosses = stage.situation.department != stage.before.department  # D-03, whatever moved it
    moves = elsewhere and Deed.MOVE in deeds or crosses
    leads_elsewhere = deeds & {Deed.REOPEN, Deed.PASS_ON} or stage.did(Topic.RETURN_TO_CREATOR)
    if moves and not (starting or leads_elsewhere):
        found.append(Deed.MOVE)
    if Deed.SEND_BACK in deeds:
        found.append(Deed.SEND_BACK)
    chosen = stage.before.chosen_agent_id
    if chosen is not None and not starting and not found and stage.did(Topic.ASSIGN_AGENT, agent=chosen):
        found.append(Deed.DISPATCH)
    return [rules.ALLOWED[deed] for deed in found]


def judge(stage: Stage, comment: str, open_tasks: tuple[Task, ...], *, closable: bool, starting: bool = False) -> None:
    """Asks the rules of everything the run did, before any of it is saved (D-07: again, as it is applied)."""
    for act in moments_of(stage, starting=starting):
        moment = act(
            before=stage.before,
            after=stage.situation,
            comment=comment,
            has_solution=stage.before.item.solution_entry_id is not None,
            open_tasks=open_tasks,
            closable=closable,
        )
        stage.deciding.judge(moment, stage.before.item)


def own_open_tasks(stage: Stage) -> tuple[Task, ...]:
    """The case's tasks that are not solved; asked for only where a rule needs them."""
    of_case = isinstance(stage.before.item, Case)
    if not any(ASKED[deed].tasks and (of_case or deed == Deed.CLOSE) for deed in stage.deeds):
        return ()
    held = {task.id: task for task in stage.deciding.get(TasksOf(stage.before.case.id))}
    if isinstance(stage.situation.item, Task):
        held[stage.situation.item.id] = stage.situation.item
    return tuple(task for task in held.values() if task.is_open)
