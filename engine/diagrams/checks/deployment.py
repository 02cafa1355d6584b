"""What only deploying can tell of a diagram: a file alone does not show it. Whether it is so is asked by the desk."""

from engine.diagrams.check_rules import CheckRule, check_rule
from engine.diagrams.problems import Problem
from engine.model.diagrams import Diagram
from engine.model.items import Kind
from engine.sentences import say

OTHER_KIND = check_rule("other-kind")
NOT_RUNNABLE = check_rule("not-runnable")
UNCHANGED = check_rule("unchanged")


def of_other_kind(diagram: Diagram) -> Problem:
    """A case cannot be made from a task's form, nor a task from a case's (D-02)."""
    if diagram.start.kind == Kind.TASK:
        sentence = say("Startformularen laver en opgave, men der kommer sager til processen %(key)s.", key=diagram.key)
    else:
        sentence = say("Startformularen laver en sag, men der kommer opgaver til processen %(key)s.", key=diagram.key)
    remedy = "Lad netop en sags startformular have et felt med sets = customer, eller giv processen et andet id."
    return _problem(OTHER_KIND, diagram.start_id, diagram.start_name, sentence, remedy)


def not_runnable(diagram: Diagram, why: str) -> Problem:
    """What the runner cannot build; `why` is its sentence."""
    return _problem(NOT_RUNNABLE, diagram.key, diagram.name, why, "Tegn det om, og kontrollér igen.")


def unchanged(diagram: Diagram, version: int) -> Problem:
    """The file is that version, which is in force already."""
    sentence = say("Det er version %(version)s uændret. Der er ikke noget nyt at sætte i drift.", version=version)
    return _problem(UNCHANGED, diagram.key, diagram.name, sentence, "Ret filen først.")


def _problem(rule: CheckRule, element: str, name: str, sentence: str, remedy: str) -> Problem:
    return Problem(rule.id, rule.severity, element, name, 0, sentence, remedy)
