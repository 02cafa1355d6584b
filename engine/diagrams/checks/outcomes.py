"""Buttons: the enum field `outcome`, what each of them requires and accepts, and the rule that allows it."""

from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.checks.findings import called, error, listed
from engine.diagrams.drawing import Drawing, Element, Node
from engine.diagrams.problems import Problem
from engine.diagrams.read import choices_of, form_fields, form_of, properties_of
from engine.model.diagrams import Form, Outcome
from engine.rules import ALLOWED


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
    choices = choices_of(field)
    if field.get("type") != "enum" or not choices:
        sentence = f"Feltet outcome på {called(node.element)} er ikke et valg med værdier."
        yield error(field, "outcome-not-enum", sentence, "Gør typen til enum, med en camunda:value for hver knap.")
    ids = [choice.id for choice in choices]
    if len(set(ids)) < len(ids) or not all(ids):
        sentence = f"Knapperne på {called(node.element)} har ikke hver sit id."
        yield error(field, "bad-values", sentence, "Giv hver værdi sit eget id.")
    if bad := [name for name in ids if name and not v.FIELD_ID.fullmatch(name)]:
        sentence = f"Knappen »{bad[0][:80]}« på {called(node.element)} har et id, som ikke kan bruges."
        yield error(field, "bad-field-id", sentence, "Brug højst 100 tegn, uden mellemrum og komma.")
    if taken := sorted(set(ids) & drawing.nodes.keys()):
        sentence = f"Knappen {listed(taken)} på {called(node.element)} har samme id som et element i diagrammet."
        yield error(field, "field-is-element", sentence, "Giv den et andet id.")
    for name in sorted(properties_of(field)):
        outcome, _, what = name.rpartition(".")
        if outcome not in ids or what not in v.OUTCOME_PROPERTIES:
            sentence = f"Egenskaben {name} på {called(node.element)} hører ikke til nogen knap."
            known = listed(f"<knap>.{what}" for what in v.OUTCOME_PROPERTIES)
            yield error(field, "unknown-outcome-property", sentence, f"Skriv {known}, med en af: {listed(ids)}.")


def _outcome(node: Node, field: Element, form: Form, outcome: Outcome) -> Iterator[Problem]:
    known = {one.id for one in form.fields}
    missing = [name for name in (*outcome.requires, *outcome.accepts) if name not in known]
    if missing:
        sentence = (
            f"Knappen “{outcome.name}” på {called(node.element)} nævner felterne {listed(missing)}, som ikke findes."
        )
        yield error(field, "unknown-field", sentence, f"Felterne er: {listed(known)}.")
    if outcome.allowed is not None and outcome.allowed not in ALLOWED:
        sentence = (
            f"Knappen “{outcome.name}” på {called(node.element)} tillades af “{outcome.allowed}”, som ikke er en regel."
        )
        yield error(field, "unknown-rule", sentence, f"Skriv en af: {listed(ALLOWED)}.")


def _one_of_each(node: Node, form: Form, outcome: Outcome) -> Iterator[Problem]:
    """`chosen_agent` and `chosen_team` are one each."""
    fields = form.fields_of(outcome)
    for type_ in ("agent", "team", "deadline", "solution"):
        several = [field.id for field in fields if field.type == type_]
        if len(several) > 1:
            button = f"Knappen “{outcome.name}” på " if outcome.name else ""
            sentence = f"{button}{called(node.element)} læser flere felter af typen {type_}: {listed(several)}."
            yield error(
                node.element,
                "several-of-a-kind",
                sentence,
                "Lad hver knap læse højst ét; skriv det i requires og accepts.",
            )
