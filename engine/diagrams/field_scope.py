"""Which names an expression at a place in the drawing may read, and which values they can have there.

Variables are replaced at each completed user task, so it is the user tasks just before that count.
"""

import ast
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from math import prod
from random import Random

from engine.diagrams import vocabulary as v
from engine.diagrams.drawing import Drawing, Node, once_a_drawing
from engine.diagrams.paths import Arrows, arrows, reached, reversed_arrows
from engine.diagrams.read import form_at
from engine.expressions import Expression
from engine.expressions.reckoning import MOST_DAYS
from engine.facts import FACTS, Value
from engine.model.diagrams import Form, FormField, Outcome
from engine.model.items import Status
from engine.model.people import Department

_SOME_TIME = datetime(2020, 1, 1, 12, tzinfo=UTC)
_SOME_DAY = date(2020, 1, 1)
_LONG = timedelta(days=1000)

# Kind of fact → values that stand for all of them. No agent has a team's number, so that one is told from the other.
SAMPLES: Mapping[str, tuple[Value, ...]] = {
    "agent": (None, 1_000_003, 1_000_019),
    "team": (None, 2_000_003, 2_000_029),
    "department": tuple(department.value for department in Department),
    "flag": (True, False),
    "time": (_SOME_TIME, None),
    "text": ("", "x"),
}
_OWN_SAMPLES = {"status": tuple(status.value for status in Status)}


MOST_SITUATIONS = 400


@dataclass(frozen=True)
class Moment:
    """One situation in which an expression is evaluated: after which step, and by which button ("" for none)."""

    after: Node
    outcome: str
    values: Mapping[str, Value]


@once_a_drawing
def _back(drawing: Drawing) -> Arrows:
    return reversed_arrows(arrows(drawing, with_boundaries=False))


@once_a_drawing
def feeders(drawing: Drawing, node_id: str) -> tuple[Node, ...]:
    """The user tasks, starts and boundary events from which a token comes here without another of them between."""
    back = _back(drawing)
    before = reached(back, back.get(node_id, ()), stop=lambda n: _feeds(drawing, n))
    return tuple(drawing.nodes[n] for n in before if _feeds(drawing, n))


@once_a_drawing
def names_given(drawing: Drawing, node_id: str) -> frozenset[str]:
    """The names beside the facts that an expression at this place may read."""
    names = {v.REOPENED, *own_fields_of_start(drawing)}
    for node in feeders(drawing, node_id):
        if node.kind in v.STEP_KINDS:
            names.update((v.OUTCOME,) if form_at(drawing, node.id).outcomes else ())
    return frozenset(names | answers_before(drawing, node_id).keys())


@once_a_drawing
def answers_before(drawing: Drawing, node_id: str) -> Mapping[str, tuple[FormField, ...]]:
    """{id: the fields of that id} of the steps that can have been done before a token comes here (D-24)."""
    found: defaultdict[str, tuple[FormField, ...]] = defaultdict(tuple)
    for step in drawing.of_kind(*v.STEP_KINDS):
        if node_id in _after(drawing, step.id):
            for field in form_at(drawing, step.id).fields_of_type(*v.ANSWERS):
                found[field.id] += (field,)
    return found


@once_a_drawing
def _after(drawing: Drawing, step_id: str) -> frozenset[str]:
    """What can be reached once a step is done."""
    ahead = _ahead(drawing)
    return reached(ahead, (flow.target for flow in drawing.outgoing.get(step_id, ())))


@once_a_drawing
def _ahead(drawing: Drawing) -> Arrows:
    return arrows(drawing)


@once_a_drawing
def _is_answered(drawing: Drawing, node_id: str, name: str) -> bool:
    """Whether nobody comes here before a step was done that always asks for that."""
    ahead = {
        source: [
            target
            for target in targets
            if not _always_asks(drawing, source, name) or drawing.nodes[target].kind == v.BOUNDARY
        ]
        for source, targets in _ahead(drawing).items()
        if source in drawing.nodes
    }
    return node_id not in reached(ahead, (start.id for start in drawing.of_kind(v.START)))


