"""Which acts of a person a run amounts to, whatever the diagram draws, and what the rules say of each (D-08)."""

from engine import rules
from engine.flow.needs import TasksOf
from engine.flow.stage import Stage
from engine.model.items import Case, Status, Task


def moments_of(stage: Stage, *, starting: bool = False) -> list[type[rules.Act]]:
    """Which acts of a person the run amounts to, whatever the diagram draws (D-08): each is judged."""
    before, after = stage.before.item, stage.situation.item
    acts: list[type[rules.Act]] = []
    if stage.situation.closing:
        acts.append(rules.Closing)
    if stage.did("set-status", status=Status.SOLVED.value):
        acts.append(rules.Solving)
    reopens = stage.did("set-status", status=Status.ASSIGNED.value)
    if reopens:
        acts.append(rules.Reopening)
    if stage.starts_elsewhere:
        acts.append(rules.PassingOn)
    elsewhere = after.team_id != before.team_id or stage.before.chosen_team_id is not None
    crosses = stage.situation.department != stage.before.department  # D-03, whatever moved it
    moves = elsewhere and stage.did("assign-team") or crosses
    if moves and not (starting or reopens or stage.starts_elsewhere or stage.did("return-to-creator")):
        acts.append(rules.Moving)
    if stage.did("send-back"):
        acts.append(rules.SendingBack)
    chosen = stage.before.chosen_agent_id
    if chosen is not None and not starting and not acts and stage.did("assign-agent", agent=chosen):
        acts.append(rules.Dispatching)
    return acts


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
    if not ({"close-case", "pass-on"} & {topic for topic, _ in stage.done}) and not (
        isinstance(stage.before.item, Case) and stage.did("set-status", status=Status.SOLVED.value)
    ):
        return ()
    held = {task.id: task for task in stage.deciding.get(TasksOf(stage.before.case.id))}
    if isinstance(stage.situation.item, Task):
        held[stage.situation.item.id] = stage.situation.item
    return tuple(task for task in held.values() if task.is_open)
