"""Forms: fields of types that there are, buttons whose fields and rules exist, and a start form that fills a case."""

from collections import Counter
from collections.abc import Iterator, Sequence

from engine.diagrams import vocabulary as v
from engine.diagrams.checks.findings import called, error, listed
from engine.diagrams.drawing import Drawing, Element, Node
from engine.diagrams.problems import Problem
from engine.diagrams.read import WHOLE_NUMBER, choices_of, constraints_of, form_fields, form_of, properties_of
from engine.facts import FACTS
from engine.model.diagrams import MAX_LINE, MAX_TEXT


def check_forms(drawing: Drawing) -> Iterator[Problem]:
    for node in (*drawing.of_kind(v.START), *drawing.of_kind(*v.STEP_KINDS)):
        fields = list(form_fields(node.element))
        yield from _ids(drawing, node, fields)
        for field in fields:
            if field.get("id") != v.OUTCOME:
                yield from _field(field)
                yield from _read_here(node, field)
                yield from _constraints(field)
                yield from _range(field)
                yield from _properties(node, field)
    for start in drawing.of_kind(v.START):
        yield from _start(start)


def _ids(drawing: Drawing, node: Node, fields: Sequence[Element]) -> Iterator[Problem]:
    counted = Counter(field.get("id", "") for field in fields)
    for field in fields:
        name = field.get("id", "")
        if not name:
            yield error(field, "field-without-id", f"Et felt på {called(node.element)} har intet id.", "Giv det et id.")
        elif not v.FIELD_ID.fullmatch(name):
            sentence = f"Feltet »{name[:80]}« på {called(node.element)} har et id, som ikke kan bruges."
            yield error(field, "bad-field-id", sentence, "Brug højst 100 tegn, uden mellemrum og komma.")
        elif counted[name] > 1:
            counted[name] = 1  # said once
            sentence = f"Feltet {name} findes flere gange på {called(node.element)}."
            yield error(field, "duplicate-field", sentence, "Giv hvert felt sit eget id.")
        if name in FACTS or name == v.REOPENED:
            sentence = f"Feltet {name} på {called(node.element)} hedder det samme som en oplysning om sagen."
            yield error(field, "field-is-fact", sentence, "Giv det et andet id.")
        if name in drawing.nodes:
            sentence = f"Feltet {name} på {called(node.element)} har samme id som et element i diagrammet."
            yield error(field, "field-is-element", sentence, "Giv det et andet id.")


def _field(field: Element) -> Iterator[Problem]:
    name, type_ = field.get("id", ""), field.get("type", "")
    if type_ not in v.FIELD_TYPES:
        sentence = f"Feltet {name} har typen “{type_}”, som ikke findes."
        yield error(field, "unknown-field-type", sentence, f"Vælg en af: {listed(v.FIELD_TYPES)}.")
    if not field.get("label"):
        yield error(
            field, "field-without-label", f"Feltet {name} har ingen tekst.", "Skriv en label: den står over feltet."
        )
    choices = choices_of(field)
    if type_ == "enum" and not choices:
        yield error(field, "enum-without-values", f"Feltet {name} har intet at vælge imellem.", "Tilføj camunda:value.")
    if type_ != "enum" and choices:
        yield error(
            field, "values-without-enum", f"Feltet {name} har værdier, men er ikke et valg.", "Gør typen til enum."
        )
    if len({choice.id for choice in choices}) < len(choices) or any(not choice.id for choice in choices):
        yield error(
            field, "bad-values", f"Værdierne i feltet {name} har ikke hver sit id.", "Giv hver værdi sit eget id."
        )


def _read_here(node: Node, field: Element) -> Iterator[Problem]:
    """What is filled in is read by somebody: a person would not like to type in vain."""
    name, type_, fills = field.get("id", ""), field.get("type", ""), properties_of(field).get("sets")
    if type_ in (v.NOT_AT_START if node.kind == v.START else v.ONLY_AT_START):
        where = "en startformular" if node.kind == v.START else "et trins formular"
        sentence = f"Feltet {name} på {called(node.element)} har typen {type_}, som ikke læses i {where}."
        yield error(field, "field-not-read", sentence, "Fjern feltet, eller giv det en anden type.")
    elif node.kind == v.START and fills is None and type_ in v.FIELD_TYPES and type_ not in v.KEPT_AT_START:
        sentence = f"Feltet {name} på {called(node.element)} udfylder ikke noget, så svaret går tabt."
        yield error(field, "field-not-read", sentence, f"Giv det egenskaben sets: {listed(v.COLUMNS)}.")
    if node.kind == v.START and fills is None and name in v.COLUMNS:
        sentence = f"Feltet {name} på {called(node.element)} hedder som det, et andet felt udfylder."
        yield error(field, "field-is-column", sentence, f"Giv det et andet id, eller egenskaben sets = {name}.")


