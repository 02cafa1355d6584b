"""Running diagrams: what waits, what is asked of the world, and how a run says no."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.expressions import BadExpression
from engine.runner import (
    Listening,
    NotRunnable,
    NoWayOut,
    Program,
    Run,
    StaleStep,
    complete,
    deliver,
    fire,
    look,
    start,
)
from tests.engine.runner.drawing import CASE, Notes, draw, program_of

SOLVED, GAVE_BACK, ASSIGNED = {"outcome": "done"}, {"outcome": "back"}, {"outcome": "assign"}


@pytest.fixture(scope="module")
def case() -> Program:
    return program_of(CASE)


@pytest.fixture
def world() -> Notes:
    return Notes({"chosen_team": 3, "chosen_agent": 17, "number": "SAG-1", "subject": "Printer"})


def go(program: Program, run: Run, outcome: str, world: Notes, **variables: Any) -> Run:
    """Completes the one step that waits."""
    (step,) = run.waiting
    return complete(program, run.state, step.id, {"outcome": outcome, **variables}, world)


def names(run: Run) -> list[str]:
    return [step.element for step in run.waiting]


def test_a_new_case_waits_for_the_dispatcher(case: Program, world: Notes) -> None:
    run = start(case, world)
    assert names(run) == ["dispatch"]
    assert run.path == ("begin", "again", "to_team", "direct")
    assert run.opened == run.waiting
    assert (run.gone, run.listening, run.completed, run.ended_as) == ((), (), False, None)


def test_a_case_agreed_with_an_agent_goes_past_the_dispatcher(case: Program, world: Notes) -> None:
    world.facts["agreed_agent"] = 17
    run = start(case, world)
    assert names(run) == ["solve"]
    assert world.done == [("assign-team", {"team": 3, "agreed_agent": 17})]


def test_a_step_that_is_completed_opens_the_next(case: Program, world: Notes) -> None:
    first = start(case, world)
    run = go(case, first, "assign", world)
    assert names(run) == ["solve"]
    assert run.path == ("dispatch", "dispatched", "give")
    assert run.opened == run.waiting
    assert run.gone == (first.waiting[0].id,)
    assert world.done[-1] == ("assign-agent", {"agent": 17})


def test_a_case_lives_to_its_end(case: Program, world: Notes) -> None:
    run = start(case, world)
    for outcome in ("assign", "back", "assign", "done", "reopen", "done", "shut_it"):
        run = go(case, run, outcome, world)
    assert run.completed
    assert run.ended_as == "end_closed"
    assert run.path == ("close", "closing", "shut", "end_closed")
    assert (run.waiting, run.listening) == ((), ())
    assert world.done[-1] == ("close-case", {})
    after = look(case, run.state)
    assert (after.completed, after.ended_as, after.waiting) == (True, "end_closed", ())


def test_looking_says_what_the_run_said_and_changes_nothing(case: Program, world: Notes) -> None:
    run = go(case, start(case, world), "assign", world)
    seen = look(case, run.state)
    assert (seen.state, seen.waiting, seen.listening) == (run.state, run.waiting, run.listening)
    assert (seen.path, seen.opened, seen.gone) == ((), (), ())


def test_a_state_can_be_gone_on_from_twice(case: Program, world: Notes) -> None:
    """Two people press at once: the state of the one whose transaction fails is as it was."""
    run = go(case, start(case, world), "assign", world)
    assert names(go(case, run, "done", world)) == ["close"]
    assert names(go(case, run, "back", world)) == ["dispatch"]


def test_a_reopened_case_takes_the_other_way_and_only_that_once(world: Notes) -> None:
    drawn = """
    begin -> m -> again
    again -> welcome_back : reopened
    again -> work : not reopened
    welcome_back -> way
    work -> way
    way -> m : outcome == 'over'
    way -> end : default
    """
    program = program_of(draw(drawn, users={"work": ("over", "stop"), "welcome_back": ("over", "stop")}))
    run = start(program, world, reopened=True)
    assert names(run) == ["welcome_back"]
    run = go(program, run, "over", world)
    assert names(run) == ["work"]
    assert names(start(program, world)) == ["work"]


def test_an_operation_is_seen_by_the_conditions_after_it(world: Notes) -> None:
    drawn = """
    begin -> solve_it -> asks
    asks -> end_solved : status == 'solved'
    asks -> end : default
    """
    run = start(program_of(draw(drawn, services={"solve_it": ("set-status", {"status": "solved"})})), world)
    assert run.ended_as == "end_solved"


def test_parameters_keep_their_types_and_texts_are_filled(world: Notes) -> None:
    tell = ("notify", {"recipients": "agent, team", "subject": "${number}", "text": "${subject} til ${chosen_agent}."})
    give = ("assign-agent", {"agent": "${chosen_agent}", "team": "${None}"})
    start(program_of(draw("begin -> tell -> give -> end", services={"tell": tell, "give": give})), world)
    assert world.done == [
        ("notify", {"recipients": "agent, team", "subject": "SAG-1", "text": "Printer til 17."}),
        ("assign-agent", {"agent": 17, "team": None}),
    ]


# -- deadlines and messages ----


def solving(case: Program, world: Notes) -> Run:
    return go(case, start(case, world), "assign", world)


def test_a_drawn_deadline_waits_beside_its_step(case: Program, world: Notes) -> None:
    run = solving(case, world)
    (timer,) = run.listening
    assert timer == Listening(timer.id, "late", "timer", "${deadline}", run.waiting[0].id)


def test_a_deadline_that_passes_tells_and_leaves_the_step_and_a_new_timer(case: Program, world: Notes) -> None:
    before = solving(case, world)
    run = fire(case, before.state, before.listening[0].id, world)
    assert run is not None
    assert run.path == ("late", "tell", "end_told")
    assert run.waiting == before.waiting
    assert (run.opened, run.gone, run.completed) == ((), (), False)
    assert world.done[-1][0] == "notify"
    (timer,) = run.listening
    assert timer.element == "late"
    assert timer.id != before.listening[0].id
    assert timer.attached_to == run.waiting[0].id


def test_a_deadline_fires_once_and_one_that_is_gone_not_at_all(case: Program, world: Notes) -> None:
    before = solving(case, world)
    timer = before.listening[0].id
    run = fire(case, before.state, timer, world)
    assert run is not None
    assert fire(case, run.state, timer, world) is None
    closing = go(case, before, "done", world)
    assert fire(case, closing.state, timer, world) is None
    assert fire(case, closing.state, closing.listening[0].id, world) is None  # a message is no deadline
    assert fire(case, closing.state, "nonsense", world) is None


def test_a_case_goes_on_after_its_deadline_has_passed(case: Program, world: Notes) -> None:
    run = solving(case, world)
    for _ in range(3):
        fired = fire(case, run.state, run.listening[0].id, world)
        assert fired is not None
        run = fired
    for outcome in ("done", "shut_it"):
        run = go(case, run, outcome, world)
    assert run.ended_as == "end_closed"


def test_the_case_closed_elsewhere_ends_the_step_that_waits_for_it(case: Program, world: Notes) -> None:
    closing = go(case, solving(case, world), "done", world)
    run = deliver(case, closing.state, "case_closed", world)
    assert run is not None
    assert (run.completed, run.ended_as) == (True, "end_elsewhere")
    assert run.gone == (closing.waiting[0].id,)
    assert run.path == ("case_is_closed_now", "end_elsewhere")


def test_a_message_that_nobody_waits_for_is_nothing(case: Program, world: Notes) -> None:
    run = solving(case, world)
    assert deliver(case, run.state, "case_closed", world) is None
    closing = go(case, run, "done", world)
    assert deliver(case, closing.state, "case_opened", world) is None


def test_a_message_reaches_every_step_that_waits_for_it(world: Notes) -> None:
    drawn = """
    begin -> fork
    fork -> a -> end_a
    fork -> b -> end_b
    off_a -> end_off_a
    off_b -> end_off_b
    """
    program = program_of(draw(drawn, users=("a", "b"), parallel=["fork"], messages={"off_a": "a", "off_b": "b"}))
    run = deliver(program, start(program, world).state, "case_closed", world)
    assert run is not None
    assert run.completed
    assert set(run.path) == {"off_a", "off_b", "end_off_a", "end_off_b"}


# -- variables ----

ASKING = draw(
    """
    begin -> a -> first
    first -> b : outcome == 'go' and urgent == 'yes'
    first -> end_calm : default
    b -> second
    second -> end_urgent : urgent == 'yes'
    second -> end_forgotten : default
    """,
    users={"a": ("go", "stay"), "b": ("go", "stay")},
    variables=["urgent", "unread"],
)


def test_variables_are_replaced_and_never_merged(world: Notes) -> None:
    program = program_of(ASKING)
    run = go(program, start(program, world), "go", world, urgent="yes")
    assert names(run) == ["b"]
    assert go(program, run, "go", world).ended_as == "end_forgotten"
    assert go(program, run, "go", world, urgent="yes").ended_as == "end_urgent"


def test_only_what_the_diagram_reads_is_kept(world: Notes) -> None:
    program = program_of(ASKING)
    run = go(program, start(program, world), "go", world, urgent="yes", unread="a very long text", stranger=1)
    assert b"urgent" in run.state
    assert b"unread" not in run.state
    assert b"stranger" not in run.state


def test_the_start_form_is_read_at_once(world: Notes) -> None:
    program = program_of(
        draw("begin -> way\nway -> end_fast : urgent == 'yes'\nway -> end : default", variables=["urgent"])
    )
    assert start(program, world, variables={"urgent": "yes"}).ended_as == "end_fast"
    assert start(program, world).ended_as == "end"
    world.facts["urgent"] = "yes"  # the world may keep it, and tell of it as of a fact
    assert start(program, world).ended_as == "end_fast"


def test_a_time_stays_a_time(world: Notes) -> None:
    drawn = "begin -> a -> b -> way\nway -> end_late : promised < deadline\nway -> end : default"
    program = program_of(draw(drawn, users=("a", "b"), variables=["promised"]))
    world.facts["deadline"] = datetime(2026, 12, 1, tzinfo=UTC)
    run = start(program, world)
    promised = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    run = complete(program, run.state, run.waiting[0].id, {"promised": promised}, world)
    assert b"2026-11-30T23:00:00+00:00" in run.state
    assert complete(program, run.state, run.waiting[0].id, {"promised": promised}, world).ended_as == "end_late"


def test_a_yes_does_not_become_a_number(world: Notes) -> None:
    drawn = (
        "begin -> fork\nfork -> a -> b -> way\nfork -> c -> end_c\nway -> end_yes : flag == True\nway -> end : default"
    )
    tell = ("notify", {"recipients": "agent", "subject": "${flag}", "text": "x"})
    content = draw(
        drawn + "\nlate -> tell -> end_told",
        users=("a", "b", "c"),
        services={"tell": tell},
        parallel=["fork"],
        timers={"late": "b"},
        variables=["flag"],
    )
    program = program_of(content)
    run = start(program, world, variables={"flag": 1})
    first = next(step for step in run.waiting if step.element == "a")
    run = complete(program, run.state, first.id, {"flag": True}, world)
    assert fire(program, run.state, run.listening[0].id, world) is not None
    assert world.done[-1][1]["subject"] is True


def test_variables_stay_while_no_step_is_completed(world: Notes) -> None:
    drawn = "begin -> a -> b -> end\nlate -> tell -> end_told"
    tell = ("notify", {"recipients": "agent", "subject": "${outcome}", "text": "x"})
    program = program_of(draw(drawn, users={"a": ("yes",), "b": ()}, services={"tell": tell}, timers={"late": "b"}))
    run = go(program, start(program, world), "yes", world)
    for _ in range(2):
        fired = fire(program, run.state, run.listening[0].id, world)
        assert fired is not None
        run = fired
    assert [parameters["subject"] for _, parameters in world.done] == ["yes", "yes"]


# -- saying no ----


def test_a_step_is_completed_once(case: Program, world: Notes) -> None:
    first = start(case, world)
    second = go(case, first, "assign", world)
    for task_id in (first.waiting[0].id, second.listening[0].id, "nonsense", ""):
        with pytest.raises(StaleStep):
            complete(case, second.state, task_id, SOLVED, world)


def test_nothing_waits_in_a_process_that_has_ended(case: Program, world: Notes) -> None:
    run = solving(case, world)
    closing = go(case, run, "done", world)
    ended = go(case, closing, "shut_it", world)
    with pytest.raises(StaleStep):
        complete(case, ended.state, closing.waiting[0].id, SOLVED, world)
    assert fire(case, ended.state, run.listening[0].id, world) is None
    assert deliver(case, ended.state, "case_closed", world) is None


def test_no_way_out_names_the_gateway(case: Program, world: Notes) -> None:
    run = start(case, world)
    with pytest.raises(NoWayOut, match="“dispatched”") as refused:
        go(case, run, "something_else", world)
    assert refused.value.element == "dispatched"


def test_running_in_circles_is_stopped(world: Notes) -> None:
    program = program_of(draw("begin -> m -> s -> m", services={"s": ("return-to-creator", {})}))
    with pytest.raises(NoWayOut, match="i ring"):
        start(program, world)


def test_a_name_that_nobody_knows_is_told_of(world: Notes) -> None:
    with pytest.raises(BadExpression, match="ouctome"):
        start(program_of(draw("begin -> way\nway -> end : ouctome == 1\nway -> end_b : default")), world)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<endEvent ", b'<scriptTask id="hack" name="hack"><script>1</script></scriptTask><endEvent '),
        (b"<endEvent ", b'<callActivity id="hack" name="hack" calledElement="drawn"/><endEvent '),
        (b"<endEvent ", b'<intermediateThrowEvent id="hack" name="hack"/><endEvent '),
    ],
)
def test_what_we_do_not_execute_is_not_built(old: bytes, new: bytes) -> None:
    content = draw("begin -> a -> end", users=["a"])
    content = content.replace(old, new).replace(b'targetRef="end"', b'targetRef="hack"')
    with pytest.raises(NotRunnable, match="hack"):
        program_of(content)


def test_an_operation_that_does_not_exist_is_not_built() -> None:
    with pytest.raises(NotRunnable, match="delete-everything"):
        program_of(draw("begin -> s -> end", services={"s": ("delete-everything", {})}))


def test_a_parallel_join_on_a_cycle_is_not_built() -> None:
    drawn = """
    begin -> m -> fork
    fork -> a -> join
    fork -> b -> join
    join -> c -> way
    way -> m : outcome == 'again'
    way -> end : default
    """
    users = {"a": (), "b": (), "c": ("again", "stop")}
    with pytest.raises(NotRunnable, match="løkke"):
        program_of(draw(drawn, users=users, parallel=["fork", "join"]))


_executed: list[str] | None = None


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if _executed is not None and event in ("exec", "os.system", "subprocess.Popen", "import"):
        _executed.append(event)


@pytest.fixture
def executed() -> Iterator[list[str]]:
    """What the interpreter was asked to execute as code: `eval` and `exec` are an "exec" to it."""
    global _executed
    sys.addaudithook(_listen)  # it can never be removed, only be deaf
    _executed = []
    yield _executed
    _executed = None


def test_nothing_of_a_diagram_is_executed_as_code(case: Program, world: Notes, executed: list[str]) -> None:
    eval("1")
    assert executed == ["exec"]
    executed.clear()
    run = start(case, world)
    for outcome in ("assign", "done", "shut_it"):
        run = go(case, run, outcome, world)
    assert run.completed
    assert executed == []


@pytest.mark.parametrize(
    "text", ["__import__('os').system('true') == 0", "().__class__.__base__.__subclasses__()", "open('/etc/passwd')"]
)
def test_a_hostile_condition_is_a_sentence(text: str, world: Notes) -> None:
    with pytest.raises(BadExpression):
        start(program_of(draw(f"begin -> way\nway -> end : {text}\nway -> end_b : default")), world)
