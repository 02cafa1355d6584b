"""Only what we execute: BPMN elements, their attributes, and the extensions in them. Nothing is silently ignored."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from lxml import etree

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import CheckRule, check_rule
from engine.diagrams.check_sentences import called, listed, prefixed, problem_at
from engine.diagrams.drawing import Drawing, Element, bpmn, is_bpmn, local, namespace
from engine.diagrams.problems import Problem
from engine.sentences import say

UNSUPPORTED_ELEMENT = check_rule("unsupported-element")
UNSUPPORTED_ATTRIBUTE = check_rule("unsupported-attribute")
UNSUPPORTED_EXTENSION = check_rule("unsupported-extension")

_TEXT = frozenset({"documentation", "extensionElements"})
_IN_GROUP = _TEXT | {"categoryValueRef"}
_NODE = _IN_GROUP | {"incoming", "outgoing"} | v.DATA_ARROWS | v.DATA_ENDS

# Editors leave these behind when the event that used them is deleted. An event that still does is refused itself.
_LEFT_OVER = frozenset({"error", "signal", "escalation"})

# BPMN element → the BPMN elements that may stand in it.
_CHILDREN: Mapping[str, frozenset[str]] = {
    "definitions": _TEXT | {"process", "collaboration", "message", "category", "dataStore"} | _LEFT_OVER,
    "collaboration": _TEXT | {"participant", "messageFlow", "textAnnotation", "association", "group"},
    "participant": _TEXT,
    "messageFlow": _TEXT,
    "message": _TEXT,
    "process": _TEXT | v.FLOW_NODES | v.DATA | {"laneSet", "sequenceFlow", "textAnnotation", "association", "group"},
    "laneSet": _TEXT | {"lane"},
    "lane": _TEXT | {"flowNodeRef"},
    "sequenceFlow": _IN_GROUP | {"conditionExpression"},
    "textAnnotation": _TEXT | {"text"},
    "association": _TEXT,
    "group": _TEXT,
    **dict.fromkeys(v.DATA, _IN_GROUP | {"dataState"}),
    **dict.fromkeys(v.DATA_ARROWS, _TEXT | {"sourceRef", "targetRef"}),
    **dict.fromkeys(v.DATA_ENDS, _TEXT),
    "category": _TEXT | {"categoryValue"},
    "categoryValue": _TEXT,
    **dict.fromkeys(_LEFT_OVER, _TEXT),
    v.BOUNDARY: _NODE | {"timerEventDefinition", "messageEventDefinition"},
    "timerEventDefinition": _TEXT | {"timeDate"},
    "messageEventDefinition": _TEXT,
    "extensionElements": frozenset(),
    **dict.fromkeys(v.FLOW_NODES - {v.BOUNDARY}, _NODE),
}

_FREE = frozenset(
    [
        "id",
        "name",
        "targetNamespace",
        "exporter",
        "exporterVersion",
        "expressionLanguage",
        "typeLanguage",
        "isExecutable",
        "processType",
        "isClosed",
        "sourceRef",
        "targetRef",
        "attachedToRef",
        "cancelActivity",
        "default",
        "gatewayDirection",
        "messageRef",
        "processRef",
        "textFormat",
        "associationDirection",
        "isInterrupting",
        "implementation",
        "isImmediate",
        "partitionElementRef",
        "categoryValueRef",
        "dataObjectRef",
        "dataStoreRef",
        "isCollection",
        "isUnlimited",
        "capacity",
        "value",
        "errorCode",
        "escalationCode",
    ]
)

# BPMN attribute → its one value, that which changes nothing.
_ONLY = {"isForCompensation": "false", "startQuantity": "1", "completionQuantity": "1", "parallelMultiple": "false"}

_HARMLESS = frozenset({v.MODELER, v.BIOC, v.COLOR, v.XSI, v.XML, v.BPMNDI, v.DC, v.DI})

# BPMN element → the camunda attributes that may stand on it.
_CAMUNDA_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "process": frozenset({"historyTimeToLive", "versionTag", "isStartableInTasklist"}),
    v.USER: frozenset({"assignee", "candidateGroups"}),
    v.SERVICE: frozenset({"type", "topic"}),
    v.SEND: frozenset({"type", "topic"}),
}

# Of an editor's templates: where what stands in the element came from.
_EDITORS = frozenset({"modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon"})

# BPMN element → the camunda elements among its extension elements.
_CAMUNDA_ELEMENTS: Mapping[str, frozenset[str]] = {
    v.START: frozenset({"formData"}),
    v.USER: frozenset({"formData"}),
    v.SERVICE: frozenset({"inputOutput"}),
    v.SEND: frozenset({"inputOutput"}),
}

# Camunda element → its own attributes, and the camunda elements that may stand in it.
_CAMUNDA_INSIDE: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "formData": (frozenset({"businessKey"}), frozenset({"formField"})),
    "formField": (
        frozenset({"id", "label", "type", "defaultValue"}),
        frozenset({"properties", "validation", "value"}),
    ),
    "properties": (frozenset(), frozenset({"property"})),
    "property": (frozenset({"id", "value"}), frozenset()),
    "validation": (frozenset(), frozenset({"constraint"})),
    "constraint": (frozenset({"name", "config"}), frozenset()),
    "value": (frozenset({"id", "name"}), frozenset()),
    "inputOutput": (frozenset(), frozenset({"inputParameter"})),
    "inputParameter": (frozenset({"name"}), frozenset()),
}

_DANISH = {
    "subProcess": say("en underproces"),
    "transaction": say("en transaktion"),
    "adHocSubProcess": say("en ad hoc-underproces"),
    "callActivity": say("et kald af en anden proces"),
    "task": say("en opgave uden type"),
    "manualTask": say("en manuel opgave"),
    "scriptTask": say("et script"),
    "businessRuleTask": say("en forretningsregel"),
    "receiveTask": say("en modtageopgave"),
    "inclusiveGateway": say("en inklusiv gateway"),
    "eventBasedGateway": say("en hændelsesbaseret gateway"),
    "complexGateway": say("en kompleks gateway"),
    "intermediateCatchEvent": say("en ventende mellemhændelse"),
    "intermediateThrowEvent": say("en udsendende mellemhændelse"),
    "standardLoopCharacteristics": say("en gentagelse"),
    "multiInstanceLoopCharacteristics": say("en gentagelse for flere"),
    "childLaneSet": say("baner inden i en bane"),
    "messageFlow": say("en beskedpil"),
    "errorEventDefinition": say("en fejl"),
    "escalationEventDefinition": say("en eskalering"),
    "signalEventDefinition": say("et signal"),
    "conditionalEventDefinition": say("en betingelse"),
    "compensateEventDefinition": say("en kompensation"),
    "cancelEventDefinition": say("en annullering"),
    "linkEventDefinition": say("et link"),
    "terminateEventDefinition": say("en afslutning af alt"),
}

_INSTEAD = {
    "task": "Gør den til en brugeropgave, en serviceopgave eller en sendeopgave.",
    "manualTask": "Gør den til en brugeropgave.",
    "receiveTask": "Gør den til en brugeropgave.",
    "scriptTask": "Brug en serviceopgave med et af systemets emner (topic).",
    "businessRuleTask": "Brug en eksklusiv gateway med betingelser.",
    "inclusiveGateway": "Brug en eksklusiv eller en parallel gateway.",
    "complexGateway": "Brug en eksklusiv eller en parallel gateway.",
    "eventBasedGateway": "Brug en brugeropgave med en hændelse på kanten.",
    "subProcess": "Tegn trinnene direkte i processen; hændelser tegnes på kanten af en brugeropgave.",
    "callActivity": "Tegn trinnene direkte i processen.",
    "intermediateCatchEvent": "Lad et brugertrin vente i stedet: nogen skal have sagen imens (D-01).",
    "multiInstanceLoopCharacteristics": "Fjern gentagelsen, og tegn et brugertrin for hver.",
    "terminateEventDefinition": "Gør den til en almindelig slutbegivenhed, og saml vejene før den.",
}


_ON_THE_EDGE = "Fjern hændelsen, eller gør den til en timer eller en besked."


def check_supported(drawing: Drawing) -> Iterator[Problem]:
    """Unsupported elements, attributes and extensions, from the top of the file down."""
    yield from _within(drawing.root)
    yield from _message_flows(drawing)


def _message_flows(drawing: Drawing) -> Iterator[Problem]:
    """One between a closed pool and this process is drawn for readers; one inside it would promise what nobody does."""
    closed = {e.get("id") for e in drawing.root.iter(bpmn("participant")) if e.get("processRef") is None}
    for flow in drawing.root.iter(bpmn("messageFlow")):
        if closed.isdisjoint({flow.get("sourceRef"), flow.get("targetRef")}):
            parent = flow.getparent()
            yield _unsupported(flow if parent is None else parent, flow)


def _within(top: Element) -> Iterator[Problem]:
    open_elements = [top]
    while open_elements:
        element = open_elements.pop()
        yield from _attributes(element)
        for child in element.iterchildren():
            if not is_bpmn(child):
                yield from _foreign(element, child)
            elif local(child) in _CHILDREN.get(local(element), ()):
                open_elements.append(child)
            elif local(element) in _CHILDREN and local(element) != "timerEventDefinition":  # said by `boundaries`
                yield _unsupported(element, child)


def _unsupported(parent: Element, child: Element) -> Problem:
    kind = local(child)
    drawn = local(parent) in ("definitions", "collaboration", "process", "laneSet")
    place, what = child if drawn else parent, _DANISH.get(kind, say("elementet"))
    values = {"element": called(place), "what": what, "kind": kind}
    if drawn:
        sentence = say("%(element)s er %(what)s (%(kind)s), som ikke kan udføres her.", **values)
    else:
        sentence = say("%(element)s har %(what)s (%(kind)s), som ikke kan udføres her.", **values)
    if local(parent) == v.BOUNDARY and kind.endswith("EventDefinition"):
        return problem_at(place, UNSUPPORTED_ELEMENT, sentence, _ON_THE_EDGE)
    otherwise = say("Fjern %(kind)s, eller tegn det med de elementer som README i processes nævner.", kind=kind)
    return problem_at(place, UNSUPPORTED_ELEMENT, sentence, _INSTEAD.get(kind, otherwise))


def _attributes(element: Element) -> Iterator[Problem]:
    """Those that are not executed, in one sentence for each sort."""
    kind, refused = local(element), defaultdict(list)
    for key, value in element.attrib.items():
        name = etree.QName(str(key))
        if not name.namespace:
            known = name.localname in _FREE or _ONLY.get(name.localname) == value
        else:
            known = name.namespace in _HARMLESS or (
                name.namespace == v.CAMUNDA and name.localname in _CAMUNDA_ATTRIBUTES.get(kind, frozenset()) | _EDITORS
            )
        if not known:
            rule = UNSUPPORTED_EXTENSION if name.namespace else UNSUPPORTED_ATTRIBUTE
            refused[rule].append(prefixed(element, name))
    for rule, names in refused.items():
        yield _refused_attributes(element, rule, names)


def _refused_attributes(element: Element, rule: CheckRule, names: list[str]) -> Problem:
    place, told = called(element), listed(names)
    if len(names) == 1:
        sentence = say("%(element)s har egenskaben %(name)s, som ikke udføres her.", element=place, name=told)
    else:
        sentence = say("%(element)s har egenskaberne %(names)s, som ikke udføres her.", element=place, names=told)
    return problem_at(element, rule, sentence, say("Fjern %(name)s.", name=told))


def _foreign(parent: Element, child: Element) -> Iterator[Problem]:
    if namespace(child) in _HARMLESS:
        return
    allowed = namespace(child) == v.CAMUNDA and local(parent) == "extensionElements"
    host = parent.getparent()
    if allowed and host is not None and local(child) in _CAMUNDA_ELEMENTS.get(local(host), ()):
        yield from _inside(child)
    else:
        yield _refused_extension(child)


def _inside(top: Element) -> Iterator[Problem]:
    open_elements = [top]
    while open_elements:
        element = open_elements.pop()
        attributes, inside = _CAMUNDA_INSIDE[local(element)]
        names = sorted(set(map(str, element.attrib)) - attributes)
        if refused := [etree.QName(name).localname for name in names if etree.QName(name).namespace not in _HARMLESS]:
            yield _refused_attributes(element, UNSUPPORTED_EXTENSION, refused)
        for child in element.iterchildren():
            if namespace(child) == v.CAMUNDA and local(child) in inside:
                open_elements.append(child)
            else:
                yield _refused_extension(child)


def _refused_extension(child: Element) -> Problem:
    sentence = say("Udvidelsen %(name)s udføres ikke her.", name=prefixed(child, etree.QName(child)))
    remedy = say(
        "Fjern den. Det der kan udføres, er %(names)s på de elementer hvor de hører hjemme.",
        names=listed(_CAMUNDA_INSIDE),
    )
    return problem_at(child, UNSUPPORTED_EXTENSION, sentence, remedy)
