"""A diagram made ready to run: its BPMN parsed once into SpiffWorkflow's specification, shared by all its instances.

SpiffWorkflow reads the arrows; forms, parameters and boundary events come from the `Diagram`. Elements that we do not
execute have no parser here, so nothing of a diagram can become a script.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, full_tag
from SpiffWorkflow.bpmn.parser.event_parsers import BoundaryEventParser, EndEventParser, StartEventParser
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, EndEvent, ParallelGateway, StartEvent, UserTask
from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine.diagrams import vocabulary as v
from engine.diagrams.xml import parse
from engine.facts import FACTS
from engine.model.diagrams import Diagram
from engine.operations import OPERATIONS
from engine.runner.errors import NotRunnable
from engine.runner.specs import Choice, Deadline, Message, OperationTask
from engine.sentences import say


@dataclass(frozen=True, eq=False)
class Program:
    """A diagram and its specification.

    `variables` are the names that a person's answers can give a value, `dates` those of them whose value is a day,
    which the state holds as a text; `kinds` is {name of a fact or field: its kind or type}. `ways` are those of each
    gateway that chooses: {gateway: {condition, None of the default: arrow}}.
    """

    diagram: Diagram
    spec: Any
    variables: frozenset[str]
    dates: frozenset[str]
    kinds: Mapping[str, str]
    ways: Mapping[str, Mapping[str | None, str]]


def build(content: bytes, diagram: Diagram) -> Program:
    """The program of a BPMN file; raises NotRunnable. Takes milliseconds: keep it, one for each deployed version."""
    for operation in diagram.operations.values():
        if operation.topic not in OPERATIONS:
            raise NotRunnable(
                say("“%(name)s” beder om “%(topic)s”, som ikke findes.", name=operation.name, topic=operation.topic)
            )
    parser = _Parser(diagram)
    try:
        parser.add_bpmn_xml(_without_data(parse(content)))
        spec = parser.get_spec(diagram.key)
    except SpiffWorkflowException as error:
        where = getattr(error, "id", "") or diagram.key
        name = diagram.names.get(where) or where
        raise NotRunnable(
            say("Diagrammet kan ikke udføres ved “%(name)s”: %(why)s", name=name, why=str(error))
        ) from error
    _check_joins(spec)
    fields = diagram.fields
    variables = {v.OUTCOME, v.REOPENED, *(field.id for field in fields)}
    dates = {field.id for field in fields if field.type == "date"}
    dates -= {field.id for field in fields if field.type != "date"}
    kinds = {field.id: field.type for field in fields} | {fact.name: fact.kind for fact in FACTS.values()}
    return Program(diagram, spec, frozenset(variables), frozenset(dates), kinds, _ways(diagram))


def _ways(diagram: Diagram) -> dict[str, dict[str | None, str]]:
    """Of two arrows with the same condition the first is the one that is taken."""
    found: dict[str, dict[str | None, str]] = {}
    for arrow in diagram.arrows:
        if diagram.kinds[arrow.source] == v.EXCLUSIVE:
            found.setdefault(arrow.source, {}).setdefault(diagram.conditions.get(arrow.id), arrow.id)
    return {gateway: ways for gateway, ways in found.items() if len(ways) > 1}


def _without_data(root: Any) -> Any:
    """Data that are drawn for readers: SpiffWorkflow would want to move them."""
    for element in list(root.iter(*(full_tag(name) for name in (*v.DATA, *v.DATA_ARROWS, *v.DATA_ENDS)))):
        element.getparent().remove(element)
    return root


class _Boundary(BoundaryEventParser):
    """Waits for what the diagram's value says, instead of for SpiffWorkflow's timers."""

    def create_task(self) -> Any:
        boundary = self.process_parser.parser.diagram.boundaries.get(self.bpmn_id)
        if boundary is None:
            self.raise_validation_exception("An event that is neither a timer nor a message")
        definition = Deadline() if boundary.kind == "timer" else Message(boundary.reads)
        return self._create_task(definition, boundary.interrupting)


class _Parser(BpmnParser):
    PARSER_CLASSES: Mapping[str, Any] = {
        full_tag(v.START): (StartEventParser, StartEvent),
        full_tag(v.END): (EndEventParser, EndEvent),
        full_tag(v.USER): (TaskParser, UserTask),
        full_tag(v.SERVICE): (TaskParser, OperationTask),
        full_tag(v.SEND): (TaskParser, OperationTask),
        full_tag(v.EXCLUSIVE): (ConditionalGatewayParser, Choice),
        full_tag(v.PARALLEL): (GatewayParser, ParallelGateway),
        full_tag(v.BOUNDARY): (_Boundary, BoundaryEvent),
    }

    def __init__(self, diagram: Diagram):
        super().__init__()
        self.diagram = diagram


def _check_joins(spec: Any) -> None:
    """A parallel join on a cycle reads the finished tasks of earlier rounds, which are not kept."""
    for task_spec in spec.task_specs.values():
        if isinstance(task_spec, ParallelGateway) and len(task_spec.inputs) > 1 and task_spec in _ahead(task_spec):
            name = task_spec.bpmn_name or task_spec.name
            raise NotRunnable(say("“%(name)s” samler parallelle veje inde i en løkke.", name=name))


def _ahead(task_spec: Any) -> set[Any]:
    found: set[Any] = set()
    open_ends = list(task_spec.outputs)
    while open_ends:
        one = open_ends.pop()
        if one not in found:
            found.add(one)
            open_ends.extend(one.outputs)
    return found
