"""Forgetting in the history: private parts go, and an event of the same chain says which."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from engine.history.chain import Link
from engine.history.erased_event import ERASED


def parts_of(links: Iterable[Link]) -> list[list[Any]]:
    """[[sequence, pointer]] of every private part that is still there; raises ValueError for what is no JSON."""
    return [[link.sequence, at] for link in links if link.private for at in sorted(orjson.loads(link.private))]


def erased_parts(links: Iterable[Link]) -> Mapping[int, frozenset[str]]:
    """{sequence: pointers} that later events of the chain say are gone; what cannot be read says nothing."""
    found: dict[int, set[str]] = {}
    for link in links:
        if link.type == ERASED:
            for sequence, at in _parts_in(link.data):
                if isinstance(sequence, int) and sequence < link.sequence:
                    found.setdefault(sequence, set()).add(at)
    return {sequence: frozenset(parts) for sequence, parts in found.items()}


def _parts_in(data: str) -> list[tuple[Any, str]]:
    try:
        return [(sequence, str(at)) for sequence, at in orjson.loads(data)["parts"]]
    except (orjson.JSONDecodeError, LookupError, TypeError, ValueError):
        return []
