"""Reading an event back: strictly, as `verify` does, with everything that is wrong with it; or as a page shows it."""

import binascii
from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine.history.canonical import canonical
from engine.history.chain import Link
from engine.history.parts import PRIVATE, SALT_BYTES, commitment, pointer
from engine.history.shape import Mixed, Part, Recorded, parts_of
from engine.history.types import FORMAT, class_of
from engine.sentences import say

Raw = Mapping[str, Any]
_RUBBISH = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # of a row that somebody edited


class NotReadable(ValueError):
    """The event says nothing that this version knows; `args[0]` is the sentence."""


@dataclass(frozen=True)
class Seal:
    """The commitment to a private part, with its salt; None where the part is gone, as it must be where `erased`."""

    commitment: str
    salt: bytes | None = None
    erased: bool = False

    def fits(self, value: Any) -> bool:
        return self.salt is not None and commitment(self.salt, value) == self.commitment


@dataclass(frozen=True)
class Opened:
    """An event in its place, `seals` {pointer: seal} to its private parts, and in words what is wrong with them."""

    link: Link
    event: Recorded
    seals: Mapping[str, Seal]
    faults: tuple[str, ...] = ()


def opened(link: Link, erased: Collection[str] = ()) -> Opened:
    """The event that stands there; raises NotReadable. `erased` are the pointers of what a later event erased."""
    class_ = class_of(link.subject, link.type)
    if link.format != FORMAT:
        raise NotReadable(say("Formatet %(format)s findes ikke.", format=link.format))
    if class_ is None:
        raise NotReadable(say("Typen “%(type)s” findes ikke.", type=link.type))
    told, beside = _object_of(link.data), _object_of(link.private or "{}")
    commitments: Raw = told.pop(PRIVATE, {})
    parts, seals, faults = dict(parts_of(class_)), {}, []
    for at, kept in beside.items():
        seal = _seal(at, kept, commitments, parts)
        if seal is None:
            faults.append(say("Den private del %(part)s er ændret.", part=at))
        else:
            seals[at] = seal
    gone = commitments.keys() - beside.keys()
    faults += [say("Den private del %(part)s mangler.", part=at) for at in sorted(gone.difference(erased))]
    back = sorted(beside.keys() & set(erased))
    faults += [say("Den private del %(part)s blev slettet, men står der igen.", part=at) for at in back]
    seals |= {at: Seal(commitments[at], erased=at in erased) for at in gone}
    values = {at: kept[1] for at, kept in beside.items() if at in seals and len(kept) == 2}
    return Opened(link, _build(class_, told, values), seals, tuple(faults))


def readable(links: Iterable[Link]) -> Iterator[Opened]:
    """Those of these events that can be read, for a page; of the others `verify` tells."""
    for link in links:
        try:
            event = opened(link)
        except _RUBBISH:
            continue
        yield event


def view(data: str, private: str | None) -> dict[str, Any]:
    """What the event tells, private parts in their places, as far as it can be read: for a page."""
    try:
        told, beside = orjson.loads(data), orjson.loads(private or "{}")
        told.pop(PRIVATE, None)
        for at, kept in beside.items():
            if len(kept) == 2:
                _place(told, _path(at), kept[1])
    except _RUBBISH:
        return {}  # somebody edited the row: `verify` tells
    found: dict[str, Any] = told
    return found


def _object_of(text: str) -> dict[str, Any]:
    """Refuses what is not its own canonical form: a name that stands twice, a space, another order."""
    try:
        found = orjson.loads(text)
        if isinstance(found, dict) and canonical(found) == text.encode():
            return found
    except (orjson.JSONDecodeError, TypeError):
        pass
    raise NotReadable(say("Den er ikke skrevet, som historikken skrives."))


def _seal(at: str, kept: Any, commitments: Raw, parts: Mapping[str, Part]) -> Seal | None:
    """None for a part that is another than what was written."""
    elsewhere = parts.get(_path(at)[0]) in (Part.ELSEWHERE, Part.EACH_ELSEWHERE)
    if at not in commitments or not isinstance(kept, list) or len(kept) != (1 if elsewhere else 2):
        return None
    try:
        salt = b64decode(kept[0], validate=True)
    except (binascii.Error, TypeError, ValueError):
        return None
    seal = Seal(commitments[at], salt)
    return seal if len(salt) == SALT_BYTES and (elsewhere or seal.fits(kept[1])) else None


def _build(class_: type[Recorded], told: dict[str, Any], values: Mapping[str, Any]) -> Recorded:
    fields: dict[str, Any] = {}
    for name, part in parts_of(class_):
        found = _FIELDS[part](name, told.pop(name, None), values)
        if found is not None:
            fields[name] = found
    if told:
        raise NotReadable(say("Feltet “%(name)s” findes ikke.", name=next(iter(told))))
    try:
        return class_(**fields)
    except TypeError as error:
        raise NotReadable(say("Den siger ikke alt, som den skal.")) from error


def _public(_name: str, public: Any, _values: Raw) -> Any:
    return public


def _private(name: str, _public: Any, values: Raw) -> Any:
    return values.get(pointer(name))


def _columns(name: str, public: Any, values: Raw) -> Any:
    hidden = dict(_below(pointer(name), values))
    return {**(public or {}), **hidden} if public or hidden else None


def _mixed(name: str, public: Any, values: Raw) -> Any:
    hidden = dict(_below(pointer(name), values))
    return Mixed({**(public or {}), **hidden}, frozenset(hidden)) if public or hidden else None


def _choices(name: str, public: Any, values: Raw) -> Any:
    found = []
    for number, (place, flow, read) in enumerate(public or ()):
        hidden = dict(_below(pointer(name, number, 2), values))
        found.append((place, flow, Mixed({**read, **hidden}, frozenset(hidden))))
    return found or None


def _elsewhere(_name: str, _public: Any, _values: Raw) -> Any:
    return None


_FIELDS = {
    Part.PUBLIC: _public,
    Part.PRIVATE: _private,
    Part.ELSEWHERE: _elsewhere,
    Part.COLUMNS: _columns,
    Part.MIXED: _mixed,
    Part.EACH_ELSEWHERE: _elsewhere,
    Part.CHOICES: _choices,
}


def _below(prefix: str, values: Raw) -> Iterator[tuple[str, Any]]:
    """(name, value) of the parts right below that pointer."""
    for at, value in values.items():
        above, _, name = at.rpartition("/")
        if above == prefix:
            yield _unescaped(name), value


def _path(at: str) -> list[str]:
    return [_unescaped(one) for one in at.split("/")[1:]] or [""]


def _unescaped(token: str) -> str:
    return token.replace("~1", "/").replace("~0", "~")


def _place(told: Any, path: list[str], value: Any) -> None:
    for token in path[:-1]:
        told = told[int(token)] if isinstance(told, list) else told.setdefault(token, {})
    told[path[-1]] = value
