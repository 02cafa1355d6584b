"""Forms: fields of types that there are, buttons whose fields and rules exist, and a start form that fills a case."""

from collections import Counter
from collections.abc import Iterator, Sequence

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import called, listed, problem_at
from engine.diagrams.drawing import Drawing, Element, Node
from engine.diagrams.problems import Problem
from engine.diagrams.read import WHOLE_NUMBER, choices_of, constraints_of, form_fields, form_of, properties_of
from engine.facts import FACTS
from engine.sentences import say
from engine.texts.lines import MAX_LINE, MAX_TEXT

FIELD_WITHOUT_ID = check_rule("field-without-id")
BAD_FIELD_ID = check_rule("bad-field-id")
DUPLICATE_FIELD = check_rule("duplicate-field")
FIELD_IS_FACT = check_rule("field-is-fact")
FIELD_IS_ELEMENT = check_rule("field-is-element")
UNKNOWN_FIELD_TYPE = check_rule("unknown-field-type")
FIELD_WITHOUT_LABEL = check_rule("field-without-label")
ENUM_WITHOUT_VALUES = check_rule("enum-without-values")
VALUES_WITHOUT_ENUM = check_rule("values-without-enum")
BAD_VALUES = check_rule("bad-values")
FIELD_NOT_READ = check_rule("field-not-read")
FIELD_IS_COLUMN = check_rule("field-is-column")
IMPOSSIBLE_CONSTRAINT = check_rule("impossible-constraint")
UNKNOWN_CONSTRAINT = check_rule("unknown-constraint")
BAD_CONSTRAINT = check_rule("bad-constraint")
UNKNOWN_PROPERTY = check_rule("unknown-property")
WRONG_FROM = check_rule("wrong-from")
WRONG_PRIVATE = check_rule("wrong-private")
WRONG_SETS = check_rule("wrong-sets")
OUTCOME_ON_START = check_rule("outcome-on-start")
START_FORM_INCOMPLETE = check_rule("start-form-incomplete")
COLUMN_SET_TWICE = check_rule("column-set-twice")


def check_forms(drawing: Drawing) -> Iterator[Problem]:
    for node in (*drawing.of_kind(v.START), *drawing.of_kind(*v.STEP_KINDS)):
        fields = list(form_fields(node.element))
        yield from _ids(drawing, node, fields)
        for field in fields:
            if field.get("id") not in (v.OUTCOME, "", None):  # without an id: said already
                yield from _field(field)
                yield from _read_here(node, field)
                yield from _constraints(field)
                yield from _range(field)
                yield from _properties(node, field)
    for start in drawing.of_kind(v.START):
        yield from _start(start)


def _ids(drawing: Drawing, node: Node, fields: Sequence[Element]) -> Iterator[Problem]:
    counted, place = Counter(field.get("id", "") for field in fields), called(node.element)
    for field in fields:
        name = field.get("id", "")
        if not name:
            sentence = say("Et felt på %(element)s har intet id.", element=place)
            yield problem_at(field, FIELD_WITHOUT_ID, sentence, "Giv det et id.")
        elif not v.FIELD_ID.fullmatch(name):
            sentence = say(
                "Feltet »%(field)s« på %(element)s har et id, som ikke kan bruges.", field=name[:80], element=place
            )
            yield problem_at(field, BAD_FIELD_ID, sentence, "Brug højst 100 tegn, uden mellemrum, komma, æ, ø og å.")
        elif counted[name] > 1:
            counted[name] = 1  # said once
            sentence = say("Feltet %(field)s findes flere gange på %(element)s.", field=name, element=place)
            yield problem_at(field, DUPLICATE_FIELD, sentence, "Giv hvert felt sit eget id.")
        if name in FACTS or name == v.REOPENED:
            sentence = say(
                "Feltet %(field)s på %(element)s hedder det samme som en oplysning om sagen.", field=name, element=place
            )
            yield problem_at(field, FIELD_IS_FACT, sentence, "Giv det et andet id.")
        if name in drawing.nodes:
            sentence = say(
                "Feltet %(field)s på %(element)s har samme id som et element i diagrammet.", field=name, element=place
            )
            yield problem_at(field, FIELD_IS_ELEMENT, sentence, "Giv det et andet id.")