def _always_asks(drawing: Drawing, step_id: str, name: str) -> bool:
    if drawing.nodes[step_id].kind not in v.STEP_KINDS:
        return False
    form = form_at(drawing, step_id)
    return all(_requires(form, outcome, name) for outcome in form.outcomes or (None,))


def _requires(form: Form, outcome: Outcome | None, name: str) -> bool:
    needed = outcome.requires if outcome else ()
    given = (field for field in form.fields_of(outcome) if field.id == name)
    return any(field.required or field.type == "boolean" or name in needed for field in given)


@once_a_drawing
def own_fields_of_start(drawing: Drawing) -> frozenset[str]:
    """Fields of the start form that fill no column: the desk keeps them with the item."""
    forms = (form_at(drawing, node.id) for node in drawing.of_kind(v.START))
    return frozenset(
        f.id for form in forms for f in form.fields_of_type(*v.RECORDED_TYPES) if "sets" not in f.properties
    )


def outcomes_before(drawing: Drawing, node_id: str) -> Mapping[str, Outcome]:
    """The buttons that may have been pressed just before this place."""
    steps = (node for node in feeders(drawing, node_id) if node.kind in v.STEP_KINDS)
    return {outcome.id: outcome for node in steps for outcome in form_at(drawing, node.id).outcomes}


def moments(drawing: Drawing, node_id: str, asking: Collection[Expression]) -> Iterator[Moment]:
    """Situations that expressions at this place can meet, with a value for each name that they ask about.

    All of them where they are few; else as many as `MOST_SITUATIONS` for each button before it, drawn from all alike.
    """
    names, literals = sorted({name for one in asking for name in one.names}), _literals(asking)
    before = feeders(drawing, node_id)
    merged = before if _joins_between(drawing, node_id) else ()
    for node in before:
        form = form_at(drawing, node.id)
        for outcome in form.outcomes or (None,):
            domains = [_domain(drawing, node, form, outcome, name, literals, merged) for name in names]
            for values in _combined(domains):
                yield Moment(node, outcome.id if outcome else "", dict(zip(names, values, strict=True)))


def of_facts(asking: Collection[Expression]) -> Iterator[Mapping[str, Value]]:
    """Values of the facts that expressions ask about, wherever that is."""
    names, literals = sorted({name for one in asking for name in one.names}), _literals(asking)
    for values in _combined([_of_fact(name, literals) for name in names]):
        yield dict(zip(names, values, strict=True))


def _of_fact(name: str, literals: tuple[Value, ...]) -> tuple[Value, ...]:
    kind = FACTS[name].kind
    if name == "now":
        spans = {_LONG, *(timedelta(hours=n * each) for n in _numbers(literals) for each in (1, 24))}
        return tuple(sorted({_SOME_TIME, *(_SOME_TIME + s for s in spans), *(_SOME_TIME - s for s in spans)}))
    if name == "today":
        spans = {_LONG, *(timedelta(days=n) for n in _numbers(literals))}
        return tuple(sorted({_SOME_DAY, *(_SOME_DAY + s for s in spans), *(_SOME_DAY - s for s in spans)}))
    return _OWN_SAMPLES.get(name) or (*SAMPLES[kind], *(_texts(literals) if kind == "text" else ()))


def _combined(domains: list[tuple[Value, ...]]) -> Iterator[tuple[Value, ...]]:
    if prod(map(len, domains)) <= MOST_SITUATIONS:
        yield from product(*domains)
        return
    dice = Random(0)  # noqa: S311  the same file has the same problems every time
    for _ in range(MOST_SITUATIONS):
        yield tuple(dice.choice(domain) for domain in domains)


@once_a_drawing
def _joins_between(drawing: Drawing, node_id: str) -> bool:
    """Whether a parallel gateway brings together what was answered on several branches."""
    back = _back(drawing)
    between = reached(back, back.get(node_id, ()), stop=lambda n: _feeds(drawing, n))
    joins = (node.id for node in drawing.of_kind(v.PARALLEL) if len(drawing.incoming.get(node.id, ())) > 1)
    return not between.isdisjoint(joins)


def _feeds(drawing: Drawing, node_id: str) -> bool:
    node = drawing.nodes.get(node_id)
    return node is not None and node.kind in (v.USER, v.START, v.BOUNDARY)


