"""What SpiffWorkflow 3.2.0 does as it comes, and we have built around. A red test here after an upgrade is news, not a
fault of ours: look whether what we built around it is still needed, and whether the walks in test_codec.py are green.
"""

import gc
import inspect
import json
import sys
import weakref
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.camunda.parser.CamundaParser import CamundaParser
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.runner import start
from engine.runner.codec import read
from tests.engine.runner.drawing import CASE, Notes, draw, program_of
from tests.engine.runner.stock import NeverSaved

LONG_AGO = "2020-01-01T00:00:00+00:00"
IN_A_WHILE = "2999-01-01T00:00:00+00:00"


def parsed(content: bytes, parser: Any = None) -> Any:
    """Its specification, by SpiffWorkflow's own parser; expressions as Python has them."""
    python = content.replace(b"${", b"").replace(b"}</", b"</")
    parser = parser or BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(python))
    return parser.get_spec("drawn")


def running(content: bytes, *, data: Mapping[str, Any] | None = None, engine: Any = None) -> Any:
    workflow = BpmnWorkflow(parsed(content), script_engine=engine)
    workflow.task_tree.data.update(data or {})
    workflow.do_engine_steps()
    return workflow


def waiting(workflow: Any) -> list[str]:
    return [task.task_spec.name for task in workflow.get_tasks(state=TaskState.READY, manual=True)]


def do(workflow: Any, name: str, **data: Any) -> Any:
    task = workflow.get_next_task(spec_name=name, state=TaskState.READY)
    task.data.update(data)
    task.run()
    workflow.do_engine_steps()
    return task


def test_these_are_facts_of_the_version_that_we_install() -> None:
    assert version("SpiffWorkflow") == "3.2.0"


# -- the tree ----


def test_below_depth_1000_open_work_is_silently_overlooked() -> None:
    workflow = running(draw("begin -> a -> end", users=["a"]))
    workflow.task_tree._drop_children(force=True)
    task = workflow.task_tree
    spec = workflow.spec.task_specs["a"]
    for _ in range(1001):
        task = Task(workflow, spec, task, TaskState.COMPLETED)
    task._set_state(TaskState.READY)
    assert task.depth == 1001
    assert workflow.get_tasks(state=TaskState.READY) == []
    assert workflow.is_completed()


def test_every_round_makes_the_tree_larger_and_deeper() -> None:
    stock = NeverSaved(program_of(CASE), Notes({"agreed_agent": 17}))
    sizes = []
    for _ in range(5):
        stock.complete(0, {"outcome": "done"})
        stock.complete(0, {"outcome": "reopen"})
        tasks = stock._workflow.tasks.values()
        sizes.append((len(tasks), max(task.depth for task in tasks)))
    growth = {(b - a, d - c) for (a, c), (b, d) in zip(sizes, sizes[1:], strict=False)}
    assert len(growth) == 1
    ((wider, deeper),) = growth
    assert wider > 5
    assert deeper > 5


def test_an_instance_reopened_often_dies_of_its_own_depth() -> None:
    """With the usual limit at about the 164th round; here with a lower one, so that it takes no minute."""
    stock = NeverSaved(program_of(CASE), Notes({"agreed_agent": 17}))
    limit, rounds = sys.getrecursionlimit(), 0
    sys.setrecursionlimit(len(inspect.stack()) + 250)
    try:
        with pytest.raises(RecursionError):
            while rounds < 200:
                rounds += 1
                stock.complete(0, {"outcome": "done"})
                stock.complete(0, {"outcome": "reopen"})
    finally:
        sys.setrecursionlimit(limit)
    assert 5 < rounds < 200
    assert (stock.waiting, stock.completed) == ([], False)  # nobody can go on, and it says that it is not done


def test_a_fired_timer_leaves_a_join_waiting_until_its_step_is_done() -> None:
    stock = NeverSaved(program_of(CASE), Notes({"agreed_agent": 17}))
    stock.fire(0)
    waiting_joins = stock._workflow.get_tasks(state=TaskState.WAITING)
    assert {task.task_spec.name for task in waiting_joins} == {"solve.BoundaryEventJoin", "drawn.EndJoin", "late"}


