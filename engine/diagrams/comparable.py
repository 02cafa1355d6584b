"""What two diagrams are compared by: of an element, a field, a button or an arrow, {facet: its value}. Pure, no words.

Ids of fields and buttons are replaced by their labels, so that the same drawing with other ids is the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from engine.model.diagrams import Arrow, Diagram, Form, FormField, Outcome

_EXPRESSION = re.compile(r"\$\{([^}]*)\}")
_WORD = re.compile(r"""'([^']*)'|"([^"]*)"|\b[^\W\d]\w*""")


class Facet(StrEnum):
    """One thing that can be otherwise."""

    NAME = "name"
    KIND = "kind"  # the BPMN element
    GUIDE = "guide"  # the documentation
    LANE = "lane"
    ASSIGNEE = "assignee"
    CANDIDATES = "candidates"
    TOPIC = "topic"
    PARAMETER = "parameter"  # of an operation, by its name
    ATTACHED_TO = "attached-to"
    WAITS_FOR = "waits-for"
    SOURCE = "source"
    TARGET = "target"
    CONDITION = "condition"
    LABEL = "label"
    TYPE = "type"
    REQUIRED = "required"
    DEFAULT = "default"
    MIN_LENGTH = "min-length"
    MAX_LENGTH = "max-length"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    CHOICES = "choices"
    PROPERTY = "property"  # of a field, by its name
    REQUIRES = "requires"
    ACCEPTS = "accepts"
    ALLOWED = "allowed"


@dataclass(frozen=True)
class Named:
    """An element as a reader knows it: by its name, and where it has none by its BPMN element."""

    name: str
    kind: str = ""


Key = tuple[Facet, str]  # with the name of a parameter or a property, else ""
Value = str | bool | Named | None  # "", False and None are nothing
Facets = dict[Key, Value]
NOTHING: frozenset[Value] = frozenset({"", False, None})


@dataclass(frozen=True, eq=False)
class Comparable:
    """One diagram, facet by facet."""

    diagram: Diagram

    def process(self) -> Facets:
        return _facets({Facet.NAME: self.diagram.name, Facet.GUIDE: self.diagram.documentation})

    def node(self, element: str) -> Facets:
        diagram = self.diagram
        found: dict[Facet, Value] = {Facet.NAME: diagram.names[element], Facet.KIND: Named("", diagram.kinds[element])}
        parameters: Facets = {}
        if step := diagram.steps.get(element):
            found[Facet.LANE], found[Facet.ASSIGNEE] = step.lane, self.expression(step.assignee)
            found[Facet.CANDIDATES], found[Facet.GUIDE] = step.candidates, step.documentation
        if operation := diagram.operations.get(element):
            found[Facet.LANE], found[Facet.TOPIC] = diagram.lanes.get(element, ""), operation.topic
            for name, text in operation.parameters.items():
                parameters[Facet.PARAMETER, name] = self.expression(text)
        if boundary := diagram.boundaries.get(element):
            found[Facet.ATTACHED_TO] = self.named(boundary.attached_to)
            found[Facet.WAITS_FOR] = self.expression(boundary.reads)
        return _facets(found) | parameters

    def arrow(self, arrow: Arrow) -> Facets:
        return _facets(
            {
                Facet.SOURCE: self.named(arrow.source),
                Facet.TARGET: self.named(arrow.target),
                Facet.NAME: arrow.name,
                Facet.CONDITION: self.condition(arrow),
            }
        )

    def condition(self, arrow: Arrow) -> str:
        return self.expression(self.diagram.conditions.get(arrow.id))

    def named(self, element: str) -> Named:
        return Named(self.diagram.names.get(element, ""), self.diagram.kinds.get(element, element))

    def expression(self, text: str | None) -> str:
        """`${outcome == 'loes'}` as `outcome == ”Løs sagen”`; what stands around an expression stays."""
        text = text or ""
        whole = _EXPRESSION.fullmatch(text)
        if whole:
            return self._with_labels(whole[1]).strip()
        return _EXPRESSION.sub(lambda found: f"${{{self._with_labels(found[1])}}}", text)

    def _with_labels(self, expression: str) -> str:
        def word(found: re.Match[str]) -> str:
            quoted = found[1] if found[1] is not None else found[2]
            return self._fields.get(found[0], found[0]) if quoted is None else self._values.get(quoted, found[0])

        return _WORD.sub(word, expression)

    @cached_property
    def _fields(self) -> Mapping[str, str]:
        return _labels([(field.id, field.label) for field in form.fields] for form in self._forms)

    @cached_property
    def _values(self) -> Mapping[str, str]:
        """Of buttons, and of fields that are a choice."""
        buttons = [[(one.id, one.name) for one in form.outcomes] for form in self._forms]
        choices = [[(one.id, one.name) for one in field.choices] for form in self._forms for field in form.fields]
        return _labels([*buttons, *choices])

    @cached_property
    def _forms(self) -> tuple[Form, ...]:
        return (self.diagram.start, *(step.form for step in self.diagram.steps.values()))


@dataclass(frozen=True)
class Part:
    """A field or a button of a form: its id, its label, and its facets."""

    id: str
    label: str
    facets: Facets


def fields_of(form: Form) -> list[Part]:
    return [Part(field.id, field.label, _of_field(field)) for field in form.fields]


def buttons_of(form: Form) -> list[Part]:
    labels = {field.id: field.label for field in form.fields}
    return [Part(outcome.id, outcome.name, _of_outcome(outcome, labels)) for outcome in form.outcomes]


def _of_field(field: FormField) -> Facets:
    found = _facets(
        {
            Facet.LABEL: field.label,
            Facet.TYPE: field.type,
            Facet.REQUIRED: field.required,
            Facet.DEFAULT: field.default,
            Facet.MIN_LENGTH: _digits(field.min_length),
            Facet.MAX_LENGTH: _digits(field.max_length),
            Facet.MINIMUM: _digits(field.minimum),
            Facet.MAXIMUM: _digits(field.maximum),
            Facet.CHOICES: ", ".join(choice.name for choice in field.choices),
        }
    )
    return found | {(Facet.PROPERTY, name): value for name, value in field.properties.items()}


def _of_outcome(outcome: Outcome, labels: Mapping[str, str]) -> Facets:
    return _facets(
        {
            Facet.LABEL: outcome.name,
            Facet.REQUIRES: ", ".join(labels.get(name, name) for name in outcome.requires),
            Facet.ACCEPTS: ", ".join(labels.get(name, name) for name in outcome.accepts),
            Facet.ALLOWED: outcome.allowed,
        }
    )


def _facets(values: Mapping[Facet, Value]) -> Facets:
    return {(facet, ""): value for facet, value in values.items()}


def _digits(number: int | None) -> str:
    return "" if number is None else str(number)  # 0 is a limit too


def _labels(lists: Iterable[list[tuple[str, str]]]) -> Mapping[str, str]:
    """{id: its label in quotes}. An id with several labels has them all; two alike in one list keep their ids."""
    labels: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for pairs in lists:
        said = [label for _, label in pairs]
        for id_, label in pairs:
            labels[id_][f"”{label}”" if said.count(label) == 1 else f"”{label}” ({id_})"] = None
    return {id_: " / ".join(found) for id_, found in labels.items()}
