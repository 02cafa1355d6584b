"""What the language reckons with: operators and functions, each with its limits. Pure."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from engine.expressions import reckoning
from engine.facts import Value
from engine.sentences import say

MAX_TEXT = 100_000  # characters of a text that an expression builds
MAX_NUMBER = 10**15


def is_sane(number: object) -> bool:
    return isinstance(number, int | float) and math.isfinite(number) and abs(number) <= MAX_NUMBER


def _number(value: Any) -> Any:
    """A number to calculate with; a yes or no is none. Texts and lists cannot be multiplied or formatted."""
    if isinstance(value, bool) or not is_sane(value):
        raise TypeError(say("der kan kun regnes med tal af rimelig størrelse."))
    return value


def _of_numbers(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda a, b: _number(function(_number(a), _number(b)))


def _add(a: Any, b: Any) -> Any:
    if reckoning.is_time(a) or reckoning.is_time(b):
        return reckoning.plus(a, b)
    if not (isinstance(a, str) and isinstance(b, str)):
        return _number(_number(a) + _number(b))
    if len(a) + len(b) > MAX_TEXT:
        raise ValueError(say("teksten bliver for lang."))
    return a + b


def _subtract(a: Any, b: Any) -> Any:
    if reckoning.is_time(a) or reckoning.is_time(b):
        return reckoning.minus(a, b)
    return _number(_number(a) - _number(b))


def _contains(a: Any, b: Any) -> bool:
    """Whether a list has it, or a text holds the other."""
    if not isinstance(b, list | tuple | str):
        raise TypeError(say("“in” ser efter i en liste eller en tekst."))
    return a in b


def _is_none(a: Any, b: Any) -> bool:
    if b is not None:
        raise TypeError(say("“is” bruges kun med None."))
    return a is None


OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: _add,
    ast.Sub: _subtract,
    ast.Mult: _of_numbers(operator.mul),
    ast.Div: _of_numbers(operator.truediv),
    ast.FloorDiv: _of_numbers(operator.floordiv),
    ast.Mod: _of_numbers(operator.mod),
    ast.USub: lambda a: -_number(a),
    ast.UAdd: _number,
    ast.Not: operator.not_,
    ast.Eq: reckoning.compared(operator.eq),
    ast.NotEq: reckoning.compared(operator.ne),
    ast.Lt: reckoning.compared(operator.lt),
    ast.LtE: reckoning.compared(operator.le),
    ast.Gt: reckoning.compared(operator.gt),
    ast.GtE: reckoning.compared(operator.ge),
    ast.In: _contains,
    ast.NotIn: lambda a, b: not _contains(a, b),
    ast.Is: _is_none,
    ast.IsNot: lambda a, b: not _is_none(a, b),
}


def _text(value: Value) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    raise TypeError(say("funktionen kan kun bruges på en tekst."))


def _lower(text: Value) -> str:
    return _text(text).lower()


def _length(text: Value) -> int:
    return len(_text(text))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": _length,
    "lower": _lower,
    "days": reckoning.days,
    "hours": reckoning.hours,
}