def _range(field: Element) -> Iterator[Problem]:
    """A field that nothing fits would keep its step waiting for ever."""
    given = constraints_of(field)
    numbers = {name: int(text) for name, text in given.items() if name in _LIMITS and WHOLE_NUMBER.fullmatch(text)}
    longest = MAX_LINE if field.get("type") == "string" else MAX_TEXT
    too_long = numbers.get("minlength", 0) > numbers.get("maxlength", longest) or numbers.get("maxlength", 1) < 1
    if too_long or numbers.get("min", 0) > numbers.get("max", numbers.get("min", 0)):
        told = ", ".join(f"{name} {number}" for name, number in sorted(numbers.items()))
        sentence = f"Feltet {field.get('id')} kan ingen udfylde: {told}."
        remedy = f"Ret kravene; uden maxlength er der plads til {longest} tegn."
        yield error(field, "impossible-constraint", sentence, remedy)


_LIMITS = frozenset({"minlength", "maxlength", "min", "max"})


def _constraints(field: Element) -> Iterator[Problem]:
    type_ = field.get("type", "")
    for name, config in constraints_of(field).items():
        if name not in v.CONSTRAINTS or (type_ in v.FIELD_TYPES and type_ not in v.CONSTRAINTS[name]):
            sentence = f"Feltet {field.get('id')} har kravet {name}, som et felt af typen {type_} ikke kan have."
            known = [known for known, types in v.CONSTRAINTS.items() if type_ in types]
            yield error(field, "unknown-constraint", sentence, f"Fjern det. Mulige krav: {listed(known)}.")
        elif name != "required" and not WHOLE_NUMBER.fullmatch(config):
            sentence = f"Feltet {field.get('id')}: kravet {name} er “{config}”, som ikke er et helt tal."
            yield error(field, "bad-constraint", sentence, "Skriv et helt tal.")


def _properties(node: Node, field: Element) -> Iterator[Problem]:
    type_, properties = field.get("type", ""), properties_of(field)
    for name in sorted(properties.keys() - v.FIELD_PROPERTIES):
        sentence = f"Feltet {field.get('id')} har egenskaben {name}, som ikke findes."
        yield error(field, "unknown-property", sentence, f"Fjern den. Mulige: {listed(v.FIELD_PROPERTIES)}.")
    whom = properties.get("from")
    if whom is not None and whom not in v.CHOICES_FROM.get(type_, ()):
        sentence = f"Feltet {field.get('id')}: from kan ikke være “{whom}”."
        known = listed(v.CHOICES_FROM.get(type_, ())) or "ingen for denne type"
        yield error(field, "wrong-from", sentence, f"Skriv en af: {known}.")
    column = properties.get("sets")
    if column is None:
        return
    if node.kind != v.START:
        sentence = f"Feltet {field.get('id')} på {called(node.element)} har sets, som kun startformularen læser."
        yield error(field, "wrong-sets", sentence, "Fjern egenskaben.")
    elif type_ not in v.COLUMNS.get(column, ()):
        sentence = f"Feltet {field.get('id')} kan ikke udfylde “{column}”."
        yield error(field, "wrong-sets", sentence, f"Skriv en af: {listed(v.COLUMNS)}, med den type der passer.")


def _start(start: Node) -> Iterator[Problem]:
    """A-05: what a case and a task cannot do without."""
    form = form_of(start.element)
    if form.outcomes:
        sentence = f"Startformularen på {called(start.element)} har knapper."
        yield error(start.element, "outcome-on-start", sentence, "Fjern feltet outcome: en sag bliver gemt.")
    columns = Counter(field.properties["sets"] for field in form.fields if "sets" in field.properties)
    needed = v.NEEDED_OF_ALL if columns[v.CASE_COLUMN] else (*v.NEEDED_OF_ALL, *v.NEEDED_OF_TASKS)
    missing = [column for column in needed if not columns[column]]
    if missing:
        sentence = f"Startformularen på {called(start.element)} udfylder ikke {listed(missing)}."
        yield error(start.element, "start-form-incomplete", sentence, "Tilføj et felt med egenskaben sets for hver.")
    twice = [column for column, count in columns.items() if count > 1]
    if twice:
        sentence = f"Flere felter på {called(start.element)} udfylder {listed(twice)}."
        yield error(start.element, "column-set-twice", sentence, "Behold ét af dem.")