def test_in_a_cut_tree_the_parent_of_a_task_is_not_the_element_before_it() -> None:
    rows = read(start(program_of(CASE), Notes()).state).rows
    dispatch = next(row for row in rows if row.element == "dispatch")
    assert rows[dispatch.parent].element == "Start"


# -- services, sends, starts ----


def test_a_service_task_without_an_answer_hangs_for_ever() -> None:
    workflow = running(draw("begin -> s -> end", services={"s": ("close-case", {})}))
    assert [task.task_spec.name for task in workflow.get_tasks(state=TaskState.STARTED)] == ["s"]
    workflow.do_engine_steps()
    assert not workflow.is_completed()


def test_a_send_task_with_a_topic_sends_nothing_and_is_done() -> None:
    class Angry(PythonScriptEngine):
        def call_service(self, task: Any, **kwargs: Any) -> Any:
            raise AssertionError("never called")

    tell = ("notify", {"recipients": "agent", "subject": "s", "text": "t"})
    assert running(draw("begin -> s -> end", services={"s": tell}), engine=Angry()).is_completed()


def test_the_form_of_a_start_event_is_not_read() -> None:
    spec = parsed(draw("begin -> a -> end", users={"a": ("x",)}, variables=["urgent"]), CamundaParser())
    assert [field.id for field in spec.task_specs["a"].form.fields] == ["outcome"]
    begin = spec.task_specs["begin"]
    assert not hasattr(begin, "form")
    assert "urgent" not in str(begin.extensions)


def test_an_error_of_a_service_is_hidden_by_a_name_error() -> None:
    class Environment(TaskDataEnvironment):
        def call_service(self, context: Any, **kwargs: Any) -> Any:
            raise LookupError("the real reason")

    workflow = running(draw("begin -> a -> end", users=["a"]))
    with pytest.raises(NameError, match="'script' is not defined"):
        PythonScriptEngine(Environment()).call_service(workflow.task_tree)


# -- events ----

MESSAGE = draw("begin -> a -> end\noff -> end_off", users=["a"], messages={"off": "a"})


def closed(name: str = "case_closed") -> Any:
    return BpmnEvent(MessageEventDefinition(name))


def test_sending_an_event_that_nobody_waits_for_is_an_error_and_catching_it_is_not() -> None:
    workflow = running(MESSAGE)
    with pytest.raises(WorkflowException, match="not waiting"):
        workflow.send_event(closed("other"))
    assert workflow.event_manager.catch(closed("other"), internal=False) == 0
    assert workflow.bpmn_events == []
    workflow.catch(closed("other"))
    assert len(workflow.bpmn_events) == 1
    assert workflow.event_manager.catch(closed(), internal=False) == 1
    workflow.do_engine_steps()
    assert workflow.is_completed()


def timed(due: Any) -> Any:
    content = draw("begin -> a -> b -> end\nlate -> end_late", users=["a", "b"], timers={"late": "a"})
    return running(content, data={"deadline": due})


def fired(workflow: Any) -> bool:
    return bool(workflow.get_tasks(spec_name="end_late", state=TaskState.COMPLETED))


def test_a_drawn_time_is_compared_with_the_wall_clock_while_the_engine_steps() -> None:
    assert fired(timed(LONG_AGO))
    assert not fired(timed(IN_A_WHILE))
    soon = (datetime.now(UTC) + timedelta(milliseconds=50)).isoformat()
    workflow = timed(soon)
    while datetime.now(UTC).isoformat() <= soon:
        pass
    workflow.do_engine_steps()  # looks at the clock at its end
    workflow.do_engine_steps()
    assert fired(workflow)


def test_a_drawn_time_is_read_once_and_never_again() -> None:
    workflow = timed(IN_A_WHILE)
    for task in workflow.tasks.values():
        task.data["deadline"] = LONG_AGO
    workflow.do_engine_steps()
    assert not fired(workflow)


def test_a_drawn_time_cannot_be_empty() -> None:
    with pytest.raises(AttributeError):
        timed(None)


