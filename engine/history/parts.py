"""An event as it is kept: `data`, which is hashed, with commitments to what is private, and `private` beside it.

In `data`, `private` is {JSON Pointer: hex sha256 of salt and canonical value}. The column `private` is {pointer:
[base64 salt, value]}, or [salt] where the value stands in another row. Nothing private stands in `data` itself.
"""

import os
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from engine.history.canonical import canonical, checked
from engine.history.shape import Mixed, Part, Recorded, parts_of

SALT_BYTES = 16
PRIVATE = "private"
Salts = Callable[[int], bytes]


def commitment(salt: bytes, value: Any) -> str:
    """What binds an event to a value without telling it; the value cannot be guessed as long as the salt is unknown."""
    return sha256(salt + canonical(value)).hexdigest()


def split(event: Recorded, salts: Salts = os.urandom) -> tuple[str, str | None]:
    """(`data`, `private`) of an event; raises TypeError for what is no value of the history."""
    kept = _Kept(salts, event.private_columns)
    given = vars(event)
    for name, part in parts_of(type(event)):
        value = given[name]
        if value is not None and value is not False and (value or value.__class__ is int):
            _KEEPERS[part](kept, name, value)
    if kept.commitments:
        kept.data[PRIVATE] = kept.commitments
    return canonical(kept.data).decode(), canonical(kept.private).decode() if kept.private else None


def pointer(*path: str | int) -> str:
    """RFC 6901."""
    return "".join(f"/{str(one).replace('~', '~0').replace('/', '~1')}" for one in path)


class _Kept:
    """The two halves of an event, as they grow."""

    def __init__(self, salts: Salts, private_columns: frozenset[str]):
        self.private_columns = private_columns
        self.data: dict[str, Any] = {}
        self.private: dict[str, list[Any]] = {}
        self.commitments: dict[str, str] = {}
        self._salts = salts

    def commit(self, at: str, value: Any, *, elsewhere: bool = False) -> None:
        salt = self._salts(SALT_BYTES)
        self.commitments[at] = commitment(salt, checked(value))
        shown = b64encode(salt).decode()
        self.private[at] = [shown] if elsewhere else [shown, value]


def _public(kept: _Kept, name: str, value: Any) -> None:
    kept.data[name] = value


def _private(kept: _Kept, name: str, value: Any) -> None:
    kept.commit(pointer(name), value)


def _elsewhere(kept: _Kept, name: str, value: Any) -> None:
    kept.commit(pointer(name), value, elsewhere=True)


def _columns(kept: _Kept, name: str, columns: Mapping[str, Any]) -> None:
    _mixed(kept, name, Mixed(columns, kept.private_columns))


def _mixed(kept: _Kept, name: str, mixed: Mixed) -> None:
    public = _public_ones(kept, (name,), mixed)
    if public:
        kept.data[name] = public


def _public_ones(kept: _Kept, path: tuple[str | int, ...], mixed: Mixed) -> dict[str, Any]:
    """The others are committed to."""
    public = {}
    for name, value in mixed.values.items():
        if name in mixed.private:
            kept.commit(pointer(*path, name), value)
        else:
            public[name] = checked(value)
    return public


def _choices(kept: _Kept, name: str, choices: Sequence[tuple[int, str, Mixed]]) -> None:
    kept.data[name] = [
        [place, flow, _public_ones(kept, (name, number, 2), read)] for number, (place, flow, read) in enumerate(choices)
    ]


def _each_elsewhere(kept: _Kept, name: str, values: Sequence[Any]) -> None:
    for number, value in enumerate(values):
        kept.commit(pointer(name, number), value, elsewhere=True)


_KEEPERS: Mapping[Part, Callable[[_Kept, str, Any], None]] = {
    Part.PUBLIC: _public,
    Part.PRIVATE: _private,
    Part.ELSEWHERE: _elsewhere,
    Part.COLUMNS: _columns,
    Part.MIXED: _mixed,
    Part.EACH_ELSEWHERE: _each_elsewhere,
    Part.CHOICES: _choices,
}
