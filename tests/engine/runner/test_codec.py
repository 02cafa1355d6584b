"""Saving a process: what comes back is what was, however long it has run, and a broken one is not saved."""

import random
from pathlib import Path
from typing import Any

import orjson
import pytest
from SpiffWorkflow.util.task import TaskState

from engine.runner import BrokenState, Program, Run, codec, complete, fire, look, soundness, start
from engine.runner.workflow import Answers, Workflow
from tests.engine.runner.drawing import CASE, Notes, draw, program_of
from tests.engine.walks.walking import Walk, longest, walk_many

PROCESSES = sorted(Path(__file__).parents[3].glob("processes/*.bpmn"))

TELL = ("notify", {"recipients": "agent", "subject": "Husk", "text": "${outcome}"})

# Three branches that meet again, one of them longer, one ended by a message, one with a deadline.
PARALLEL = draw(
    """
    begin -> fork
    fork -> a -> join
    fork -> b -> b_way
    b_way -> b_again : outcome == 'x'
    b_way -> b_merge : default
    b_again -> b_merge -> join
    fork -> c -> c_merge -> join
    join -> last -> last_way
    last_way -> end : default
    last_way -> extra : outcome == 'x'
    extra -> end_extra
    late -> tell -> end_told
    off -> noted -> c_merge
    """,
    users={"a": "xy", "b": "xy", "b_again": "xy", "c": "xy", "last": "xy", "extra": ()},
    services={"tell": TELL, "noted": ("set-status", {"status": "solved"})},
    parallel=["fork", "join"],
    timers={"late": "b"},
    messages={"off": "c"},
)

# Side branches that open on a cycle and never meet, and a deadline after which a person has to do something.
SIDEWAYS = draw(
    """
    begin -> m -> fork
    fork -> work
    fork -> inform -> end_informed
    work -> way
    way -> m : outcome == 'again'
    way -> work : outcome == 'once_more'
    way -> end : default
    late -> remind -> remind_way
    remind_way -> end_x : outcome == 'x'
    remind_way -> end_y : default
    later -> end_later
    off -> end_off
    """,
    users={"work": ("again", "once_more", "stop"), "inform": "xy", "remind": "xy"},
    parallel=["fork"],
    timers={"late": "work", "later": "inform"},
    messages={"off": "work"},
)

# Forks in forks, with operations that run between them without anybody.
NESTED = draw(
    """
    begin -> f1
    f1 -> s1 -> f2
    f1 -> s2 -> u3 -> j1
    f2 -> u1 -> j2
    f2 -> s3 -> u2 -> j2
    j2 -> s4 -> g
    g -> m1 : outcome == 'x'
    g -> u4 : default
    u4 -> m1 -> j1
    j1 -> f3
    f3 -> s5 -> u5 -> end1
    f3 -> s6 -> end2
    t1 -> end_t1
    t2 -> u6 -> end_t2
    """,
    users=dict.fromkeys(("u1", "u2", "u3", "u4", "u5", "u6"), "xy"),
    services={f"s{n}": ("set-status", {"status": str(n)}) for n in range(1, 7)},
    parallel=["f1", "f2", "f3", "j1", "j2"],
    timers={"t1": "u1", "t2": "u3"},
)

ENDINGS = frozenset({"shut_it", "stop"})


@pytest.mark.parametrize(
    ("content", "at_least"),
    [(CASE, 40), (PARALLEL, 8), (SIDEWAYS, 12), (NESTED, 8)],
    ids=["a case", "parallel", "sideways", "nested"],
)
def test_saved_and_restored_at_every_step_it_goes_as_if_never_saved(content: bytes, at_least: int) -> None:
    walks = walk_many(program_of(content), range(40), ENDINGS)
    assert longest(walks) >= at_least, "the walks are too short to show anything"


@pytest.mark.parametrize("path", PROCESSES, ids=lambda path: path.stem)
def test_the_shipped_processes_go_as_if_never_saved(path: Path) -> None:
    program = program_of(path.read_bytes())
    walks = walk_many(program, range(25), frozenset(), steps=30)
    assert set(program.diagram.names) - {one for walk in walks for one in walk.seen} == set()
    assert longest(walks, of=lambda walk: walk.largest) < 6_000


@pytest.mark.parametrize("path", PROCESSES, ids=lambda path: path.stem)
def test_the_shipped_processes_go_on_however_often_their_deadlines_pass(path: Path) -> None:
    program = program_of(path.read_bytes())
    walks = walk_many(program, range(6), ways_out(program), steps=50, late=True)
    assert longest(walks) >= 25
    assert longest(walks, of=lambda walk: walk.largest) < 6_000


def ways_out(program: Program) -> frozenset[str]:
    """Outcomes with which it ends: the case is closed or passed on, or a solution just accepted."""
    outcomes = [one for step in program.diagram.steps.values() for one in step.form.outcomes]
    closing = {one.id for one in outcomes if one.allowed in ("close-case", "pass-on")}
    return frozenset(closing | {one.id for one in outcomes if one.allowed is None and not one.requires})


@pytest.fixture(scope="module")
def case() -> Program:
    return program_of(CASE)


def after(program: Program, run: Run, *outcomes: str) -> Run:
    for outcome in outcomes:
        run = complete(program, run.state, run.waiting[0].id, {"outcome": outcome}, Notes())
    return run


def fired(program: Program, run: Run) -> Run:
    result = fire(program, run.state, run.listening[0].id, Notes())
    assert result is not None
    return result