def test_a_drawn_time_is_lost_when_its_step_is_done_before_the_next_look() -> None:
    workflow = timed(IN_A_WHILE)
    timer = workflow.get_next_task(spec_name="late")
    timer.internal_data["event_value"] = LONG_AGO  # it has passed meanwhile
    do(workflow, "a")
    assert timer.state == TaskState.CANCELLED
    assert not fired(workflow)


def test_refreshing_waiting_tasks_is_deprecated() -> None:
    with pytest.warns(DeprecationWarning, match="refresh_timers"):
        running(MESSAGE).refresh_waiting_tasks()


def test_an_event_without_its_reference_breaks_the_parser_in_its_own_words() -> None:
    content = MESSAGE.replace(b'<message id="message_closed" name="case_closed"/>', b"")
    with pytest.raises((TypeError, ValidationException), match="node"):
        parsed(content)


# -- gateways and reading ----


def test_several_arrows_out_of_a_user_task_are_refused() -> None:
    with pytest.raises(ValidationException, match="Multiple outgoing flows"):
        parsed(draw("begin -> a -> end\na -> end_b", users=["a"]))


def test_no_condition_that_matches_is_an_error() -> None:
    with pytest.raises(WorkflowException, match="No conditions satisfied for way"):
        running(draw("begin -> way\nway -> end : 1 == 2"))


@pytest.mark.parametrize(("a", "b"), [(10, 20), (20, 10)])
def test_which_condition_is_tried_first_follows_the_layout(a: int, b: int) -> None:
    content = draw("begin -> way\nway -> end_a : True\nway -> end_b : 1 == 1", layout={"end_a": a, "end_b": b})
    workflow = running(content)
    assert bool(workflow.get_tasks(spec_name="end_a")) == (a < b)


HIDING = draw("begin -> b -> a -> end", users={"b": (), "a": ("b",)})


@pytest.mark.parametrize(
    "content", [HIDING, HIDING.replace(b'value id="b"', b'value id="c"').replace(b'"outcome"', b'"b"')]
)
def test_a_field_or_value_of_a_form_with_the_id_of_an_element_hides_it(content: bytes) -> None:
    with pytest.raises(ValidationException, match="no support implemented"):
        parsed(content)


def test_a_lane_is_known_by_its_name_and_layout_is_not_needed() -> None:
    lanes = b'<laneSet><lane id="l" name="Drift &#183; agent"><flowNodeRef>a</flowNodeRef></lane></laneSet><startEvent'
    content = draw("begin -> a -> end", users=["a"]).replace(b"<startEvent", lanes)
    assert parsed(content).task_specs["a"].lane == "Drift · agent"
    without = content[: content.index(b"<bpmndi:BPMNDiagram")] + b"</definitions>"
    assert waiting(running(without)) == ["a"]


# -- data ----


def parallel_data(first: str, second: str) -> dict[str, Any]:
    content = draw(
        "begin -> fork\nfork -> a -> join\nfork -> b -> join\njoin -> c -> end",
        users=["a", "b", "c"],
        parallel=["fork", "join"],
    )
    workflow = running(content, data={"a": "old", "b": "old"})
    for name in (first, second):
        do(workflow, name, **{name: "new"})
    data: dict[str, Any] = workflow.get_next_task(spec_name="c", state=TaskState.READY).data
    return data


def test_a_parallel_join_takes_back_what_the_first_branch_changed() -> None:
    assert parallel_data("a", "b") == {"a": "old", "b": "new"}
    assert parallel_data("b", "a") == {"a": "new", "b": "old"}


def test_nested_data_is_shared_between_tasks() -> None:
    content = draw("begin -> a -> b -> end", users=["a", "b"])
    workflow = running(content, data={"case": {"comments": []}})
    task = do(workflow, "a")
    task.data["case"]["comments"].append("changed afterwards")
    assert workflow.get_next_task(spec_name="b").data["case"]["comments"] == ["changed afterwards"]
    assert workflow.task_tree.data["case"]["comments"] == ["changed afterwards"]


def test_its_dictionaries_are_not_json() -> None:
    workflow = running(draw("begin -> a -> end", users=["a"]), data={"at": datetime(2026, 11, 23, tzinfo=UTC)})
    serializer = BpmnWorkflowSerializer()
    with pytest.raises(TypeError, match="datetime"):
        json.dumps(serializer.to_dict(workflow))
    assert "2026-11-23" in serializer.serialize_json(workflow)


