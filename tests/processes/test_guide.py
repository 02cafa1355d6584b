"""The guide for process owners is whole and true: its tables name what the engine knows, no more and no less."""

import re
from datetime import date

import pytest

from engine import catalogue
from engine.diagrams import read
from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import CHECK_RULES
from engine.diagrams.checks.supported import _CHILDREN
from engine.expressions import evaluate
from engine.expressions.operators import FUNCTIONS, OPERATORS
from engine.facts import FACTS
from engine.operations import OPERATIONS, RECIPIENTS
from engine.rules import ALLOWED, RULES
from tests.processes.guide import README, codes, column, tables

# An editor writes them by itself, or leaves them behind.
FRAME = {"definitions", "process", "collaboration", "laneSet", "extensionElements", "category", "categoryValue"}
FRAME |= {"error", "signal", "escalation", "dataObject", "dataStore", "property"}
PROCESSES = sorted(README.parent.glob("*.bpmn"))
KINDS = {
    "agent": "en agent",
    "team": "et team",
    "department": "en afdeling",
    "flag": "ja eller nej",
    "time": "en tid",
    "date": "en dag",
    "text": "en tekst",
}
SYMBOLS = {
    "Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "USub": "-", "UAdd": "+",
    "Not": "not", "Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=",
    "In": "in", "NotIn": "not in", "Is": "is", "IsNot": "is not",
}  # fmt: skip


def test_the_six_diagrams() -> None:
    (table,) = tables("De seks diagrammer")
    assert sorted(column(table)) == [file.name for file in PROCESSES]
    names = {file.name: read(file.read_bytes()).name for file in PROCESSES}
    assert {codes(row[0])[0]: row[1] for row in table} == names


def test_what_may_be_drawn() -> None:
    (table,) = tables("Hvad du må tegne")
    assert set(column(table)) == _CHILDREN.keys() - FRAME
    assert column(table) == list(dict.fromkeys(column(table)))


def test_the_names_of_lanes() -> None:
    (table,) = tables("Baner")
    assert column(table) == list(v.LANES)


def test_whom_a_step_may_be_offered() -> None:
    (table,) = tables("Hvem får trinnet")
    assert column(table) == list(v.CANDIDATES)


def test_the_types_of_fields_with_what_may_be_asked_of_them() -> None:
    types, *_ = tables("Felter")
    assert set(column(types)) == v.FIELD_TYPES.keys()
    allowed = {type_: {name for name, types_ in v.CONSTRAINTS.items() if type_ in types_} for type_ in v.FIELD_TYPES}
    assert {codes(row[0])[0]: set(codes(row[2])) for row in types} == allowed
    assert {codes(row[0])[0] for row in types if row[3] == "ja"} == v.RECORDED_TYPES
    assert {codes(row[0])[0] for row in types if row[3].startswith("ja")} == v.ANSWERS
    assert {row[3] for row in types} == {"ja", "ja, på et trin", "nej"}


def test_constraints_and_properties_of_fields() -> None:
    _, constraints, properties, choices = tables("Felter")
    assert set(column(constraints)) == v.CONSTRAINTS.keys()
    assert set(column(properties)) == v.FIELD_PROPERTIES
    found = [(codes(row[0])[0], codes(row[1])[0]) for row in choices]
    assert sorted(found) == sorted((type_, name) for type_, names in v.CHOICES_FROM.items() for name in names)


def test_what_a_start_form_fills() -> None:
    (table,) = tables("Startformularen")
    assert {codes(row[0])[0]: set(codes(row[1])) for row in table} == v.COLUMNS
    needed = [codes(row[0])[0] for row in table if "skal være der" in row[2] and "på en opgave" not in row[2]]
    assert sorted(needed) == sorted(v.NEEDED_OF_ALL)
    assert [codes(row[0])[0] for row in table if "på en opgave" in row[2]] == list(v.NEEDED_OF_TASKS)


def test_what_buttons_require_accept_and_are_allowed_by() -> None:
    properties, allowed = tables("Knapper")
    assert {name.removeprefix("<knap>.") for name in column(properties)} == v.OUTCOME_PROPERTIES
    assert set(column(allowed)) == ALLOWED.keys()


@pytest.mark.parametrize("name", ALLOWED)
def test_each_allowed_names_the_rules_that_it_asks(name: str) -> None:
    _, table = tables("Knapper")
    (row,) = (row for row in table if codes(row[0]) == [name])
    assert set(codes(row[2])) == {rule.number for rule in RULES if rule.moment is ALLOWED[name]}


def test_operations_with_their_parameters_and_values() -> None:
    (table,) = tables("Systemets handlinger")
    found = {codes(row[0])[0]: codes(row[1]) for row in table}
    needed = {codes(row[0])[0]: codes(row[1].partition("evt.")[0]) for row in table}
    for topic, kind in OPERATIONS.items():
        values = [value for parameter in kind.parameters.values() for value in parameter.values]
        assert sorted(found[topic]) == sorted([*kind.parameters, *values]), topic
        required = [name for name, parameter in kind.parameters.items() if parameter.required]
        assert sorted(needed[topic]) == sorted([*required, *values]), topic
    assert found.keys() == OPERATIONS.keys()


def test_recipients_of_messages() -> None:
    (table,) = tables("Beskeder")
    assert column(table) == list(RECIPIENTS)


def test_facts_with_what_they_are() -> None:
    (table,) = tables("Fakta")
    assert {codes(row[0])[0]: row[1] for row in table} == {name: KINDS[fact.kind] for name, fact in FACTS.items()}


def test_operators_and_functions_of_the_language() -> None:
    operators, functions = tables("Udtryk")
    words = {"and", "or", "if", "else"}  # the tree has them as kinds of node
    assert set(column(operators)) == {SYMBOLS[kind.__name__] for kind in OPERATORS} | words
    assert set(column(functions)) == FUNCTIONS.keys()


def test_what_is_written_as_an_expression_can_be_evaluated() -> None:
    names = {
        "svar": "Ja, tak",
        "status": "solved",
        "agreed_agent": None,
        "deadline_has_passed": True,
        "a": None,
        "b": 2,
        "today": date(2026, 11, 23),
    }
    operators, functions = tables("Udtryk")
    examples = [code for row in (*operators, *functions) for code in re.findall(r": `([^`]+)`|^`([^`]+)`$", row[1])]
    written = [one or other for one, other in examples]
    assert len(written) >= 4
    for example in written:
        evaluate(example, names)
    assert evaluate("a or b", names) == 2
    assert evaluate("agreed_agent is not None", names) is False


def test_the_rules_of_the_check_stand_there_as_their_rows_say() -> None:
    (table,) = tables("Kontrollen")
    assert column(table) == list(CHECK_RULES)
    assert sum(bool(row[2]) for row in table) > 40, "most have an example that is short enough"


def test_every_link_leads_to_a_heading_and_every_number_to_a_rule() -> None:
    text = README.read_text(encoding="utf-8")
    anchors = {
        re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^## (.*)$", text, re.MULTILINE)
    }
    assert set(re.findall(r"\(#([^)]+)\)", text)) <= anchors
    for number in re.findall(r"\b(?:R\d{3}|[AD]-\d\d)\b", text):
        assert catalogue.find(number), number
