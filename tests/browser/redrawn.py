"""W3 as somebody else would have drawn it: every id another, and a step more before the case is closed."""

from pathlib import Path

from lxml import etree
from playwright.sync_api import Page

from tests.fixtures.browser import follow
from tests.processes.renaming import renamed

W3 = Path(__file__).parents[2] / "processes" / "case_support_to_operations.bpmn"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"

STEP = """
<bpmn:userTask {spaces} id="spoerg" name="Sagsagent spørger brugeren"
    camunda:assignee="${{creator}}" camunda:candidateGroups="creating_side">
  <bpmn:documentation>Spørg brugeren, om det virker, før sagen lukkes.</bpmn:documentation>
  <bpmn:extensionElements><camunda:formData>
    <camunda:formField id="brugerens_svar" label="Hvad sagde brugeren?" type="string">
      <camunda:properties><camunda:property id="help" value="Med brugerens egne ord." /></camunda:properties>
    </camunda:formField>
    <camunda:formField id="outcome" label="Hvad vil du gøre?" type="enum">
      <camunda:properties><camunda:property id="bekraeftet.requires" value="brugerens_svar" /></camunda:properties>
      <camunda:value id="bekraeftet" name="Brugeren bekræfter" />
      <camunda:value id="fik_ikke_fat" name="Jeg fik ikke fat i brugeren" />
    </camunda:formField>
  </camunda:formData></bpmn:extensionElements>
  <bpmn:incoming>luk</bpmn:incoming><bpmn:outgoing>spurgt</bpmn:outgoing>
</bpmn:userTask>"""
GATEWAY = """
<bpmn:exclusiveGateway {spaces} id="svarede_brugeren" name="Svar?">
  <bpmn:documentation>Uden svar er sagen ikke klar til at blive lukket.</bpmn:documentation>
  <bpmn:incoming>spurgt</bpmn:incoming><bpmn:outgoing>ja_luk</bpmn:outgoing><bpmn:outgoing>nej_vent</bpmn:outgoing>
</bpmn:exclusiveGateway>"""
FLOW = """
<bpmn:sequenceFlow {spaces} id="{id}" name="{name}" sourceRef="{source}" targetRef="{target}">{condition}
</bpmn:sequenceFlow>"""
CONDITION = """
<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${{outcome == '{outcome}'}}</bpmn:conditionExpression>"""
SHAPE = """
<bpmndi:BPMNShape {spaces} id="{id}_di" bpmnElement="{id}">
  <dc:Bounds x="{x}" y="{y}" width="{w}" height="{h}" />
</bpmndi:BPMNShape>"""
EDGE = '<bpmndi:BPMNEdge {spaces} id="{id}_di" bpmnElement="{id}">{points}</bpmndi:BPMNEdge>'


def redrawn() -> bytes:
    """The file that the process owner uploads."""
    root = etree.fromstring(W3.read_bytes(), etree.XMLParser(remove_blank_text=True))
    _draw_a_step_more(root)
    return renamed(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _draw_a_step_more(root: etree._Element) -> None:
    """Between *Luk sagen* and the closing itself."""
    process = root.find(f"{BPMN}process")
    closing = next(e for e in process if e.get(f"{CAMUNDA}topic") == "close-case")
    pressed = next(e for e in process.iter(f"{BPMN}sequenceFlow") if e.get("targetRef") == closing.get("id"))
    asked = next(e for e in process.iter(f"{BPMN}userTask") if "lukker sag" in e.get("name"))
    pressed.set("targetRef", "spoerg")
    closing.find(f"{BPMN}incoming").text = "ja_luk"
    step, gateway = _made(root, STEP), _made(root, GATEWAY)
    step.find(f"{BPMN}incoming").text = pressed.get("id")
    etree.SubElement(asked, f"{BPMN}incoming").text = "nej_vent"
    asked.insert(len(asked) - 2, asked[-1])  # before what goes out
    for element in (step, gateway):
        closing.addprevious(element)
    for id_, name, source, target, outcome in (
        ("spurgt", "", "spoerg", "svarede_brugeren", ""),
        ("ja_luk", "bekræftet", "svarede_brugeren", closing.get("id"), "bekraeftet"),
        ("nej_vent", "intet svar", "svarede_brugeren", asked.get("id"), "fik_ikke_fat"),
    ):
        condition = CONDITION.format(outcome=outcome) if outcome else ""
        process.append(_made(root, FLOW, id=id_, name=name, source=source, target=target, condition=condition))
    lane = next(e for e in process.iter(f"{BPMN}lane") if closing.get("id") in [ref.text for ref in e])
    for id_ in ("spoerg", "svarede_brugeren"):
        etree.SubElement(lane, f"{BPMN}flowNodeRef").text = id_
    _lay_out(root, pressed.get("id"))


def _lay_out(root: etree._Element, pressed: str) -> None:
    plane = next(e for e in root.iter() if etree.QName(e).localname == "BPMNPlane")
    edge = next(e for e in plane if e.get("bpmnElement") == pressed)
    points = [e for e in edge if etree.QName(e).localname == "waypoint"]
    for point, (x, y) in zip(points, ((2208, 215), (2270, 120)), strict=True):
        point.set("x", str(x))
        point.set("y", str(y))
    points[0].addnext(_made(root, '<di:waypoint {spaces} x="2208" y="120" />'))
    plane.append(_made(root, SHAPE, id="spoerg", x=2270, y=80, w=130, h=80))
    plane.append(_made(root, SHAPE, id="svarede_brugeren", x=2445, y=95, w=50, h=50))
    for id_, way in (
        ("spurgt", ((2400, 120), (2445, 120))),
        ("ja_luk", ((2470, 145), (2470, 180), (2364, 180), (2364, 200))),
        ("nej_vent", ((2470, 95), (2470, 72), (2010, 72), (2010, 190))),
    ):
        waypoints = "".join(f'<di:waypoint x="{x}" y="{y}" />' for x, y in way)
        plane.append(_made(root, EDGE, id=id_, points=waypoints))


def _made(root: etree._Element, text: str, **words: object) -> etree._Element:
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in root.nsmap.items())
    return etree.fromstring(text.format(spaces=spaces, **words).strip())


def upload(page: Page, url: str, file: Path) -> None:
    """W3 as it is drawn anew, uploaded under that name by its process owner: to the page of what the check says."""
    file.write_bytes(redrawn())
    page.goto(f"{url}/processer/")
    page.get_by_label("BPMN-fil").set_input_files(file)
    follow(page.get_by_role("button", name="Upload og kontrollér"))
