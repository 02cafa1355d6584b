"""What a diagram says, box by box and without its ids: who has each step, what its buttons need, where they lead."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.diagrams import vocabulary as v
from engine.diagrams.drawing import Drawing, Node, open_drawing
from engine.diagrams.read import diagram_of
from engine.model.diagrams import Diagram, Form, Outcome


def boxes(file: Path) -> dict[str, Any]:
    """{"way": names along the main way, "lanes": their names, "start": …, "steps": {name: …}} as in boxes.toml."""
    drawing = open_drawing(file.read_bytes())
    diagram = diagram_of(drawing)
    return {
        "name": diagram.name,
        "lanes": list(dict.fromkeys(drawing.lanes.values())),
        "way": [diagram.names[id_] for id_ in diagram.main_path],
        "start": {f.properties.get("sets", f.id): f.type + "!" * f.required for f in diagram.start.fields},
        "begins": dict(_ways(drawing, diagram, drawing.nodes[diagram.start_id])),
        "steps": {step.name: _step(drawing, diagram, id_) for id_, step in diagram.steps.items()},
    }


def _step(drawing: Drawing, diagram: Diagram, id_: str) -> dict[str, Any]:
    step = diagram.steps[id_]
    return {
        "lane": step.lane,
        "offered": " or ".join(filter(None, (step.assignee, step.candidates))),
        "buttons": {o.name: _button(drawing, diagram, id_, step.form, o) for o in step.form.outcomes},
        "beside": {
            b.name: f"{b.kind} {b.reads}: {_follow(drawing, diagram, drawing.outgoing[b.id][0].target)}"
            for b in diagram.boundaries.values()
            if b.attached_to == id_
        },
    }


def _button(drawing: Drawing, diagram: Diagram, id_: str, form: Form, outcome: Outcome) -> str:
    """Its rule: what it needs (what it also takes) → what happens → where that leads."""
    types = {field.id: field.type for field in form.fields}
    needs = " ".join(types[name] for name in outcome.requires)
    takes = " ".join(types[name] for name in outcome.accepts)
    gateway = drawing.outgoing[id_][0].target
    (arrow,) = (f for f in drawing.outgoing[gateway] if f"'{outcome.id}'" in (f.condition or ""))
    fields = f"{needs} ({takes})" if takes else needs
    return f"{outcome.allowed or ''}: {fields} → {_follow(drawing, diagram, arrow.target)}"


def _ways(drawing: Drawing, diagram: Diagram, start: Node) -> Iterator[tuple[str, str]]:
    """Out of the first gateway: its label → where it leads."""
    gateway = drawing.outgoing[start.id][0].target
    for arrow in drawing.outgoing[gateway]:
        yield f"{diagram.names[gateway]} {arrow.name}", _follow(drawing, diagram, arrow.target)


def _follow(drawing: Drawing, diagram: Diagram, id_: str) -> str:
    """Operations with their parameters and the questions in between, until somebody has something to do or it ends."""
    node = drawing.nodes[id_]
    if node.kind in (v.END, *v.STEP_KINDS):
        return node.name if node.kind in v.STEP_KINDS else f"slut: {node.name}"
    if node.kind in v.GATEWAYS:
        answers = (
            f"{arrow.name} [{arrow.condition}]: {_follow(drawing, diagram, arrow.target)}"
            for arrow in drawing.outgoing[id_]
        )
        return f"{node.name} {{{'; '.join(sorted(answers))}}}"
    operation = diagram.operations[id_]
    given = ", ".join(f"{name}={_one_line(text)}" for name, text in _short(operation.parameters).items())
    return f"{operation.topic}({given}) → {_follow(drawing, diagram, drawing.outgoing[id_][0].target)}"


def _short(parameters: Mapping[str, str]) -> Mapping[str, str]:
    """A message's recipients, not its words."""
    return {"til": parameters["recipients"]} if "recipients" in parameters else parameters


def _one_line(text: str) -> str:
    return " ".join(text.split())
