"""What an expression gives, in every situation that can be met: an agent where an agent is wanted, and never a fault.

That it can be read, and asks only about what there is, is `expressions`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from engine import expressions
from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import called, listed, problem_at
from engine.diagrams.checks.expressions import UNKNOWN_NAME
from engine.diagrams.drawing import Drawing, Element, Node, camunda
from engine.diagrams.field_scope import SAMPLES, Moment, answers_before, moments, names_given, of_facts
from engine.diagrams.problems import Problem
from engine.diagrams.read import WHOLE_NUMBER, choices_of, form_fields, operation_of
from engine.expressions import BadExpression, Expression
from engine.facts import FACTS, Value
from engine.operations import OPERATIONS
from engine.sentences import say, told_by

NOBODY_CHOSE = check_rule("nobody-chose")
EXPRESSION_FAILS = check_rule("expression-fails")
WRONG_KIND = check_rule("wrong-kind")
WRONG_DEFAULT = check_rule("wrong-default")

KINDS = {"agent": say("en agent"), "team": say("et team")}
# What is known before there is a case.
AT_START = frozenset({"actor", "creator", "team", "actor_department", "now", "today"})

Situations = Iterable[Mapping[str, Value]]


def check_values(drawing: Drawing) -> Iterator[Problem]:
    for node in drawing.of_kind(*v.STEP_KINDS):
        yield from _assignee(drawing, node, node.element.get(camunda("assignee"), ""))
    for node in drawing.of_kind(*v.OPERATION_KINDS):
        yield from _parameters(drawing, node)
    for node in (*drawing.of_kind(v.START), *drawing.of_kind(*v.STEP_KINDS)):
        for field in form_fields(node.element):
            if field.get("defaultValue") and field.get("type") in v.FIELD_TYPES and field.get("id") != v.OUTCOME:
                yield from _default(node, field, field.get("defaultValue", ""))


def _assignee(drawing: Drawing, node: Node, text: str) -> Iterator[Problem]:
    """Whom a step is offered is asked of the item and of what the steps before were answered (D-24)."""
    what, asking = say("Den, trinnet er til,"), _read(text)
    if not asking:
        return  # said already, by `people`
    answers = _names(asking) - FACTS.keys()
    if answers - answers_before(drawing, node.id).keys():
        sentence = say(
            "%(what)s på %(element)s spørger om %(names)s, som hverken er en oplysning om sagen eller et tidligere "
            "trins felt.",
            what=what,
            element=called(node.element),
            names=listed(answers - answers_before(drawing, node.id).keys()),
        )
        yield problem_at(node.element, UNKNOWN_NAME, sentence, _known("agent"))
    else:
        met = (moment.values for moment in moments(drawing, node.id, asking)) if answers else of_facts(asking)
        yield from _gives(node, node.element, text, met, "agent", what)


def _parameters(drawing: Drawing, node: Node) -> Iterator[Problem]:
    operation = operation_of(node)
    kind = OPERATIONS.get(operation.topic)
    for name, text in operation.parameters.items():
        asking, known = _read(text), names_given(drawing, node.id) | FACTS.keys()
        if kind and name in kind.parameters and asking and _names(asking) <= known:
            met, what = list(moments(drawing, node.id, asking)), say("Parameteren %(name)s", name=name)
            if kind.parameters[name].required:
                yield from _nobody_chose(drawing, node, text, met, what)
            values = [moment.values for moment in met]
            yield from _gives(node, node.element, text, values, kind.parameters[name].kind, what)


def _nobody_chose(drawing: Drawing, node: Node, text: str, met: Sequence[Moment], what: str) -> Iterator[Problem]:
    """What was chosen is forgotten at the next step (D-24): an operation that asks for it there gets nobody."""
    after: defaultdict[str, list[Moment]] = defaultdict(list)
    for moment in met:
        after[moment.after.id].append(moment)
    for name, kind in (("chosen_agent", "agent"), ("chosen_team", "team")):
        for step, moments_after in after.items():
            asked = all(name in moment.values for moment in moments_after) and drawing.nodes[step].kind != v.START
            if asked and all(_is_nothing(text, moment.values) for moment in moments_after):
                sentence = say(
                    "%(what)s på %(element)s spørger om %(name)s, men efter %(step)s kan ingen være valgt.",
                    what=what,
                    element=called(node.element),
                    name=name,
                    step=called(drawing.nodes[step].element),
                )
                yield problem_at(node.element, NOBODY_CHOSE, sentence, _chosen_earlier(drawing, node, kind))


def _chosen_earlier(drawing: Drawing, node: Node, kind: str) -> str:
    before = answers_before(drawing, node.id).items()
    ids = sorted(id_ for id_, fields in before if any(field.type == kind for field in fields))
    if not ids:
        return say("Giv trinnet et felt af typen %(kind)s.", kind=kind)
    return say("Læs det tidligere svar ved feltets eget id: %(ids)s.", ids=", ".join(f"${{{id_}}}" for id_ in ids))


def _is_nothing(text: str, values: Mapping[str, Value]) -> bool:
    try:
        return expressions.fill(text, values) is None
    except BadExpression:
        return False


def _gives(node: Node, element: Element, text: str, met: Situations, kind: str, what: str) -> Iterator[Problem]:
    """Tries the expression in the situations, and says the first that it does not fit."""
    for values in met:
        try:
            value = expressions.fill(text, values)
        except BadExpression as reason:
            sentence = say(
                "%(what)s på %(element)s kan ikke altid beregnes: %(why)s",
                what=what,
                element=called(node.element),
                why=told_by(reason),
            )
            yield problem_at(element, EXPRESSION_FAILS, sentence, _ASK_FIRST)
            return
        if kind in KINDS and value not in SAMPLES[kind]:
            sentence = say(
                "%(what)s på %(element)s er “%(value)s”, som ikke altid er %(kind)s.",
                what=what,
                element=called(node.element),
                value=text.strip()[:80],
                kind=KINDS[kind],
            )
            yield problem_at(element, WRONG_KIND, sentence, _known(kind))
            return


_ASK_FIRST = "Spørg først, om det er udfyldt, fx ${a if a != None else b}, og regn kun med tal."


def _known(kind: str) -> str:
    names = listed(fact.name for fact in FACTS.values() if fact.kind == kind)
    return say("Skriv ${…} med en af: %(names)s.", names=names)


def _default(node: Node, field: Element, text: str) -> Iterator[Problem]:
    """A default is read when the form is shown, from the item alone; at the start there is none yet."""
    asking, name = _read(text), field.get("id", "")
    facts = AT_START if node.kind == v.START else FACTS.keys()
    unknown = _names(asking) - facts
    if unknown:
        sentence = say(
            "Standardværdien af feltet %(field)s spørger om %(names)s, som ikke kendes her.",
            field=name,
            names=listed(unknown),
        )
        yield problem_at(field, UNKNOWN_NAME, sentence, say("Brug en af: %(names)s.", names=listed(facts)))
    elif not all(_fits(field, text, values) for values in of_facts(asking)):
        sentence = say(
            "Standardværdien “%(value)s” passer ikke altid i feltet %(field)s af typen %(type)s.",
            value=text[:80],
            field=name,
            type=field.get("type"),
        )
        yield problem_at(field, WRONG_DEFAULT, sentence, "Skriv en værdi af feltets type, eller ingen.")


def _fits(field: Element, text: str, values: Mapping[str, Value]) -> bool:
    try:
        value = expressions.fill(text, values)
    except BadExpression:
        return False
    if field.get("type") == "enum":
        return value in {None, *(choice.id for choice in choices_of(field))}
    return value is None or _DEFAULTS[field.get("type", "")](value)


def _is_text(value: Value) -> bool:
    return not isinstance(value, bool | date)


def _is_date(value: Value) -> bool:
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


# Field type → what its default may be.
_DEFAULTS: Mapping[str, Callable[[Value], bool]] = {
    **dict.fromkeys(("string", "text", "comment", "solution"), _is_text),
    "boolean": lambda value: isinstance(value, bool) or str(value).lower() in ("true", "false"),
    "long": lambda value: _is_text(value) and bool(WHOLE_NUMBER.fullmatch(str(value))),
    "date": _is_date,
    "deadline": lambda value: isinstance(value, datetime),
    "agent": lambda value: value in SAMPLES["agent"],
    "team": lambda value: value in SAMPLES["team"],
    "customer": lambda value: False,
    "attachments": lambda value: False,
}


def _read(text: str) -> tuple[Expression, ...]:
    try:
        return expressions.expressions_in(text)
    except BadExpression:
        return ()  # said already, by `expressions`


def _names(asking: Iterable[Expression]) -> frozenset[str]:
    return frozenset(name for one in asking for name in one.names)
