"""From a BPMN file to a `Diagram`: what the engine needs of it, as values.

What is wrong with it is `check`'s to say.
"""

import re
from collections.abc import Iterable, Mapping

from engine import expressions
from engine.diagrams import vocabulary as v
from engine.diagrams.drawing import (
    Drawing,
    Element,
    Node,
    all_text,
    camunda,
    children,
    extensions,
    once_a_drawing,
    open_drawing,
    text_of,
)
from engine.diagrams.paths import main_path
from engine.facts import FACTS
from engine.model.diagrams import Arrow, Boundary, Choice, Diagram, Form, FormField, Operation, Outcome, Step
from engine.model.items import Kind

WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")


def read(content: bytes) -> Diagram:
    """The diagram of a BPMN file; raises Unreadable only where there is no process to read."""
    return diagram_of(open_drawing(content))


def diagram_of(drawing: Drawing) -> Diagram:
    """The engine's values of a drawing. What it does not know it leaves out."""
    start = next(iter(drawing.of_kind(v.START)), None)
    conditions = {flow.id: flow.condition for flow in drawing.flows if flow.condition is not None}
    steps = {node.id: step_of(drawing, node) for node in drawing.of_kind(*v.STEP_KINDS)}
    operations = {node.id: operation_of(node) for node in drawing.of_kind(*v.OPERATION_KINDS)}
    return Diagram(
        key=drawing.process.get("id", ""),
        name=" ".join(drawing.process.get("name", "").split()),
        documentation=text_of(drawing.process, "documentation") or "",
        start=form_of(start.element) if start else Form(),
        start_id=start.id if start else "",
        start_name=start.name if start else "",
        steps=steps,
        operations=operations,
        boundaries=_boundaries(drawing),
        names={node.id: node.name for node in drawing.nodes.values()},
        lanes={node: lane for node, lane in drawing.lanes.items() if node in drawing.nodes},
        conditions=conditions,
        variables=_variables(conditions, steps, operations),
        main_path=main_path(drawing),
        kinds={node.id: node.kind for node in drawing.nodes.values()},
        arrows=tuple(Arrow(flow.id, flow.name, flow.source, flow.target) for flow in drawing.flows),
    )


def kind_of(drawing: Drawing) -> Kind:
    """What its start form makes."""
    start = next(iter(drawing.of_kind(v.START)), None)
    return form_at(drawing, start.id).kind if start else Kind.CASE


def step_of(drawing: Drawing, node: Node) -> Step:
    return Step(
        id=node.id,
        name=node.name,
        lane=drawing.lanes.get(node.id, ""),
        documentation=text_of(node.element, "documentation") or "",
        form=form_of(node.element),
        assignee=node.element.get(camunda("assignee")),
        candidates=node.element.get(camunda("candidateGroups")),
    )


@once_a_drawing
def form_at(drawing: Drawing, node_id: str) -> Form:
    """The form of a step or a start."""
    return form_of(drawing.nodes[node_id].element)


@once_a_drawing
def operation_at(drawing: Drawing, node_id: str) -> Operation:
    """What a service or send task does."""
    return operation_of(drawing.nodes[node_id])


def operation_of(node: Node) -> Operation:
    parameters = {p.get("name", ""): all_text(p) for p in input_parameters(node.element)}
    return Operation(node.id, node.name, node.element.get(camunda("topic"), ""), parameters)


def input_parameters(element: Element) -> Iterable[Element]:
    return (p for block in extensions(element, "inputOutput") for p in block.iterchildren(camunda("inputParameter")))


def form_fields(element: Element) -> Iterable[Element]:
    """The `camunda:formField` elements of a user task or start event."""
    return (field for form in extensions(element, "formData") for field in form.iterchildren(camunda("formField")))