def _field(field: Element) -> Iterator[Problem]:
    name, type_ = field.get("id", ""), field.get("type", "")
    if type_ not in v.FIELD_TYPES:
        sentence = say("Feltet %(field)s har typen “%(type)s”, som ikke findes.", field=name, type=type_)
        if not type_:
            sentence = say("Feltet %(field)s har ingen type.", field=name)
        yield problem_at(
            field, UNKNOWN_FIELD_TYPE, sentence, say("Vælg en af: %(names)s.", names=listed(v.FIELD_TYPES))
        )
    if not field.get("label"):
        sentence = say("Feltet %(field)s har ingen tekst.", field=name)
        yield problem_at(field, FIELD_WITHOUT_LABEL, sentence, "Skriv en label: den står over feltet.")
    choices = choices_of(field)
    if type_ == "enum" and not choices:
        sentence = say("Feltet %(field)s har intet at vælge imellem.", field=name)
        yield problem_at(field, ENUM_WITHOUT_VALUES, sentence, "Tilføj camunda:value.")
    if type_ != "enum" and choices:
        sentence = say("Feltet %(field)s har værdier, men er ikke et valg.", field=name)
        yield problem_at(field, VALUES_WITHOUT_ENUM, sentence, "Gør typen til enum.")
    if len({choice.id for choice in choices}) < len(choices) or any(not choice.id for choice in choices):
        sentence = say("Værdierne i feltet %(field)s har ikke hver sit id.", field=name)
        yield problem_at(field, BAD_VALUES, sentence, "Giv hver værdi sit eget id.")


def _read_here(node: Node, field: Element) -> Iterator[Problem]:
    """What is filled in is read by somebody: a person would not like to type in vain."""
    name, type_, fills = field.get("id", ""), field.get("type", ""), properties_of(field).get("sets")
    place = called(node.element)
    if type_ in (v.NOT_AT_START if node.kind == v.START else v.ONLY_AT_START):
        sentence = say(
            "Feltet %(field)s på %(element)s har typen %(type)s, som ikke læses i %(form)s.",
            field=name,
            element=place,
            type=type_,
            form=say("en startformular") if node.kind == v.START else say("et trins formular"),
        )
        yield problem_at(field, FIELD_NOT_READ, sentence, "Fjern feltet, eller giv det en anden type.")
    elif node.kind == v.START and fills is None and type_ in v.FIELD_TYPES and type_ not in v.KEPT_AT_START:
        sentence = say(
            "Feltet %(field)s på %(element)s udfylder ikke noget, så svaret går tabt.", field=name, element=place
        )
        yield problem_at(field, FIELD_NOT_READ, sentence, _read_it(node, type_))
    if node.kind == v.START and fills is None and name in v.COLUMNS:
        sentence = say(
            "Feltet %(field)s på %(element)s hedder som det, et andet felt udfylder.", field=name, element=place
        )
        remedy = say("Giv det et andet id, eller egenskaben sets = %(field)s.", field=name)
        yield problem_at(field, FIELD_IS_COLUMN, sentence, remedy)


def _read_it(start: Node, type_: str) -> str:
    """How what is typed in a field of the start form can be read: as a column that none of the others fills."""
    filled = {field.properties.get("sets") for field in form_of(start.element).fields}
    if free := [column for column, types in v.COLUMNS.items() if type_ in types and column not in filled]:
        return say("Giv det egenskaben sets: %(names)s.", names=listed(free))
    if type_ in v.ANSWERS:
        return "Fjern det, eller spørg på et trin: senere trin kan læse svaret ved feltets id."
    return "Fjern det: et andet felt udfylder det allerede."


def _range(field: Element) -> Iterator[Problem]:
    """A field that nothing fits would keep its step waiting for ever."""
    given = constraints_of(field)
    numbers = {name: int(text) for name, text in given.items() if name in _LIMITS and WHOLE_NUMBER.fullmatch(text)}
    longest = MAX_LINE if field.get("type") == "string" else MAX_TEXT
    too_long = numbers.get("minlength", 0) > numbers.get("maxlength", longest) or numbers.get("maxlength", 1) < 1
    if too_long or numbers.get("min", 0) > numbers.get("max", numbers.get("min", 0)):
        told = ", ".join(f"{name} {number}" for name, number in sorted(numbers.items()))
        sentence = say("Feltet %(field)s kan ingen udfylde: %(given)s.", field=field.get("id"), given=told)
        remedy = say("Ret kravene; uden maxlength er der plads til %(most)s tegn.", most=longest)
        yield problem_at(field, IMPOSSIBLE_CONSTRAINT, sentence, remedy)


