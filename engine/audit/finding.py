"""One thing that the check of the record found."""

from dataclasses import dataclass

from engine.model.items import PREFIX, Kind
from engine.record.fault import Differing, Fault
from engine.sentences import say


@dataclass(frozen=True)
class Finding:
    """One thing that does not add up: where, and what, in words for a terminal.

    For a page: which item, instance or version (key, number) it is of, as far as that is there; `plain` is the sentence
    without ids, and `differing` the column that differs, where it is one.
    """

    place: str
    sentence: str
    item: tuple[Kind, int] | None = None
    instance: int | None = None
    version: tuple[str, int] | None = None
    plain: str = ""
    differing: Differing | None = None


def of_item(kind: Kind, number: int, fault: Fault) -> Finding:
    place = f"{PREFIX[kind]}{number}"
    return Finding(place, fault.sentence, item=(kind, number), plain=fault.plain, differing=fault.differing)


def of_instance(number: int, sentence: str) -> Finding:
    return Finding(say("forløb %(n)s", n=number), sentence, instance=number)
