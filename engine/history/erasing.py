"""Forgetting in the history: private parts go, and an event of the same chain says which."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from engine.errors import WrongContent
from engine.history.chain import Link
from engine.history.events.erased_event import ERASED
from engine.sentences import say


def parts_of(links: Iterable[Link]) -> list[list[Any]]:
    """[[sequence, pointer]] of every private part that is still there; raises WrongContent."""
    return [[link.sequence, at] for link in links for at in sorted(private_of(link))]


def private_of(link: Link) -> Mapping[str, Sequence[Any]]:
    """{pointer: [salt] or [salt, value]}; raises WrongContent where somebody has made it something else."""
    try:
        found = orjson.loads(link.private or "{}")
        if isinstance(found, dict) and all(isinstance(kept, list) and kept for kept in found.values()):
            return found
    except orjson.JSONDecodeError:
        pass
    raise WrongContent(say("Historikken kan ikke læses. Kør sagsgang verify, og ret det, den finder, først."))


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
