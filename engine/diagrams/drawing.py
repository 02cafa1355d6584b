"""What a BPMN file says before anyone asks what it means: nodes, flows and lanes of its process, with their XML.

`read` makes values of it for the engine, `checks` looks for what is wrong with it. Nothing here refuses anything
but a file without a process.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from lxml import etree

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.problems import Problem, Unreadable, of_the_file
from engine.diagrams.xml import line_of, parse
from engine.sentences import say

NOT_BPMN = check_rule("not-bpmn")
NO_PROCESS = check_rule("no-process")

Element = etree._Element


@dataclass(frozen=True)
class Node:
    """A flow node. `kind` is its BPMN element's local name."""

    id: str
    kind: str
    name: str
    element: Element


@dataclass(frozen=True)
class Flow:
    """A sequence flow. `condition` is None where the arrow has none."""

    id: str
    name: str
    source: str
    target: str
    condition: str | None
    element: Element


@dataclass(frozen=True, eq=False)
class Drawing:
    """One BPMN file and its executable process. `kept` is what was found out about it: see `once_a_drawing`."""

    root: Element
    process: Element
    kept: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Flow nodes by id, in the file's order; of two with one id the first."""
        found: dict[str, Node] = {}
        for element in self.process.iterchildren():
            if local(element) in v.FLOW_NODES and is_bpmn(element):
                node = Node(element.get("id", ""), local(element), label(element), element)
                found.setdefault(node.id, node)
        return found

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        return tuple(
            Flow(
                element.get("id", ""),
                label(element),
                element.get("sourceRef", ""),
                element.get("targetRef", ""),
                text_of(element, "conditionExpression"),
                element,
            )
            for element in children(self.process, v.ARROW)
        )

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Flow, ...]]:
        """The flows out of each node, in the file's order; absent where there are none."""
        return _grouped((flow.source, flow) for flow in self.flows)

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Flow, ...]]:
        return _grouped((flow.target, flow) for flow in self.flows)

    @cached_property
    def lanes(self) -> Mapping[str, str]:
        """Element id → its lane's name."""
        return {
            (reference.text or "").strip(): label(lane)
            for lane in self.process.iter(bpmn("lane"))
            for reference in children(lane, "flowNodeRef")
        }

    def of_kind(self, *kinds: str) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes.values() if node.kind in kinds)


P = ParamSpec("P")
R = TypeVar("R")


def once_a_drawing(find_out: Callable[Concatenate[Drawing, P], R]) -> Callable[Concatenate[Drawing, P], R]:
    """Keeps what a function finds out of a drawing and a few ids with the drawing itself, which never changes."""

    @wraps(find_out)
    def asked(drawing: Drawing, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (find_out, args)
        if key not in drawing.kept:
            drawing.kept[key] = find_out(drawing, *args, **kwargs)
        found: R = drawing.kept[key]
        return found

    return asked


def open_drawing(content: bytes) -> Drawing:
    """The file's drawing; raises Unreadable where there is no process in it."""
    root = parse(content)
    _read_as_camunda(root)
    if root.tag != bpmn("definitions"):
        raise Unreadable((_not_bpmn(root),))
    processes = list(children(root, "process"))
    process = next((p for p in processes if p.get("isExecutable") == "true"), None)
    if process is None and not processes:
        raise Unreadable((_no_process(root),))
    return Drawing(root, processes[0] if process is None else process)


def _read_as_camunda(root: Element) -> None:
    """Operaton's and Flowable's extensions name the same things as Camunda's: they are read as those."""
    for element in root.iter():
        if namespace(element) in v.SAME_AS_CAMUNDA:
            element.tag = camunda(local(element))
        for key in [key for key in element.attrib if etree.QName(key).namespace in v.SAME_AS_CAMUNDA]:
            element.set(camunda(etree.QName(key).localname), element.attrib.pop(key))


def bpmn(name: str) -> str:
    return f"{{{v.BPMN}}}{name}"


def camunda(name: str) -> str:
    return f"{{{v.CAMUNDA}}}{name}"


def local(element: Element) -> str:
    return str(etree.QName(element).localname)


def namespace(element: Element) -> str:
    return str(etree.QName(element).namespace or "")


def is_bpmn(element: Element) -> bool:
    return namespace(element) == v.BPMN


def children(element: Element, name: str) -> Iterator[Element]:
    """The element's own BPMN children of that name."""
    return element.iterchildren(bpmn(name))


def extensions(element: Element, name: str) -> Iterator[Element]:
    """The camunda elements of that name among the element's extension elements."""
    for wrapper in children(element, "extensionElements"):
        yield from wrapper.iterchildren(camunda(name))


def label(element: Element) -> str:
    """The element's name on one line; a drawn label may be broken over several."""
    return " ".join(element.get("name", "").split())


def text_of(element: Element, name: str) -> str | None:
    """The text of the first BPMN child of that name, None where there is no such child."""
    child = next(children(element, name), None)
    return None if child is None else all_text(child)


def all_text(element: Element) -> str:
    return "".join(str(part) for part in element.itertext(with_tail=False)).strip()


def _grouped(pairs: Iterator[tuple[str, Flow]]) -> Mapping[str, tuple[Flow, ...]]:
    groups: defaultdict[str, list[Flow]] = defaultdict(list)
    for key, flow in pairs:
        groups[key].append(flow)
    return {key: tuple(flows) for key, flows in groups.items()}


def _not_bpmn(root: Element) -> Problem:
    return of_the_file(
        NOT_BPMN,
        say("Filen er XML, men ikke et BPMN-diagram: den begynder med %(name)s.", name=local(root)),
        "Vælg en .bpmn-fil, gemt i BPMN 2.0 (definitions i BPMN's navnerum).",
        line=line_of(root),
    )


def _no_process(root: Element) -> Problem:
    return of_the_file(
        NO_PROCESS,
        "Der er ingen proces i diagrammet.",
        "Tegn en proces og sæt den til at kunne udføres (isExecutable).",
        line=line_of(root),
    )
