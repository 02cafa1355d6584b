"""What is otherwise in one diagram than in another, as values. Pure, no words: those are `wording`.

Elements, fields, buttons and arrows are the same where they have the same id, else where they have the same name: so a
diagram that was drawn anew is compared too. What `Diagram` leaves out (where things stand, remarks) is not looked at.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from engine.diagrams import vocabulary as v
from engine.diagrams.comparable import (
    NOTHING,
    Comparable,
    Facet,
    Facets,
    Key,
    Named,
    Part,
    Value,
    buttons_of,
    fields_of,
)
from engine.model.diagrams import Arrow, Diagram, Form

_ON, _FROM, _TO, _LABEL = ((facet, "") for facet in (Facet.ATTACHED_TO, Facet.SOURCE, Facet.TARGET, Facet.LABEL))
_SAID_ALREADY = frozenset({(facet, "") for facet in (Facet.NAME, Facet.KIND, Facet.GUIDE)})  # of what is new

T = TypeVar("T")
Pair = tuple[T | None, T | None]  # (on the older, on the newer)
KeyOf = Callable[[T], Hashable]  # None is no key


class Change(StrEnum):
    """What became of it."""

    CAME = "came"
    WENT = "went"
    MOVED = "moved"  # the parts of a form stand in another order
    OTHERWISE = "otherwise"  # one of its facets has another value


class PartKind(StrEnum):
    """A part of a form."""

    FIELD = "field"
    BUTTON = "button"


Ways = tuple[tuple[str, Named], ...]  # (condition, where it leads) of each arrow out of an element


@dataclass(frozen=True)
class Difference:
    """One thing that is otherwise. `wording` says it.

    `element` is an id on the newer drawing; "" for the process as a whole, and for what is on the older one alone.
    `of` is the process, the element, or the two ends of the arrow that it is about, and `kind` the BPMN element of what
    came or went. A field or a button of it is `part`, by its label. `facet` is what has another value.
    """

    change: Change
    element: str
    of: tuple[Named, ...]
    kind: str = ""
    part_kind: PartKind | None = None
    part: str = ""
    facet: Key | None = None
    before: Value | Ways = ""
    after: Value | Ways = ""


def differences(before: Diagram, after: Diagram) -> tuple[Difference, ...]:
    """Everything that is otherwise: the process, its elements as the newer file has them, what is gone, the arrows."""
    comparison = _Comparison(Comparable(before), Comparable(after))
    return (*comparison.process(), *comparison.nodes(), *comparison.arrows())


@dataclass(frozen=True, eq=False)
class _Comparison:
    old: Comparable
    new: Comparable

    def process(self) -> Iterator[Difference]:
        yield from _otherwise("", (Named(self.new.diagram.name),), self.old.process(), self.new.process())

    def nodes(self) -> Iterator[Difference]:
        for old, new in self._nodes:
            if new is None:
                gone = self.old.named(old or "")
                yield Difference(Change.WENT, "", (gone,), gone.kind)
                continue
            name = (self.new.named(new),)
            before, after = self.old.node(old) if old else {}, self.new.node(new)
            if old is None:
                yield Difference(Change.CAME, new, name, name[0].kind, after=self._ways_out(new))
                before = {what: after[what] for what in _SAID_ALREADY if what in after}
            elif self._sits_as_before(old, new):
                before[_ON] = after[_ON]
            yield from _otherwise(new, name, before, after)
            yield from self._forms(old, new)

    def arrows(self) -> Iterator[Difference]:
        """Those out of an element that came or went are told of with it."""
        for old, new in self._arrows():
            if new is None:
                if old and old.source in self._same:
                    yield Difference(Change.WENT, "", _ends(self.old, old), v.ARROW)
            elif old:
                yield from self._arrow(old, new)
            elif new.source in self._same.values():
                condition = self.new.condition(new)
                yield Difference(Change.CAME, new.id, _ends(self.new, new), v.ARROW, after=condition)

    @cached_property
    def _nodes(self) -> Sequence[Pair[str]]:
        old, new = self.old.diagram, self.new.diagram
        return _paired(
            list(old.names),
            list(new.names),
            id_of=lambda node: node,
            old_key=lambda node: (old.kinds[node], old.names[node]) if old.names[node] else None,
            new_key=lambda node: (new.kinds[node], new.names[node]),
        )

    @cached_property
    def _same(self) -> Mapping[str, str]:
        """{id on the older drawing: on the newer} of the elements that are on both."""
        return {old: new for old, new in self._nodes if old and new}

    def _arrows(self) -> Sequence[Pair[Arrow]]:
        def ends(arrow: Arrow) -> tuple[str, str] | None:
            both = arrow.source in self._same and arrow.target in self._same
            return (self._same[arrow.source], self._same[arrow.target]) if both else None

        return _paired(
            self.old.diagram.arrows,
            self.new.diagram.arrows,
            id_of=lambda arrow: arrow.id,
            old_key=ends,
            new_key=lambda arrow: (arrow.source, arrow.target),
        )

    def _arrow(self, old: Arrow, new: Arrow) -> Iterator[Difference]:
        before, after = self.old.arrow(old), self.new.arrow(new)
        for end, was, now in ((_FROM, old.source, new.source), (_TO, old.target, new.target)):
            if self._same.get(was) == now:  # though it may have another name
                before[end] = after[end]
        yield from _otherwise(new.id, _ends(self.new, new), before, after)

    def _sits_as_before(self, old: str, new: str) -> bool:
        """Whether an event is on the element that it was on, though that may have another name."""
        was, now = self.old.diagram.boundaries.get(old), self.new.diagram.boundaries.get(new)
        return was is not None and now is not None and self._same.get(was.attached_to) == now.attached_to

    def _ways_out(self, node: str) -> Ways:
        """Where the arrows out of something new lead."""
        arrows = (arrow for arrow in self.new.diagram.arrows if arrow.source == node)
        return tuple((self.new.condition(arrow), self.new.named(arrow.target)) for arrow in arrows)

    def _forms(self, old: str | None, new: str) -> Iterator[Difference]:
        before, after = _form(self.old.diagram, old), _form(self.new.diagram, new)
        of = (self.new.named(new),)
        for kind, parts_of in ((PartKind.FIELD, fields_of), (PartKind.BUTTON, buttons_of)):
            for difference in _parts(new, of, parts_of(before), parts_of(after)):
                yield replace(difference, part_kind=kind)


def _form(diagram: Diagram, node: str | None) -> Form:
    if node is None:
        return Form()
    if node == diagram.start_id:
        return diagram.start
    return diagram.steps[node].form if node in diagram.steps else Form()


def _parts(element: str, of: tuple[Named, ...], before: Sequence[Part], after: Sequence[Part]) -> Iterator[Difference]:
    pairs = _paired(before, after, id_of=lambda p: p.id, old_key=lambda p: p.label, new_key=lambda p: p.label)
    for old, new in pairs:
        if new is None:
            yield Difference(Change.WENT, element, of, part=old.label if old else "")
            continue
        if old is None:
            yield Difference(Change.CAME, element, of, part=new.label)
        for one in _otherwise(element, of, old.facets if old else {_LABEL: new.label}, new.facets):
            yield replace(one, part=new.label)
    both = [(old, new) for old, new in pairs if old and new]
    was = [new.label for old, new in sorted(both, key=lambda pair: before.index(pair[0]))]
    now = [new.label for _, new in both]
    if was != now:
        yield Difference(Change.MOVED, element, of, before=", ".join(was), after=", ".join(now))


def _otherwise(element: str, of: tuple[Named, ...], before: Facets, after: Facets) -> Iterator[Difference]:
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key), after.get(key)
        if was != now and not {was, now} <= NOTHING:
            yield Difference(Change.OTHERWISE, element, of, facet=key, before=was, after=now)


def _ends(diagram: Comparable, arrow: Arrow) -> tuple[Named, ...]:
    return (diagram.named(arrow.source), diagram.named(arrow.target))


def _paired(
    old: Sequence[T], new: Sequence[T], *, id_of: Callable[[T], str], old_key: KeyOf[T], new_key: KeyOf[T]
) -> list[Pair[T]]:
    """By id, of the rest by key, those of one key in order; as the newer has them, then what is on the older alone."""
    left = {id_of(one): one for one in old}
    same = {id_of(one): left.pop(id_of(one)) for one in new if id_of(one) in left}
    alike: defaultdict[Hashable, deque[T]] = defaultdict(deque)
    for one in left.values():
        alike[old_key(one)].append(one)
    alike.pop(None, None)
    pairs: list[Pair[T]] = []
    for one in new:
        other = same.get(id_of(one))
        if other is None and alike.get(new_key(one)):
            other = left.pop(id_of(alike[new_key(one)].popleft()))
        pairs.append((other, one))
    return [*pairs, *((one, None) for one in left.values())]
