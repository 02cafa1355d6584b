"""The language of `${…}` in diagrams: conditions, assignees and parameters, over names that the caller gives. Pure.

Python's way of writing: `and or not == != < <= > >= in + - * / %`, `a if b else c`, texts, numbers, dates, lists to
look in, and the functions of `FUNCTIONS`. No attributes, no indexing, no other calls. A text is read once, against a
list of what may stand in it, and only then handed to simpleeval with the values of its names: nothing reaches `eval`
or `exec`.
"""

import ast
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from simpleeval import SimpleEval

from engine.expressions.operators import FUNCTIONS, OPERATORS, is_sane
from engine.facts import Value
from engine.sentences import say, told_by

MAX_SOURCE = 2_000  # characters of one expression
MAX_NODES = 500
MAX_DEPTH = 50

Names = Mapping[str, Value] | Callable[[str], Value]


class BadExpression(ValueError):
    """An expression that cannot be read or evaluated; its text is a Danish sentence."""


@dataclass(frozen=True)
class Expression:
    """A read expression. `names` are those whose values it needs."""

    source: str
    names: frozenset[str]
    tree: ast.expr


@lru_cache(maxsize=4_096)
def parse(text: str) -> Expression:
    """Reads a whole `${…}`, or what stands inside one; raises BadExpression."""
    source = text.strip()
    if source.startswith("${") and source.endswith("}"):
        source = source[2:-1].strip()
    if len(source) > MAX_SOURCE:
        count = len(source)
        raise BadExpression(
            say("Udtrykket er på %(count)s tegn; det må højst være på %(most)s.", count=count, most=MAX_SOURCE)
        )
    if not source:
        raise BadExpression(say("Udtrykket er tomt."))
    tree = _read(source)
    nodes = tuple(_walk(tree, source, 0))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    names = frozenset(node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in called)
    if wrong := sorted(name for name in names if name in FUNCTIONS or name.startswith("_")):
        raise BadExpression(
            say(
                "“%(name)s” er ikke et navn, som udtrykket “%(text)s” kan spørge om.",
                name=wrong[0],
                text=_shortened(source),
            )
        )
    return Expression(source, names, tree)


def evaluate(text: str, names: Names) -> Value:
    """The value of one expression. `names` gives each name's value and raises KeyError for those it does not know."""
    expression = parse(text)
    values = {name: _value_of(name, names, expression) for name in expression.names}
    evaluator = _evaluator()
    evaluator.names = values
    try:
        result = evaluator.eval(expression.source, expression.tree)
    except BadExpression:
        raise
    except Exception as error:  # whatever Python says of the values: a text compared with a number, a division by 0
        raise BadExpression(
            say(
                "Udtrykket “%(text)s” kan ikke beregnes: %(why)s",
                text=_shortened(expression.source),
                why=_reason(error),
            )
        ) from error
    return _checked(result, expression)


def fill(text: str, names: Names) -> Value:
    """A parameter's value: of `${x}` alone that value, with its type; of `a ${x} b` a text; else the text itself."""
    parts = _parts(text)
    if len(parts) == 1 and isinstance(parts[0], Expression):
        return evaluate(parts[0].source, names)
    return "".join(part if isinstance(part, str) else _written(evaluate(part.source, names)) for part in parts)


def names_in(text: str) -> frozenset[str]:
    """The names that a text with `${…}` parts asks about; none where it has no such part."""
    return frozenset(name for part in expressions_in(text) for name in part.names)


def expressions_in(text: str) -> tuple[Expression, ...]:
    """The `${…}` parts of a text, read; raises BadExpression."""
    return tuple(part for part in _parts(text) if isinstance(part, Expression))


# `${`, then anything but braces, or quoted texts that may hold them, then `}`.
_PART = re.compile(r"""\$\{((?:[^{}'"]|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")*)\}""")