def test_fifty_rounds_with_a_deadline_in_each_go_as_if_never_saved(case: Program) -> None:
    walk = Walk(case, seed=1)
    walk.ours.facts = walk.theirs.facts = {}
    if walk.run.waiting[0].element == "dispatch":
        walk.complete(0, "assign")
    for _ in range(50):
        walk.fire(0)
        walk.complete(0, "done")
        walk.complete(0, "reopen")
    walk.complete(0, "done")
    walk.complete(0, "shut_it")
    assert walk.run.completed


def test_a_case_reopened_two_hundred_times_stays_as_small_as_it_was(case: Program) -> None:
    run = after(case, start(case, Notes()), "assign")
    sizes, tasks = [], []
    for _ in range(200):
        run = after(case, fired(case, run), "done", "reopen")
        sizes.append(len(run.state))
        tasks.append(len(codec.read(run.state).rows))
    assert max(sizes[1:]) - min(sizes[1:]) < 10
    assert len(set(tasks[1:])) == 1
    assert sizes[-1] < 2_500
    assert after(case, run, "done", "shut_it").completed


def test_a_hundred_deadlines_at_one_step_leave_no_trace(case: Program) -> None:
    run = after(case, start(case, Notes()), "assign")
    sizes = []
    for _ in range(100):
        run = fired(case, run)
        sizes.append(len(run.state))
    assert len(set(sizes)) <= 2  # the first has no earlier one beside it


def test_the_specification_is_not_in_the_state(case: Program) -> None:
    state = start(case, Notes()).state
    assert b"condition" not in state
    assert b"chosen_team" not in state


def test_ids_of_steps_survive_while_other_branches_go_on() -> None:
    program = program_of(PARALLEL)
    run = start(program, Notes())
    by_element = {step.element: step.id for step in run.waiting}
    run = complete(program, run.state, by_element["b"], {"outcome": "x"}, Notes())
    assert {step.element: step.id for step in run.waiting}.items() >= {("a", by_element["a"]), ("c", by_element["c"])}
    assert run.gone == (by_element["b"],)
    assert [step.element for step in run.opened] == ["b_again"]


# -- what is not saved, and what is not read ----


def workflow_of(program: Program, run: Run) -> Workflow:
    return codec.restore(program, codec.read(run.state), Answers(program, Notes(), reopened=False))


def task_of(workflow: Workflow, element: str) -> Any:
    return next(task for task in workflow.tasks.values() if task.task_spec.name == element)


@pytest.fixture
def solving(case: Program) -> Run:
    return after(case, start(case, Notes()), "assign")


def test_a_completed_process_with_open_work_is_not_saved(case: Program, solving: Run) -> None:
    workflow = workflow_of(case, solving)
    workflow.completed = True
    with pytest.raises(BrokenState, match="solve.* venter stadig"):
        codec.save(workflow, "end_closed")


def test_an_operation_that_was_not_run_is_not_saved(case: Program, solving: Run) -> None:
    workflow = workflow_of(case, solving)
    task_of(workflow, "solving")._set_state(TaskState.READY)
    with pytest.raises(BrokenState, match="“solving” er blevet stående"):
        codec.save(workflow, None)


def test_an_operation_half_done_is_not_saved(case: Program, solving: Run) -> None:
    workflow = workflow_of(case, solving)
    task_of(workflow, "solve")._set_state(TaskState.STARTED)
    with pytest.raises(BrokenState):
        codec.save(workflow, None)


def test_an_operation_that_failed_is_not_saved(case: Program, solving: Run) -> None:
    workflow = workflow_of(case, solving)
    task_of(workflow, "solve")._set_state(TaskState.ERROR)
    with pytest.raises(BrokenState, match="gik galt"):
        codec.save(workflow, None)


def test_a_deadline_without_its_step_is_not_saved(case: Program, solving: Run) -> None:
    workflow = workflow_of(case, solving)
    task_of(workflow, "solve")._set_state(TaskState.COMPLETED)
    with pytest.raises(BrokenState):
        codec.save(workflow, None)


def test_a_tree_too_deep_for_the_engine_is_not_saved() -> None:
    soundness.check_depth([-1, *range(soundness.MAX_DEPTH)])
    with pytest.raises(BrokenState, match="501 trin dyb"):
        soundness.check_depth([-1, *range(soundness.MAX_DEPTH + 1)])


@pytest.mark.parametrize(
    "state",
    [
        b"",
        b"nonsense",
        b"[]",
        b"{}",
        b'{"format":2,"rows":[]}',
        b'{"format":1}',
        b'{"format":1,"rows":[["x"]]}',
        b'{"format":1,"rows":[["x",-1,"Start",64,{},[],{},0,"more"]]}',
        b"\xff\xfe",
    ],
)
def test_a_state_that_cannot_be_read_says_so(case: Program, state: bytes) -> None:
    with pytest.raises(BrokenState):
        look(case, state)


def test_the_state_of_another_diagram_says_so(solving: Run) -> None:
    with pytest.raises(BrokenState, match="hører ikke til"):
        complete(program_of(PARALLEL), solving.state, solving.waiting[0].id, {}, Notes())


def test_a_state_whose_parents_are_mixed_up_says_so(case: Program, solving: Run) -> None:
    content = orjson.loads(solving.state)
    content["rows"][1][1] = 5
    with pytest.raises(BrokenState):
        complete(case, orjson.dumps(content), solving.waiting[0].id, {}, Notes())


def test_no_damaged_state_is_gone_on_from_unnoticed(case: Program, solving: Run) -> None:
    """Whichever bytes are cut off, it is a sentence, not a process that has quietly lost its step."""
    dice = random.Random(7)
    for _ in range(100):
        cut = solving.state[: dice.randrange(len(solving.state))]
        with pytest.raises(BrokenState):
            look(case, cut)
