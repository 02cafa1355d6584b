"""The catalogue of rules: what each number that stands in the code, in the diagrams and on the screens means.

The entries are the TOML files beside this module, one a section; `[id]` is a table of `title`, `quote` (R and W) or
`reading` (A and D), `holds`, `where`, and where there are such, `tests` and `note`. Nothing is enforced here: rules are
asked in engine.rules and drawn in the diagrams.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

SECTIONS = (  # in the order of the manual
    *("people", "creating_tasks", "working_on_tasks", "following_tasks", "cases", "workflows"),
    *("readings", "decisions"),
)
KINDS = {
    "R": "Regler i vejledningen",
    "W": "Kasser i vejledningens arbejdsgange",
    "A": "Læsninger, hvor vejledningen tier eller modsiger sig selv",
    "D": "Beslutninger",
}


class Holds(StrEnum):
    """How a rule holds."""

    REFUSED = "refused"  # the act is refused, with this number
    WARNED = "warned"  # the act asks for a reason, which goes into the history
    CONSTRUCTION = "construction"  # it cannot be otherwise: drawn, or built so
    SCREEN = "screen"  # it is to be seen or reached there
    DEFINITION = "definition"  # it says what a word means or what something is for
    LATER = "later"  # not yet


@dataclass(frozen=True)
class Entry:
    """One rule. `text` is the manual's sentence (R, W) or the reading taken (A, D); `note` says what comes later.

    `where` are places: "file: name" in the product, or "page: part of it". `tests` are names of tests.
    """

    id: str
    kind: str  # a key of KINDS
    title: str
    text: str
    holds: Holds
    where: tuple[str, ...]
    tests: tuple[str, ...] = ()
    note: str = ""

    @property
    def anchor(self) -> str:
        """The name of its place on a page."""
        return self.id.lower()


@dataclass(frozen=True)
class Catalogue:
    """Every entry by id, in the order of the manual."""

    entries: Mapping[str, Entry]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self if entry.kind == kind)


@cache
def load() -> Catalogue:
    """The whole catalogue; read once."""
    entries: dict[str, Entry] = {}
    for section in SECTIONS:
        for entry in parse(resources.files(__name__).joinpath(f"{section}.toml").read_text("utf-8")):
            if entry.id in entries:
                raise ValueError(f"{entry.id} stands twice in the catalogue")
            entries[entry.id] = entry
    return Catalogue(MappingProxyType(entries))


def find(entry_id: str) -> Entry | None:
    """The entry of that number, in capitals or not."""
    return _by_anchor().get(entry_id.lower())


@cache
def _by_anchor() -> Mapping[str, Entry]:
    return {entry.anchor: entry for entry in load()}


def parse(text: str) -> Iterator[Entry]:
    """The entries of one file; raises ValueError or KeyError for what is no entry."""
    for entry_id, table in tomllib.loads(text).items():
        yield _read(entry_id, dict(table))


def _read(entry_id: str, table: dict[str, Any]) -> Entry:
    entry = Entry(
        id=entry_id,
        kind=entry_id[0],
        title=table.pop("title"),
        text=table.pop("quote" if entry_id[0] in "RW" else "reading"),
        holds=Holds(table.pop("holds")),
        where=tuple(table.pop("where")),
        tests=tuple(table.pop("tests", ())),
        note=table.pop("note", ""),
    )
    if table:
        raise ValueError(f"{entry_id} has unknown keys: {', '.join(table)}")
    return entry