def test_its_serializer_writes_the_specification_into_every_instance() -> None:
    content = draw("begin -> a -> end", users=["a"])
    written = BpmnWorkflowSerializer().serialize_json(running(content))
    ours = start(program_of(content), Notes()).state.decode()
    assert "task_specs" in written
    assert "task_specs" not in ours
    assert len(written) > 10 * len(ours)


def test_its_serializer_is_in_another_mode_for_everybody_while_it_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """So one serializer must not be used by two threads at once."""
    serializer = BpmnWorkflowSerializer()
    modes = []

    def listening(workflow: Any) -> Any:
        modes.append(serializer.registry._encoder_mode)
        return BpmnWorkflowSerializer.to_dict(serializer, workflow)

    monkeypatch.setattr(serializer, "to_dict", listening)
    serializer.serialize_json(running(draw("begin -> a -> end", users=["a"])))
    assert (modes, serializer.registry._encoder_mode) == ([True], False)


def test_a_workflow_is_freed_by_the_collector_alone() -> None:
    """So the collector is never switched off."""
    gc.collect()
    gc.disable()
    try:
        gone = weakref.ref(running(draw("begin -> a -> end", users=["a"])))
        assert gone() is not None
        gc.collect()
        assert gone() is None
    finally:
        gc.enable()


def test_ids_of_tasks_survive_its_saving_as_they_survive_ours() -> None:
    workflow = running(draw("begin -> a -> end", users=["a"]))
    serializer = BpmnWorkflowSerializer()
    again = serializer.deserialize_json(serializer.serialize_json(workflow))
    assert [task.id for task in again.get_tasks(manual=True)] == [task.id for task in workflow.get_tasks(manual=True)]


# -- event subprocesses ----

SUBPROCESS = MESSAGE.replace(
    b"<endEvent ",
    b'<subProcess id="sub" triggeredByEvent="true"><startEvent id="sub_start"><messageEventDefinition'
    b' messageRef="message_closed"/></startEvent><userTask id="inside"/><endEvent id="sub_end"/>'
    b'<sequenceFlow id="s1" sourceRef="sub_start" targetRef="inside"/>'
    b'<sequenceFlow id="s2" sourceRef="inside" targetRef="sub_end"/></subProcess><endEvent ',
    1,
)


def with_subprocess() -> tuple[Any, Mapping[str, Any]]:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(SUBPROCESS))
    return parser.get_spec("drawn"), parser.get_subprocess_specs("drawn")


def test_an_event_subprocess_that_runs_changes_the_specification_of_all() -> None:
    spec, subprocesses = with_subprocess()
    outputs = list(spec.start._outputs)
    workflow = BpmnWorkflow(spec, subprocesses)
    workflow.do_engine_steps()
    workflow.catch(closed())
    workflow.do_engine_steps()
    assert spec.start._outputs != outputs


# -- code ----


def test_conditions_are_handed_to_eval_and_emptied_builtins_are_no_sandbox() -> None:
    engine = PythonScriptEngine(TaskDataEnvironment({"__builtins__": {}}))
    reach = (
        "[c.__name__ for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close'] == ['_wrap_close']"
    )
    content = draw("begin -> way\nway -> end_escaped : X\nway -> end : default").replace(b"X", reach.encode())
    workflow = running(content, engine=engine)
    assert workflow.get_tasks(spec_name="end_escaped")


def test_a_step_that_fails_leaves_its_error_in_the_object() -> None:
    workflow = BpmnWorkflow(parsed(draw("begin -> way\nway -> end : nobody_knows")))
    with pytest.raises(WorkflowException):
        workflow.do_engine_steps()
    assert [task.task_spec.name for task in workflow.get_tasks(state=TaskState.ERROR)] == ["way"]


def test_long_ways_are_walked_recursively() -> None:
    """So the tree must stay shallow: never raise the limit."""
    ways: Sequence[str] = [f"u{number}" for number in range(600)]
    with pytest.raises((RecursionError, ValidationException), match="recursion"):
        parsed(draw("begin -> " + " -> ".join(ways) + " -> end", users=ways))