def form_of(element: Element) -> Form:
    fields: list[FormField] = []
    outcomes: tuple[Outcome, ...] = ()
    for field in form_fields(element):
        if field.get("id") == v.OUTCOME:
            outcomes = _outcomes(field)
        else:
            fields.append(_field(field))
    return Form(tuple(fields), outcomes)


def properties_of(element: Element) -> Mapping[str, str]:
    """The `camunda:properties` of a form field."""
    return {
        p.get("id", ""): p.get("value", "")
        for block in element.iterchildren(camunda("properties"))
        for p in block.iterchildren(camunda("property"))
    }


def constraints_of(element: Element) -> Mapping[str, str]:
    """The `camunda:validation` of a form field: the constraint's name → its configuration."""
    return {
        c.get("name", ""): c.get("config", "")
        for block in element.iterchildren(camunda("validation"))
        for c in block.iterchildren(camunda("constraint"))
    }


def choices_of(element: Element) -> tuple[Choice, ...]:
    return tuple(
        Choice(value.get("id", ""), value.get("name") or value.get("id") or "")
        for value in element.iterchildren(camunda("value"))
    )


def named(text: str) -> tuple[str, ...]:
    """The names of a comma separated list."""
    return tuple(name for part in text.split(",") if (name := part.strip()))


def _outcomes(field: Element) -> tuple[Outcome, ...]:
    properties = properties_of(field)
    return tuple(
        Outcome(
            id=choice.id,
            name=choice.name,
            requires=named(properties.get(f"{choice.id}.requires", "")),
            accepts=named(properties.get(f"{choice.id}.accepts", "")),
            allowed=properties.get(f"{choice.id}.allowed") or None,
        )
        for choice in choices_of(field)
    )


def _field(element: Element) -> FormField:
    constraints = constraints_of(element)
    return FormField(
        id=element.get("id", ""),
        type=element.get("type", ""),
        label=element.get("label") or element.get("id") or "",
        required="required" in constraints and constraints["required"] != "false",
        default=element.get("defaultValue"),
        min_length=_number(constraints.get("minlength")),
        max_length=_number(constraints.get("maxlength")),
        minimum=_number(constraints.get("min")),
        maximum=_number(constraints.get("max")),
        choices=choices_of(element),
        properties=properties_of(element),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and WHOLE_NUMBER.fullmatch(text) else None


def _boundaries(drawing: Drawing) -> Mapping[str, Boundary]:
    found = (_boundary(drawing, node) for node in drawing.of_kind(v.BOUNDARY))
    return {boundary.id: boundary for boundary in found if boundary}


def _boundary(drawing: Drawing, node: Node) -> Boundary | None:
    kind, reads = what_it_waits_for(drawing, node)
    if not kind:
        return None
    interrupting = node.element.get("cancelActivity", "true") != "false"
    return Boundary(node.id, node.name, node.element.get("attachedToRef", ""), kind, interrupting, reads)


def what_it_waits_for(drawing: Drawing, node: Node) -> tuple[str, str]:
    """("timer", its expression) or ("message", the message's name); ("", "") for what we do not execute."""
    for timer in children(node.element, "timerEventDefinition"):
        return "timer", text_of(timer, "timeDate") or ""
    for event in children(node.element, "messageEventDefinition"):
        messages = children(drawing.root, "message")
        return "message", next((m.get("name", "") for m in messages if m.get("id") == event.get("messageRef")), "")
    return "", ""


def _variables(
    conditions: Mapping[str, str], steps: Mapping[str, Step], operations: Mapping[str, Operation]
) -> frozenset[str]:
    """Names that are no facts, of every expression that the runner evaluates."""
    texts = [*conditions.values(), *(step.assignee for step in steps.values() if step.assignee)]
    texts += [text for operation in operations.values() for text in operation.parameters.values()]
    return frozenset(name for text in texts for name in _names(text) if name not in FACTS)


def _names(text: str) -> frozenset[str]:
    try:
        return expressions.names_in(text)
    except expressions.BadExpression:
        return frozenset()