def _domain(
    drawing: Drawing,
    node: Node,
    form: Form,
    outcome: Outcome | None,
    name: str,
    literals: tuple[Value, ...],
    merged: tuple[Node, ...],
) -> tuple[Value, ...]:
    if name in _CHOSEN and not _chooses(node, form, outcome, _CHOSEN[name]):
        return (None,)
    if name in FACTS:
        nobody: tuple[Value, ...] = (None,) if name == "actor_department" and node.kind == v.BOUNDARY else ()
        return (*_of_fact(name, literals), *nobody)
    if merged and name != v.REOPENED:
        return _of_branches(drawing, merged, name, literals)
    if name == v.REOPENED:
        return (True, False) if node.kind == v.START else (False,)
    if name == v.OUTCOME:
        return (outcome.id if outcome else None,)
    if name in own_fields_of_start(drawing):
        starts = [form_at(drawing, start.id) for start in drawing.of_kind(v.START)]
        return _of_field(next(f for form in starts for f in form.fields if f.id == name), literals)
    fields = form.fields_of(outcome) if node.kind in v.STEP_KINDS else ()
    field = next((f for f in fields if f.id == name), None)
    if field is None:
        return _of_earlier(drawing, node, name, literals)
    required = field.required or (outcome is not None and name in outcome.requires)
    return _of_field(field, literals, required=required)


_CHOSEN: Mapping[str, str] = {"chosen_agent": "agent", "chosen_team": "team"}


def _chooses(node: Node, form: Form, outcome: Outcome | None, type_: str) -> bool:
    """Whether the step just done can have chosen an agent or a team; who creates or reopens may choose both."""
    if node.kind in v.STEP_KINDS:
        return bool(Form(form.fields_of(outcome)).fields_of_type(type_))
    return node.kind == v.START


def _of_earlier(drawing: Drawing, node: Node, name: str, literals: tuple[Value, ...]) -> tuple[Value, ...]:
    """What an earlier step was answered; perhaps nothing, where there is a way round it."""
    found: dict[Value, None] = {}
    for field in answers_before(drawing, node.id).get(name, ()):
        found.update(dict.fromkeys(_of_field(field, literals, required=True)))
    return tuple(found) if found and _is_answered(drawing, node.id, name) else (*found, None)


def _of_branches(
    drawing: Drawing, merged: tuple[Node, ...], name: str, literals: tuple[Value, ...]
) -> tuple[Value, ...]:
    """A join lays the answers of its branches on top of each other: a name has the value of any of them, or none."""
    found: dict[Value, None] = {None: None}
    for node in merged:
        form = form_at(drawing, node.id)
        for outcome in form.outcomes or (None,):
            found.update(dict.fromkeys(_domain(drawing, node, form, outcome, name, literals, ())))
    return tuple(found)


def _of_field(field: FormField, literals: tuple[Value, ...], *, required: bool = False) -> tuple[Value, ...]:
    nothing: tuple[Value, ...] = () if required else (None,)
    if field.type in SAMPLES:
        return tuple(value for value in SAMPLES[field.type] if value is not None or not required)
    if field.type == "boolean":
        return (True, False)
    if field.type == "enum":
        return (*(choice.id for choice in field.choices), *nothing) or (None,)
    if field.type == "long":
        numbers = _numbers(literals) or [0]
        return (*sorted({n + d for n in numbers for d in (-1, 0, 1)}), *nothing)
    if field.type == "date":
        return (_SOME_DAY, *nothing)
    return (*_texts(literals), "", *nothing)


def _numbers(literals: tuple[Value, ...]) -> list[int]:
    """The whole numbers written, such as a person means."""
    numbers = (n for n in literals if isinstance(n, int | float) and not isinstance(n, bool))
    return [int(n) for n in numbers if abs(n) <= MOST_DAYS]


def _texts(literals: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(text for text in literals if isinstance(text, str))


def _literals(asking: Iterable[Expression]) -> tuple[Value, ...]:
    """The constants written in the expressions, each once."""
    found = {
        (type(node.value).__name__, node.value): node.value
        for expression in asking
        for node in ast.walk(expression.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float)
    }
    return tuple(found.values())
