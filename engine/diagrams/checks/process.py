"""The process itself: that there is one, that it can be executed, and that ids and names are fit to be kept."""

import re
from collections import Counter
from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import called, problem_at
from engine.diagrams.drawing import Drawing, Element, children, label, namespace
from engine.diagrams.problems import Problem
from engine.sentences import say

PROCESS_WITHOUT_NAME = check_rule("process-without-name")
NAME_TOO_LONG = check_rule("name-too-long")
NOT_EXECUTABLE = check_rule("not-executable")
SEVERAL_PROCESSES = check_rule("several-processes")
PROCESS_KEY = check_rule("process-key")
DUPLICATE_ID = check_rule("duplicate-id")
BAD_ID = check_rule("bad-id")

_KEY = re.compile(r"[a-z][a-z0-9_]{0,62}")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
# Names that every JavaScript object has: the drawing in a browser keeps its elements by id in one.
_OF_OBJECTS = frozenset(
    {
        "__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "constructor",
        "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
    }
)  # fmt: skip


def check_process(drawing: Drawing) -> Iterator[Problem]:
    yield from _one_executable(drawing)
    yield from _key(drawing)
    yield from _ids(drawing)
    if not label(drawing.process):
        yield problem_at(
            drawing.process,
            PROCESS_WITHOUT_NAME,
            "Processen har intet navn.",
            "Giv processen et navn; det står på listen over processer.",
        )
    yield from _long_names(drawing)


def _long_names(drawing: Drawing) -> Iterator[Problem]:
    for element in (drawing.process, *(node.element for node in drawing.nodes.values())):
        name = label(element)
        if len(name) > v.MAX_NAME:
            sentence = say("Navnet »%(name)s…« er på %(count)s tegn.", name=name[:40], count=len(name))
            remedy = say("Skriv højst %(most)s tegn, og resten som dokumentation.", most=v.MAX_NAME)
            yield problem_at(element, NAME_TOO_LONG, sentence, remedy)


def _one_executable(drawing: Drawing) -> Iterator[Problem]:
    if drawing.process.get("isExecutable") != "true":
        yield problem_at(
            drawing.process,
            NOT_EXECUTABLE,
            say("Processen %(process)s er ikke sat til at kunne udføres.", process=called(drawing.process)),
            'Sæt flueben ved "Executable" på processen (isExecutable="true").',
        )
    for other in children(drawing.root, "process"):
        if other is not drawing.process:
            yield problem_at(
                other,
                SEVERAL_PROCESSES,
                say("Der er mere end én proces i filen: også %(process)s.", process=called(other)),
                "Gem hver proces i sin egen fil.",
            )


def _key(drawing: Drawing) -> Iterator[Problem]:
    key = drawing.process.get("id", "")
    if not _KEY.fullmatch(key):
        yield problem_at(
            drawing.process,
            PROCESS_KEY,
            say("Processens id »%(key)s« kan ikke bruges som nøgle.", key=key[:80]),
            "Brug små bogstaver a-z, tal og understreg, begynd med et bogstav, højst 63 tegn.",
        )


def _ids(drawing: Drawing) -> Iterator[Problem]:
    drawn = [e for e in drawing.root.iter() if namespace(e) in (v.BPMN, v.BPMNDI)]
    seen: Counter[str] = Counter()
    for element in drawn:
        element_id = element.get("id")
        if element_id is None:
            continue
        seen[element_id] += 1
        if seen[element_id] == 2:
            yield problem_at(
                element,
                DUPLICATE_ID,
                say("Flere elementer har id'et »%(id)s«.", id=element_id[:80]),
                "Giv hvert element sit eget id.",
            )
    yield from (problem for node in _must_have_ids(drawing) if (problem := _id(node)))
    for element in drawn:
        if element.get("id") in _OF_OBJECTS:
            sentence = say("Id'et »%(id)s« kan ikke vises i en browser.", id=element.get("id"))
            yield problem_at(element, BAD_ID, sentence, "Giv elementet et andet id, og ret det, hvor det bliver nævnt.")


def _must_have_ids(drawing: Drawing) -> Iterator[Element]:
    for element in drawing.process.iterchildren():
        if namespace(element) == v.BPMN and (element.tag in _FLOWS or element.tag in _NODES):
            yield element


_FLOWS = frozenset({f"{{{v.BPMN}}}sequenceFlow"})
_NODES = frozenset(f"{{{v.BPMN}}}{kind}" for kind in v.FLOW_NODES)


def _id(element: Element) -> Problem | None:
    element_id = element.get("id", "")
    if _ID.fullmatch(element_id):
        return None
    return problem_at(
        element,
        BAD_ID,
        say("Elementet %(element)s har intet brugbart id.", element=called(element)),
        "Giv det et id af bogstaver a-z, tal, punktum, bindestreg og understreg, højst 100 tegn.",
    )
