"""Buttons: the enum field `outcome`, what each of them requires and accepts, and the rule that allows it."""

from collections import Counter
from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import called, listed, problem_at
from engine.diagrams.checks.forms import BAD_FIELD_ID, BAD_VALUES, FIELD_IS_ELEMENT
from engine.diagrams.drawing import Drawing, Element, Node
from engine.diagrams.problems import Problem
from engine.diagrams.read import choices_of, form_fields, form_of, properties_of
from engine.model.diagrams import Form, Outcome
from engine.rules import ALLOWED
from engine.sentences import say

OUTCOME_NOT_ENUM = check_rule("outcome-not-enum")
SAME_BUTTON_NAME = check_rule("same-button-name")
UNKNOWN_OUTCOME_PROPERTY = check_rule("unknown-outcome-property")
UNKNOWN_FIELD = check_rule("unknown-field")
UNKNOWN_RULE = check_rule("unknown-rule")
SEVERAL_OF_A_KIND = check_rule("several-of-a-kind")


def check_outcomes(drawing: Drawing) -> Iterator[Problem]:
    for node in drawing.of_kind(*v.STEP_KINDS):
        form = form_of(node.element)
        for field in form_fields(node.element):
            if field.get("id") == v.OUTCOME:
                yield from _shape(drawing, node, field)
                for outcome in form.outcomes:
                    yield from _outcome(node, field, form, outcome)
        for outcome in form.outcomes or (Outcome("", ""),):
            yield from _one_of_each(node, form, outcome)


def _shape(drawing: Drawing, node: Node, field: Element) -> Iterator[Problem]:
    choices, place = choices_of(field), called(node.element)
    if field.get("type") != "enum" or not choices:
        sentence = say("Feltet outcome på %(element)s er ikke et valg med værdier.", element=place)
        yield problem_at(field, OUTCOME_NOT_ENUM, sentence, "Gør typen til enum, med en camunda:value for hver knap.")
    ids = [choice.id for choice in choices]
    if len(set(ids)) < len(ids) or not all(ids):
        sentence = say("Knapperne på %(element)s har ikke hver sit id.", element=place)
        yield problem_at(field, BAD_VALUES, sentence, "Giv hver værdi sit eget id.")
    if bad := [name for name in ids if name and not v.FIELD_ID.fullmatch(name)]:
        sentence = say(
            "Knappen »%(button)s« på %(element)s har et id, som ikke kan bruges.", button=bad[0][:80], element=place
        )
        yield problem_at(field, BAD_FIELD_ID, sentence, "Brug højst 100 tegn, uden mellemrum, komma, æ, ø og å.")
    if taken := sorted(set(ids) & drawing.nodes.keys()):
        sentence = say(
            "Knappen %(button)s på %(element)s har samme id som et element i diagrammet.",
            button=listed(taken),
            element=place,
        )
        yield problem_at(field, FIELD_IS_ELEMENT, sentence, "Giv den et andet id.")
    counted = Counter(choice.name for choice in choices)
    if same := sorted(name for name, count in counted.items() if count > 1):
        sentence = say("Flere knapper på %(element)s hedder “%(name)s”.", element=place, name=same[0])
        yield problem_at(field, SAME_BUTTON_NAME, sentence, "Giv hver knap sit eget navn: ingen kan se forskel på dem.")
    for name in sorted(properties_of(field)):
        outcome, _, what = name.rpartition(".")
        if outcome not in ids or what not in v.OUTCOME_PROPERTIES:
            sentence = say("Egenskaben %(name)s på %(element)s hører ikke til nogen knap.", name=name, element=place)
            remedy = say(
                "Skriv <knap>.accepts, <knap>.allowed, <knap>.requires, med en af: %(names)s.", names=listed(ids)
            )
            yield problem_at(field, UNKNOWN_OUTCOME_PROPERTY, sentence, remedy)


def _outcome(node: Node, field: Element, form: Form, outcome: Outcome) -> Iterator[Problem]:
    known, place = {one.id for one in form.fields}, called(node.element)
    missing = [name for name in (*outcome.requires, *outcome.accepts) if name not in known]
    if missing:
        sentence = say(
            "Knappen “%(button)s” på %(element)s nævner felterne %(names)s, som ikke findes.",
            button=outcome.name,
            element=place,
            names=listed(missing),
        )
        yield problem_at(field, UNKNOWN_FIELD, sentence, say("Felterne er: %(names)s.", names=listed(known)))
    if outcome.allowed is not None and outcome.allowed not in ALLOWED:
        sentence = say(
            "Knappen “%(button)s” på %(element)s tillades af “%(rule)s”, som ikke er en regel.",
            button=outcome.name,
            element=place,
            rule=outcome.allowed,
        )
        yield problem_at(field, UNKNOWN_RULE, sentence, say("Skriv en af: %(names)s.", names=listed(ALLOWED)))


def _one_of_each(node: Node, form: Form, outcome: Outcome) -> Iterator[Problem]:
    """`chosen_agent` and `chosen_team` are one each."""
    fields = form.fields_of(outcome)
    for type_ in ("agent", "team", "deadline", "solution"):
        several = [field.id for field in fields if field.type == type_]
        if len(several) > 1:
            place = called(node.element)
            what = say("Knappen “%(button)s” på %(step)s", button=outcome.name, step=place) if outcome.name else place
            sentence = say(
                "%(what)s læser flere felter af typen %(type)s: %(names)s.",
                what=what,
                type=type_,
                names=listed(several),
            )
            yield problem_at(
                node.element,
                SEVERAL_OF_A_KIND,
                sentence,
                "Lad hver knap læse højst ét; skriv det i requires og accepts.",
            )
