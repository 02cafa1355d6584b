"""Switching rules off, one at a time, and running their tests: in this process, which the tests here allow, since they
take no fixtures. `pytest --without-rule NUMBER` does the same to a whole run."""

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from _pytest.outcomes import Failed

from engine.rules.registry import RULES, Rule, Verdict

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent


@contextmanager
def without(*off: Rule) -> Iterator[None]:
    """As long as this lasts, those rules say nothing."""
    kept = list(RULES)
    RULES[:] = [rule for rule in RULES if rule not in off]
    try:
        yield
    finally:
        RULES[:] = kept


@contextmanager
def heard() -> Iterator[set[tuple[str, type]]]:
    """(number, what it said: Refused or Caution) of the rules that speak as long as this lasts."""
    kept, said = list(RULES), set()

    def listening(rule: Rule) -> Rule:
        def speak(moment: Any) -> Verdict:
            verdict = rule.speak(moment)
            if verdict is not None:
                said.add((rule.number, type(verdict)))
            return verdict

        return replace(rule, speak=speak)

    RULES[:] = [listening(rule) for rule in kept]
    try:
        yield said
    finally:
        RULES[:] = kept


def fails(test: str) -> bool:
    """Whether the test of that name fails as things are."""
    try:
        find_test(test)()
    except (AssertionError, Failed):
        return True
    return False


def find_test(name: str) -> Callable[[], None]:
    path, function = name.split("::")
    module = import_module(path.removesuffix(".py").replace("/", "."))
    found: Callable[[], None] = getattr(module, function)
    return found


@cache
def functions_in(path: str) -> frozenset[str]:
    """The names of the functions in that file, also those in classes."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def marked() -> dict[str, set[str]]:
    """{number: names of the tests in this folder that are marked with it}."""
    found: dict[str, set[str]] = {}
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                for number in _numbers(node):
                    found.setdefault(number, set()).add(f"{path.relative_to(ROOT)}::{node.name}")
    return found


def _numbers(function: ast.FunctionDef) -> Iterator[str]:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.rule":
            yield ast.literal_eval(decorator.args[0])
