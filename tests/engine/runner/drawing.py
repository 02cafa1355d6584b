"""Small BPMN diagrams for tests, drawn in words: arrows, and what the elements are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.diagrams.read import read
from engine.facts import FACTS
from engine.runner import Program, build

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">'
)

Services = Mapping[str, tuple[str, Mapping[str, str]]]


def draw(
    arrows: str,
    *,
    users: Mapping[str, Sequence[str]] | Sequence[str] = (),
    services: Services | None = None,
    parallel: Sequence[str] = (),
    timers: Mapping[str, str] | None = None,
    messages: Mapping[str, str] | None = None,
    variables: Sequence[str] = (),
    layout: Mapping[str, int] | None = None,
) -> bytes:
    """A diagram of arrows `a -> b` and `a -> b : condition` (or `: default`), a line each; a chain may be longer.

    `users` {id: outcomes}, `services` {id: (topic, parameters)}, `timers` and `messages` {id: the step it hangs on},
    `variables` fields of the start form, `layout` {id: y}. What begins with `begin` is the start event, with `end` an
    end event; the rest are exclusive gateways.
    """
    flows = list(_flows(arrows))
    outcomes = users if isinstance(users, Mapping) else dict.fromkeys(users, ())
    hung = {**(timers or {}), **(messages or {})}
    ids = dict.fromkeys([*hung, *(end for flow in flows for end in flow[:2])])
    xml = [_HEAD, '<message id="message_closed" name="case_closed"/>', '<process id="drawn" isExecutable="true">']
    defaults = {source: index for index, (source, _, condition) in enumerate(flows) if condition == "default"}
    for one in ids:
        default = f' default="flow_{defaults[one]}"' if one in defaults else ""
        xml.append(_node(one, default, outcomes, services or {}, parallel, timers or {}, messages or {}, variables))
    for index, (source, target, condition) in enumerate(flows):
        inside = (
            f"<conditionExpression>${{{condition}}}</conditionExpression>" if condition not in ("", "default") else ""
        )
        xml.append(f'<sequenceFlow id="flow_{index}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>')
    xml += ["</process>", '<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="drawn">']
    for one, y in (layout or {}).items():
        xml.append(
            f'<bpmndi:BPMNShape bpmnElement="{one}"><dc:Bounds x="0" y="{y}" width="1" height="1"/></bpmndi:BPMNShape>'
        )
    return "".join([*xml, "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"]).encode()


def program_of(content: bytes) -> Program:
    return build(content, read(content))


def _flows(arrows: str) -> Any:
    for line in arrows.strip().splitlines():
        way, _, condition = line.partition(" : ")
        stops = [stop.strip() for stop in way.split("->")]
        for source, target in zip(stops, stops[1:], strict=False):
            yield source, target, condition.strip().replace("<", "&lt;")


def _node(
    one: str,
    default: str,
    users: Mapping[str, Sequence[str]],
    services: Services,
    parallel: Sequence[str],
    timers: Mapping[str, str],
    messages: Mapping[str, str],
    variables: Sequence[str],
) -> str:
    if one in users:
        return f'<userTask id="{one}" name="{one}" camunda:assignee="${{agent}}">{_outcomes(users[one])}</userTask>'
    if one in services:
        topic, parameters = services[one]
        given = "".join(
            f'<camunda:inputParameter name="{n}">{t}</camunda:inputParameter>' for n, t in parameters.items()
        )
        kind = "sendTask" if topic == "notify" else "serviceTask"
        block = f"<extensionElements><camunda:inputOutput>{given}</camunda:inputOutput></extensionElements>"
        return f'<{kind} id="{one}" name="{one}" camunda:type="external" camunda:topic="{topic}">{block}</{kind}>'
    if one in timers:
        due = "<timerEventDefinition><timeDate>${deadline}</timeDate></timerEventDefinition>"
        return f'<boundaryEvent id="{one}" cancelActivity="false" attachedToRef="{timers[one]}">{due}</boundaryEvent>'
    if one in messages:
        event = '<messageEventDefinition messageRef="message_closed"/>'
        return f'<boundaryEvent id="{one}" attachedToRef="{messages[one]}">{event}</boundaryEvent>'
    if one.startswith("begin"):
        fields = "".join(f'<camunda:formField id="{n}" type="string"/>' for n in variables)
        form = f"<extensionElements><camunda:formData>{fields}</camunda:formData></extensionElements>"
        return f'<startEvent id="{one}">{form if variables else ""}</startEvent>'
    if one.startswith("end"):
        return f'<endEvent id="{one}" name="{one}"/>'
    return f'<{"parallel" if one in parallel else "exclusive"}Gateway id="{one}" name="{one}"{default}/>'


def _outcomes(outcomes: Sequence[str]) -> str:
    if not outcomes:
        return ""
    values = "".join(f'<camunda:value id="{o}" name="{o}"/>' for o in outcomes)
    field_ = f'<camunda:formField id="outcome" type="enum">{values}</camunda:formField>'
    return f"<extensionElements><camunda:formData>{field_}</camunda:formData></extensionElements>"


@dataclass
class Notes:
    """A world that writes down what is asked of it. `facts` are those that differ from None."""

    facts: dict[str, Any] = field(default_factory=dict)
    done: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def fact(self, name: str) -> Any:
        if name not in FACTS and name not in self.facts:
            raise KeyError(name)
        return self.facts.get(name)

    def in_words(self, name: str, kind: str, value: Any) -> Any:
        return value

    def operate(self, operation: Any, parameters: Any) -> None:
        self.done.append((operation.topic, dict(parameters)))
        if operation.topic == "set-status":
            self.facts["status"] = parameters["status"]


# A case as it goes between dispatcher, agent and creator: a deadline while it is solved, a message while it is closed.
CASE = draw(
    """
    begin -> again
    again -> opened : reopened
    again -> to_team : default
    to_team -> direct
    direct -> solve : agreed_agent != None
    direct -> dispatch : default
    dispatch -> dispatched
    dispatched -> give : outcome == 'assign'
    dispatched -> to_team : outcome == 'move'
    give -> solve -> solving
    solving -> solved : outcome == 'done'
    solving -> dispatch : outcome == 'back'
    solving -> to_team : outcome == 'move'
    late -> tell -> end_told
    solved -> returned -> close -> closing
    closing -> shut : outcome == 'shut_it'
    closing -> opened : outcome == 'reopen'
    opened -> solve
    shut -> end_closed
    case_is_closed_now -> end_elsewhere
    """,
    users={"dispatch": ("assign", "move"), "solve": ("done", "back", "move"), "close": ("shut_it", "reopen")},
    services={
        "to_team": ("assign-team", {"team": "${chosen_team}", "agreed_agent": "${agreed_agent}"}),
        "give": ("assign-agent", {"agent": "${chosen_agent}"}),
        "solved": ("set-status", {"status": "solved"}),
        "returned": ("return-to-creator", {}),
        "opened": ("set-status", {"status": "assigned"}),
        "shut": ("close-case", {}),
        "tell": ("notify", {"recipients": "agent", "subject": "${number} er for sent", "text": "${subject}"}),
    },
    timers={"late": "solve"},
    messages={"case_is_closed_now": "close"},
)
