"""The order of texts that have no `sort_key` beside them: subjects, categories and names of steps (D-21).

A statement reckons it, in the same way on SQLite and PostgreSQL, so that a step writes nothing for it. Names have their
`sort_key`, which also orders accents and capitals (`engine.texts.danish_order`).
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from engine.texts.danish_order import sort_key

_LATIN = [*map(chr, range(ord("A"), ord("Z") + 1)), *map(chr, range(0xC0, 0x180))]  # to the end of Latin Extended-A
_PLACES = {letter: sort_key(letter).split("\x01")[0] for letter in _LATIN}
_ALIKE = {letter: place for letter, place in _PLACES.items() if len(place) == 1 and place != letter}
_LONGER = {letter: place for letter, place in _PLACES.items() if len(place) > 1} | {"aa": "}"}
_TABLE = str.maketrans(_ALIKE)


class InDanishOrder(FunctionElement[str]):
    """What a column is compared by: its letters alone, as `sort_key` has them first."""

    type = String()
    inherit_cache = True


@lru_cache(maxsize=16384)
def danish_order(text: str | None) -> str | None:
    """The same in Python: SQLite has it as a function of its own."""
    if text is None:
        return None
    text = text.translate(_TABLE)
    for letter, place in _LONGER.items():
        text = text.replace(letter, place)
    return text


@compiles(InDanishOrder, "sqlite")
def _on_sqlite(element: InDanishOrder, compiler: Any, **kw: Any) -> str:
    return f"danish_order({compiler.process(element.clauses, **kw)})"


@compiles(InDanishOrder, "postgresql")
def _on_postgresql(element: InDanishOrder, compiler: Any, **kw: Any) -> str:
    key = f"translate({compiler.process(element.clauses, **kw)}, '{''.join(_ALIKE)}', '{''.join(_ALIKE.values())}')"
    for letter, place in _LONGER.items():
        key = f"replace({key}, '{letter}', '{place}')"
    return key
