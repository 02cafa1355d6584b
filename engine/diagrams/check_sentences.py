"""How a check says what it found: a `Problem` at an XML element, carried by the nearest element that has an id."""

from collections.abc import Iterable

from lxml import etree

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import CheckRule
from engine.diagrams.drawing import Drawing, Element, Flow, label, namespace
from engine.diagrams.problems import Problem
from engine.diagrams.xml import line_of
from engine.sentences import say


def problem_at(element: Element, rule: CheckRule, sentence: str, remedy: str) -> Problem:
    """What breaks a rule at an XML element."""
    owner = _owner(element)
    element_id, name = owner.get("id", "")[:_ID], shortened(label(owner))
    return Problem(rule.id, rule.severity, element_id, name, line_of(element), sentence, remedy)


def listed(names: Iterable[str]) -> str:
    """Names in a sentence."""
    return ", ".join(sorted(names))


def called(element: Element) -> str:
    """An element as a sentence speaks of it: by name, else by id, else by its kind and what it stands in."""
    name = label(element) or element.get("id", "").strip()
    if name:
        return say("»%(name)s«", name=shortened(name))
    kind, parent = prefixed(element, etree.QName(element)), element.getparent()
    return kind if parent is None else say("%(kind)s i %(parent)s", kind=kind, parent=called(_with_name(parent)))


def _with_name(element: Element) -> Element:
    """The nearest element around that has a name or an id; the outermost where none has."""
    around = (element, *element.iterancestors())
    return next((one for one in around if label(one) or one.get("id", "").strip()), around[-1])


def prefixed(element: Element, name: etree.QName) -> str:
    """A name as the file writes it, with its prefix."""
    same = {v.CAMUNDA, *v.SAME_AS_CAMUNDA} if name.namespace == v.CAMUNDA else {name.namespace}
    prefix = next((p for p, uri in element.nsmap.items() if p and uri in same and not p.startswith("ns")), None)
    return f"{prefix}:{name.localname}" if prefix else str(name.localname)


def shortened(text: str) -> str:
    """A name or an id that can be read at a glance, however long it is in the file."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_LONGEST = 80  # characters
_ID = 200


def arrow(drawing: Drawing, flow: Flow, *, first: bool = False) -> str:
    """An arrow as a sentence speaks of it, or begins with it: most have no name, and nobody knows their ids."""
    if flow.name or not {flow.source, flow.target} <= drawing.nodes.keys():
        name = called(flow.element)
        return say("Pilen %(name)s", name=name) if first else say("pilen %(name)s", name=name)
    source, target = (called(drawing.nodes[end].element) for end in (flow.source, flow.target))
    if first:
        return say("Pilen fra %(source)s til %(target)s", source=source, target=target)
    return say("pilen fra %(source)s til %(target)s", source=source, target=target)


def _owner(element: Element) -> Element:
    drawn = (e for e in (element, *element.iterancestors()) if namespace(e) in _DRAWN and e.get("id"))
    return next(drawn, element)


_DRAWN = frozenset({v.BPMN, v.BPMNDI})
