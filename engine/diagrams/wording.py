"""What there is to say of an element, a field, a button or an arrow of a diagram: {what it is called: its value}. Pure.

Both are words: the ids of fields and buttons are told by their labels, so that the same drawing with other ids reads
the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.diagrams import vocabulary as v
from engine.model.diagrams import Arrow, Diagram, Form, FormField, Outcome
from engine.sentences import say

Facets = dict[str, str]

KINDS: Mapping[str, str] = {
    v.START: say("start"),
    v.USER: say("trin"),
    v.SERVICE: say("handling"),
    v.SEND: say("besked"),
    v.EXCLUSIVE: say("valg"),
    v.PARALLEL: say("parallelle veje"),
    v.BOUNDARY: say("begivenhed"),
    v.END: say("slutning"),
}
NAME, KIND, GUIDE, LABEL = say("Navn"), say("Slags"), say("Vejledning"), say("tekst")
FROM, TO, ON = say("Fra"), say("Til"), say("Sidder på")
_PROPERTIES = {"help": say("hjælp"), "from": say("tilbyder"), "sets": say("udfylder")}

_EXPRESSION = re.compile(r"\$\{([^}]*)\}")
_WORD = re.compile(r"""'([^']*)'|"([^"]*)"|\b[^\W\d]\w*""")


@dataclass(frozen=True, eq=False)
class Reader:
    """Reads one diagram aloud."""

    diagram: Diagram

    def process(self) -> Facets:
        return {NAME: self.diagram.name, GUIDE: self.diagram.documentation}

    def node(self, element: str) -> Facets:
        diagram = self.diagram
        found = {NAME: diagram.names[element], KIND: KINDS.get(diagram.kinds[element], diagram.kinds[element])}
        if step := diagram.steps.get(element):
            found[say("Bane")] = step.lane
            found[say("Gives til")] = self.expression(step.assignee)
            found[say("Tilbydes")] = step.candidates or ""
            found[GUIDE] = step.documentation
        if operation := diagram.operations.get(element):
            found[say("Bane")] = diagram.lanes.get(element, "")
            found[say("Systemet gør")] = operation.topic
            for name, text in operation.parameters.items():
                found[say("Handlingens %(name)s", name=name)] = self.expression(text)
        if boundary := diagram.boundaries.get(element):
            found[ON] = self.called(boundary.attached_to)
            found[say("Venter på")] = self.expression(boundary.reads)
        return found

    def arrow(self, arrow: Arrow) -> Facets:
        return {
            FROM: self.called(arrow.source),
            TO: self.called(arrow.target),
            NAME: arrow.name,
            say("Betingelse"): self.condition(arrow),
        }

    def condition(self, arrow: Arrow) -> str:
        return self.expression(self.diagram.conditions.get(arrow.id))

    def called(self, element: str) -> str:
        """An element by its name, else by what it is."""
        name = self.diagram.names.get(element)
        return name or KINDS.get(self.diagram.kinds.get(element, ""), element)

    def expression(self, text: str | None) -> str:
        """`${outcome == 'loes'}` as `outcome == ”Løs sagen”`; what stands around an expression stays."""
        text = text or ""
        whole = _EXPRESSION.fullmatch(text)
        return self._told(whole[1]).strip() if whole else _EXPRESSION.sub(lambda m: f"${{{self._told(m[1])}}}", text)

    def _told(self, expression: str) -> str:
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
    """A field or a button of a form: its id, its label, and what else there is to say of it."""

    id: str
    label: str
    facets: Facets


def fields_of(form: Form) -> list[Part]:
    return [Part(field.id, field.label, _of_field(field)) for field in form.fields]


def buttons_of(form: Form) -> list[Part]:
    labels = {field.id: field.label for field in form.fields}
    return [Part(outcome.id, outcome.name, _of_outcome(outcome, labels)) for outcome in form.outcomes]


def type_of(field: FormField) -> str:
    """What a field holds, in words."""
    return say(v.FIELD_TYPES[field.type]) if field.type in v.FIELD_TYPES else field.type


def _of_field(field: FormField) -> Facets:
    limits = {
        say("mindst så mange tegn"): field.min_length,
        say("højst så mange tegn"): field.max_length,
        say("mindst"): field.minimum,
        say("højst"): field.maximum,
    }
    return {
        LABEL: field.label,
        say("type"): type_of(field),
        say("skal udfyldes"): say("ja") if field.required else "",
        say("står der i forvejen"): field.default or "",
        **{what: "" if number is None else str(number) for what, number in limits.items()},
        say("kan vælges"): ", ".join(choice.name for choice in field.choices),
        **{_PROPERTIES.get(name, name): value for name, value in field.properties.items()},
    }


def _of_outcome(outcome: Outcome, labels: Mapping[str, str]) -> Facets:
    return {
        LABEL: outcome.name,
        say("kræver"): ", ".join(labels.get(name, name) for name in outcome.requires),
        say("tager også imod"): ", ".join(labels.get(name, name) for name in outcome.accepts),
        say("regel"): outcome.allowed or "",
    }


def _labels(lists: Iterable[list[tuple[str, str]]]) -> Mapping[str, str]:
    """{id: its label in quotes}. An id with several labels has them all; what two of one list say keeps its id."""
    labels: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for pairs in lists:
        said = [label for _, label in pairs]
        for id_, label in pairs:
            labels[id_][f"”{label}”" if said.count(label) == 1 else f"”{label}” ({id_})"] = None
    return {id_: " / ".join(found) for id_, found in labels.items()}
