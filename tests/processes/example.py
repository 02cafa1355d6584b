"""The example of processes/README.md, done as it says: W3 with a button, a step, two fields and two arrows more."""

from pathlib import Path

from lxml import etree

from tests.processes.guide import codes, tables

W3 = Path(__file__).parents[2] / "processes" / "case_support_to_operations.bpmn"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

WHERE = (700, 200, 130, 80)  # where the hand lets the new step go: in the lane of support, left of what was there
LANE = "Support · sagsagent"
WAYS = (((961, 560), (1090, 560), (1090, 300), (800, 300), (800, 280)), ((730, 280), (730, 510)))


def drawn_as_the_guide_says() -> bytes:
    """The changed file, as an editor would save it."""
    button, step, fields, arrows = tables("Et eksempel fra ende til anden")
    root = etree.parse(W3).getroot()
    said = {row[0]: row[1] for row in step}
    _add_button(root, _element(root, codes(arrows[1][1])[0]), button)
    _add_step(root, said, fields)
    for (source, target, name, condition), way in zip(arrows, WAYS, strict=True):
        _add_arrow(root, codes(source)[0], codes(target)[0], name, condition, way)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _add_button(root: etree._Element, dispatching: etree._Element, rows: list[tuple[str, ...]]) -> None:
    (outcome,) = (f for f in dispatching.iter(f"{CAMUNDA}formField") if f.get("id") == "outcome")
    properties = outcome.find(f"{CAMUNDA}properties")
    assert properties is not None
    for where, id_, said in rows:
        if where == "Values":
            etree.SubElement(outcome, f"{CAMUNDA}value", id=codes(id_)[0], name=said)
        else:
            etree.SubElement(properties, f"{CAMUNDA}property", id=codes(id_)[0], value=said)


def _add_step(root: etree._Element, said: dict[str, str], fields: list[tuple[str, ...]]) -> None:
    (process,) = root.iter(f"{BPMN}process")
    step = etree.SubElement(process, f"{BPMN}userTask", id=said["ID"], name=said["Name"])
    step.set(f"{CAMUNDA}assignee", said["Assignee"])
    step.set(f"{CAMUNDA}candidateGroups", said["Candidate groups"])
    etree.SubElement(step, f"{BPMN}documentation").text = said["Element documentation"]
    form = etree.SubElement(etree.SubElement(step, f"{BPMN}extensionElements"), f"{CAMUNDA}formData")
    for row in fields:
        _add_field(form, *row)
    (lane,) = (lane for lane in root.iter(f"{BPMN}lane") if lane.get("name") == LANE)
    etree.SubElement(lane, f"{BPMN}flowNodeRef").text = said["ID"]
    x, y, width, height = map(str, WHERE)
    shape = etree.SubElement(_plane(root), f"{BPMNDI}BPMNShape", id=f"{said['ID']}_di", bpmnElement=said["ID"])
    etree.SubElement(shape, f"{DC}Bounds", x=x, y=y, width=width, height=height)


def _add_field(form: etree._Element, id_: str, label: str, type_: str, constraint: str, help_: str) -> None:
    field = etree.SubElement(form, f"{CAMUNDA}formField", id=codes(id_)[0], label=label, type=type_)
    properties = etree.SubElement(field, f"{CAMUNDA}properties")
    etree.SubElement(properties, f"{CAMUNDA}property", id="help", value=help_)
    name, config = constraint.split(" = ")
    etree.SubElement(etree.SubElement(field, f"{CAMUNDA}validation"), f"{CAMUNDA}constraint", name=name, config=config)


def _add_arrow(
    root: etree._Element, source: str, target: str, name: str, condition: str, way: tuple[tuple[int, int], ...]
) -> None:
    (process,) = root.iter(f"{BPMN}process")
    id_ = f"Flow_{source}_{target}"
    flow = etree.SubElement(process, f"{BPMN}sequenceFlow", id=id_, sourceRef=source, targetRef=target)
    if name:
        flow.set("name", name)
    if condition:
        expression = etree.SubElement(flow, f"{BPMN}conditionExpression")
        expression.set(XSI_TYPE, "bpmn:tFormalExpression")
        expression.text = condition
    edge = etree.SubElement(_plane(root), f"{BPMNDI}BPMNEdge", id=f"{id_}_di", bpmnElement=id_)
    for x, y in way:
        etree.SubElement(edge, f"{DI}waypoint", x=str(x), y=str(y))


def _element(root: etree._Element, id_: str) -> etree._Element:
    (found,) = (element for element in root.iter(f"{BPMN}*") if element.get("id") == id_)
    return found


def _plane(root: etree._Element) -> etree._Element:
    (plane,) = root.iter(f"{BPMNDI}BPMNPlane")
    return plane
