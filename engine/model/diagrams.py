"""What a BPMN diagram says, as values: steps, forms, operations and notices.

Reading them from XML is `engine.diagrams`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.model.items import Kind


@dataclass(frozen=True)
class Choice:
    """One value of an enum field."""

    id: str
    name: str


@dataclass(frozen=True)
class FormField:
    """A `camunda:formField` other than `outcome`."""

    id: str
    type: str
    label: str
    required: bool = False
    default: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    minimum: int | None = None  # of a `long`
    maximum: int | None = None
    choices: tuple[Choice, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def help(self) -> str:
        """The sentence under the field (`camunda:property id="help"`)."""
        return self.properties.get("help", "")

    @property
    def is_private(self) -> bool:
        """Whether the answer can be forgotten although its type alone would not say so."""
        return "private" in self.properties


@dataclass(frozen=True)
class Outcome:
    """A button of a user task: the fields it needs, those it also takes, and the named rule that allows it."""

    id: str
    name: str
    requires: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    allowed: str | None = None


@dataclass(frozen=True)
class Form:
    """The fields of a user task or start event, and its buttons; a form without `outcome` has the one button *Gem*."""

    fields: tuple[FormField, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    def get_outcome(self, outcome_id: str) -> Outcome:
        """The outcome of that id; raises KeyError."""
        return next((o for o in self.outcomes if o.id == outcome_id), None) or _missing(outcome_id)

    def fields_of(self, outcome: Outcome | None) -> tuple[FormField, ...]:
        """The fields that this button reads: those it names, and those that no button names; without one, all."""
        if outcome is None:
            return self.fields
        named = {f for o in self.outcomes for f in (*o.requires, *o.accepts)}
        own = {*outcome.requires, *outcome.accepts}
        return tuple(f for f in self.fields if f.id in own or f.id not in named)

    @property
    def kind(self) -> Kind:
        """What a start form makes: only a case has a customer."""
        return Kind.CASE if any(f.properties.get("sets") == "customer" for f in self.fields) else Kind.TASK

    def fields_of_type(self, *types: str) -> tuple[FormField, ...]:
        return tuple(f for f in self.fields if f.type in types)


def _missing(outcome_id: str) -> Outcome:
    raise KeyError(outcome_id)


@dataclass(frozen=True)
class Step:
    """A BPMN user task: who is offered it, and its form. `assignee` is an expression, `candidates` a role."""

    id: str
    name: str
    lane: str
    documentation: str
    form: Form
    assignee: str | None = None
    candidates: str | None = None


@dataclass(frozen=True)
class Operation:
    """A service task, or a send task (`notify`): the engine's operation it names, its parameters as written."""

    id: str
    name: str
    topic: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Boundary:
    """A boundary event: a deadline (`timer`, non-interrupting) or a message (interrupting) on a user task."""

    id: str
    name: str
    attached_to: str
    kind: str  # "timer" | "message"
    interrupting: bool
    reads: str  # the timer's expression or the message's name


@dataclass(frozen=True)
class Arrow:
    """A sequence flow between two flow nodes; its condition is among the diagram's `conditions`."""

    id: str
    name: str
    source: str
    target: str


@dataclass(frozen=True)
class Diagram:
    """One executable process. Its `key` is the process id, and the file's name."""

    key: str
    name: str
    documentation: str
    start: Form
    start_id: str
    start_name: str
    steps: Mapping[str, Step]
    operations: Mapping[str, Operation]
    boundaries: Mapping[str, Boundary]
    names: Mapping[str, str]  # element id → label, for every flow node
    lanes: Mapping[str, str]  # element id → lane's name
    conditions: Mapping[str, str]  # sequence flow id → expression
    variables: frozenset[str]  # names that conditions read and that are no facts
    # ids of start, operations and steps in drawing order along the main way
    main_path: tuple[str, ...] = field(default=())
    kinds: Mapping[str, str] = field(default_factory=dict)  # element id → its BPMN element's name, for every flow node
    arrows: tuple[Arrow, ...] = ()

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Those of all its forms."""
        return tuple(field for form in (self.start, *(s.form for s in self.steps.values())) for field in form.fields)