@lru_cache(maxsize=4_096)
def _parts(text: str) -> tuple[str | Expression, ...]:
    """The text's literal parts and expressions in order; raises BadExpression."""
    stripped = text.strip()
    whole = _PART.fullmatch(stripped)
    if whole:
        return (parse(whole[1]),)
    parts: list[str | Expression] = []
    for index, piece in enumerate(_PART.split(text)):
        if index % 2:
            parts.append(parse(piece))
        elif "${" in piece:
            raise BadExpression(say("Teksten “%(text)s” har et ${, hvis } mangler.", text=_shortened(text)))
        elif piece:
            parts.append(piece)
    return tuple(parts)


def _read(source: str) -> ast.expr:
    try:
        return ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadExpression(say("Udtrykket “%(text)s” er ikke skrevet rigtigt.", text=_shortened(source))) from error


_NODES = (
    ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.IfExp, ast.Call, ast.Name, ast.Constant, ast.List, ast.Tuple,
    ast.Load, ast.boolop, ast.unaryop, ast.operator, ast.cmpop,
)  # fmt: skip


def _walk(tree: ast.AST, source: str, depth: int, count: list[int] | None = None) -> Iterator[ast.AST]:
    """Every node of the tree, each checked; raises BadExpression at the first that the language does not have."""
    count = count if count is not None else [0]
    count[0] += 1
    if depth > MAX_DEPTH or count[0] > MAX_NODES:
        raise BadExpression(say("Udtrykket “%(text)s” er for indviklet; del det i flere.", text=_shortened(source)))
    if not isinstance(tree, _NODES) or not _is_allowed(tree):
        raise BadExpression(
            say(
                "Udtrykket “%(text)s” bruger noget, der ikke er tilladt her: %(part)s.",
                text=_shortened(source),
                part=_part_of(tree),
            )
        )
    yield tree
    for child in ast.iter_child_nodes(tree):
        yield from _walk(child, source, depth + 1, count)


def _is_allowed(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS and not node.keywords
    if isinstance(node, ast.Constant):
        value = node.value
        return (
            value is None or isinstance(value, bool) or (_is_plain(value) if isinstance(value, str) else is_sane(value))
        )
    if isinstance(node, ast.operator | ast.unaryop | ast.cmpop):
        return type(node) in OPERATORS
    return True


def _part_of(node: ast.AST) -> str:
    try:
        return _shortened(ast.unparse(node)) or type(node).__name__
    except Exception:  # a sign on its own has no text
        return type(node).__name__


def _is_plain(text: str) -> bool:
    """Whether every database and every mail can hold it."""
    return not _UNPRINTABLE.search(text)


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


_own = threading.local()  # an evaluator holds the names of the evaluation in hand: one a thread


def _evaluator() -> Any:
    if not hasattr(_own, "evaluator"):
        evaluator = SimpleEval(operators=dict(OPERATORS), functions=dict(FUNCTIONS), names={}, allowed_attrs={})
        evaluator.nodes[ast.List] = evaluator.nodes[ast.Tuple] = lambda n: tuple(evaluator._eval(e) for e in n.elts)
        _own.evaluator = evaluator
    return _own.evaluator


def _value_of(name: str, names: Names, expression: Expression) -> Value:
    try:
        return names(name) if callable(names) else names[name]
    except KeyError as error:
        raise BadExpression(
            say(
                "Udtrykket “%(text)s” spørger om “%(name)s”, som ikke findes.",
                text=_shortened(expression.source),
                name=name,
            )
        ) from error


def _checked(result: object, expression: Expression) -> Value:
    if result is None or isinstance(result, str | int | float | bool | date):
        return result
    raise BadExpression(say("Udtrykket “%(text)s” giver ikke en enkelt værdi.", text=_shortened(expression.source)))


def _written(value: Value) -> str:
    """A value inside a text, as a Danish reader would write it. A time is written in its own zone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return f"{value.day}.{value.month}.{value.year} kl. {value:%H.%M}"
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year}"
    return str(value)


def _reason(error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return say("der divideres med 0.")
    text = told_by(error)
    return text if text.endswith(".") and not text.startswith("Sorry") else say("værdierne passer ikke sammen.")


def _shortened(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 80 else one_line[:79] + "…"