_LIMITS = frozenset({"minlength", "maxlength", "min", "max"})


def _constraints(field: Element) -> Iterator[Problem]:
    type_ = field.get("type", "")
    for name, config in constraints_of(field).items():
        if name not in v.CONSTRAINTS or (type_ in v.FIELD_TYPES and type_ not in v.CONSTRAINTS[name]):
            sentence = say(
                "Feltet %(field)s har kravet %(name)s, som et felt af typen %(type)s ikke kan have.",
                field=field.get("id"),
                name=name,
                type=type_,
            )
            known = listed(known for known, types in v.CONSTRAINTS.items() if type_ in types)
            remedy = say("Fjern det. Mulige krav: %(names)s.", names=known)
            yield problem_at(field, UNKNOWN_CONSTRAINT, sentence, remedy)
        elif name != "required" and not WHOLE_NUMBER.fullmatch(config):
            sentence = say(
                "Feltet %(field)s: kravet %(name)s er “%(value)s”, som ikke er et helt tal.",
                field=field.get("id"),
                name=name,
                value=config,
            )
            yield problem_at(field, BAD_CONSTRAINT, sentence, "Skriv et helt tal.")


def _properties(node: Node, field: Element) -> Iterator[Problem]:
    field_id, type_, properties = field.get("id"), field.get("type", ""), properties_of(field)
    for name in sorted(properties.keys() - v.FIELD_PROPERTIES):
        sentence = say("Feltet %(field)s har egenskaben %(name)s, som ikke findes.", field=field_id, name=name)
        remedy = say("Fjern den. Mulige: %(names)s.", names=listed(v.FIELD_PROPERTIES))
        yield problem_at(field, UNKNOWN_PROPERTY, sentence, remedy)
    whom = properties.get("from")
    known = v.CHOICES_FROM.get(type_, ())
    if whom is not None and whom not in known:
        sentence = say("Feltet %(field)s: from kan ikke være “%(value)s”.", field=field_id, value=whom)
        remedy = say("Skriv en af: %(names)s.", names=listed(known)) if known else "Fjern egenskaben."
        yield problem_at(field, WRONG_FROM, sentence, remedy)
    if (private := properties.get("private")) not in (None, v.PRIVATE):
        sentence = say("Feltet %(field)s: private kan ikke være “%(value)s”.", field=field_id, value=private)
        yield problem_at(field, WRONG_PRIVATE, sentence, "Skriv true, eller fjern egenskaben.")
    column = properties.get("sets")
    if column is None:
        return
    if node.kind != v.START:
        sentence = say(
            "Feltet %(field)s på %(element)s har sets, som kun startformularen læser.",
            field=field_id,
            element=called(node.element),
        )
        yield problem_at(field, WRONG_SETS, sentence, "Fjern egenskaben.")
    elif type_ not in v.COLUMNS.get(column, ()):
        sentence = say("Feltet %(field)s kan ikke udfylde “%(column)s”.", field=field_id, column=column)
        remedy = say("Skriv en af: %(names)s, med den type der passer.", names=listed(v.COLUMNS))
        yield problem_at(field, WRONG_SETS, sentence, remedy)


def _start(start: Node) -> Iterator[Problem]:
    """A-05: what a case and a task cannot do without."""
    form, place = form_of(start.element), called(start.element)
    if form.outcomes:
        sentence = say("Startformularen på %(element)s har knapper.", element=place)
        yield problem_at(start.element, OUTCOME_ON_START, sentence, "Fjern feltet outcome: en sag bliver gemt.")
    columns = Counter(field.properties["sets"] for field in form.fields if "sets" in field.properties)
    needed = v.NEEDED_OF_ALL if columns[v.CASE_COLUMN] else (*v.NEEDED_OF_ALL, *v.NEEDED_OF_TASKS)
    missing = [column for column in needed if not columns[column]]
    if missing:
        sentence = say("Startformularen på %(element)s udfylder ikke %(names)s.", element=place, names=listed(missing))
        yield problem_at(start.element, START_FORM_INCOMPLETE, sentence, "Tilføj et felt med egenskaben sets for hver.")
    twice = [column for column, count in columns.items() if count > 1]
    if twice:
        sentence = say("Flere felter på %(element)s udfylder %(names)s.", element=place, names=listed(twice))
        yield problem_at(start.element, COLUMN_SET_TWICE, sentence, "Behold ét af dem.")
