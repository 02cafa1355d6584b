"""What is otherwise in one diagram than in another, in words. Pure.

Elements, fields, buttons and arrows are the same where they have the same id, else where they have the same name: so a
diagram that was drawn anew is compared too. What `Diagram` leaves out (where things stand, remarks) is not looked at.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from engine.diagrams import vocabulary as v
from engine.diagrams.wording import FROM, GUIDE, KIND, LABEL, NAME, ON, TO, Facets, Part, Reader, buttons_of, fields_of
from engine.model.diagrams import Arrow, Diagram, Form
from engine.sentences import say

# what appears, and what goes, by the BPMN element's name
CAME: Mapping[str, str] = {
    v.START: say("Ny start"),
    v.USER: say("Nyt trin"),
    v.SERVICE: say("Ny handling"),
    v.SEND: say("Ny besked"),
    v.EXCLUSIVE: say("Nyt valg"),
    v.PARALLEL: say("Nye parallelle veje"),
    v.BOUNDARY: say("Ny begivenhed"),
    v.END: say("Ny slutning"),
}
WENT: Mapping[str, str] = {
    v.START: say("Starten er fjernet"),
    v.USER: say("Trinnet er fjernet"),
    v.SERVICE: say("Handlingen er fjernet"),
    v.SEND: say("Beskeden er fjernet"),
    v.EXCLUSIVE: say("Valget er fjernet"),
    v.PARALLEL: say("De parallelle veje er fjernet"),
    v.BOUNDARY: say("Begivenheden er fjernet"),
    v.END: say("Slutningen er fjernet"),
}
_SAID_ALREADY = frozenset({NAME, KIND, GUIDE})  # of what is new

T = TypeVar("T")
Pair = tuple[T | None, T | None]  # (on the older, on the newer)
Key = Callable[[T], Hashable]  # None is no key


@dataclass(frozen=True)
class Difference:
    """One thing that is otherwise. `what`, `before` and `after` are in words; "" is nothing.

    `element` is an id on the newer drawing; "" for the process as a whole, and for what is on the older one alone.
    """

    element: str
    name: str
    what: str
    before: str = ""
    after: str = ""


def differences(before: Diagram, after: Diagram) -> tuple[Difference, ...]:
    """Everything that is otherwise: the process, its elements as the newer file has them, what is gone, the arrows."""
    comparison = _Comparison(Reader(before), Reader(after))
    return (*comparison.process(), *comparison.nodes(), *comparison.arrows())


class _Words(NamedTuple):
    """How a field, or a button, is told of: `own` is one of its facets."""

    came: Callable[[str], str]
    went: Callable[[str], str]
    own: Callable[[str, str], str]
    order: str


_FIELD = _Words(
    came=lambda name: say("Nyt felt: ”%(name)s”", name=name),
    went=lambda name: say("Feltet ”%(name)s” er fjernet", name=name),
    own=lambda name, what: say("Feltet ”%(name)s”: %(what)s", name=name, what=what),
    order=say("Felternes rækkefølge"),
)
_BUTTON = _Words(
    came=lambda name: say("Ny knap: ”%(name)s”", name=name),
    went=lambda name: say("Knappen ”%(name)s” er fjernet", name=name),
    own=lambda name, what: say("Knappen ”%(name)s”: %(what)s", name=name, what=what),
    order=say("Knappernes rækkefølge"),
)


@dataclass(frozen=True, eq=False)
class _Comparison:
    old: Reader
    new: Reader

    def process(self) -> Iterator[Difference]:
        yield from _otherwise("", self.new.diagram.name, self.old.process(), self.new.process())

    def nodes(self) -> Iterator[Difference]:
        for old, new in self._nodes:
            if new is None:
                yield Difference("", self.old.called(old or ""), WENT[self.old.diagram.kinds[old or ""]])
                continue
            name = self.new.called(new)
            before, after = self.old.node(old) if old else {}, self.new.node(new)
            if old is None:
                yield Difference(new, name, CAME[self.new.diagram.kinds[new]], "", self._ways_out(new))
                before = {what: after[what] for what in _SAID_ALREADY if what in after}
            elif self._sits_as_before(old, new):
                before[ON] = after[ON]
            yield from _otherwise(new, name, before, after)
            yield from self._forms(old, new)

    def arrows(self) -> Iterator[Difference]:
        """Those out of an element that came or went are told of with it."""
        for old, new in self._arrows():
            if new is None:
                if old and old.source in self._same:
                    yield Difference("", _ends(self.old, old), say("Pilen er fjernet"))
            elif old:
                yield from self._arrow(old, new)
            elif new.source in self._same.values():
                yield Difference(new.id, _ends(self.new, new), say("Ny pil"), "", self.new.condition(new))

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
        for end, was, now in ((FROM, old.source, new.source), (TO, old.target, new.target)):
            if self._same.get(was) == now:  # though it may have another name
                before[end] = after[end]
        yield from _otherwise(new.id, _ends(self.new, new), before, after)

    def _sits_as_before(self, old: str, new: str) -> bool:
        """Whether an event is on the element that it was on, though that may have another name."""
        was, now = self.old.diagram.boundaries.get(old), self.new.diagram.boundaries.get(new)
        return was is not None and now is not None and self._same.get(was.attached_to) == now.attached_to

    def _ways_out(self, node: str) -> str:
        """Where the arrows out of something new lead."""
        ways = [arrow for arrow in self.new.diagram.arrows if arrow.source == node]
        told = [" ".join(filter(None, (self.new.condition(one), "→", self.new.called(one.target)))) for one in ways]
        return "; ".join(told)

    def _forms(self, old: str | None, new: str) -> Iterator[Difference]:
        name, before, after = self.new.called(new), _form(self.old.diagram, old), _form(self.new.diagram, new)
        yield from _parts(new, name, fields_of(before), fields_of(after), _FIELD)
        yield from _parts(new, name, buttons_of(before), buttons_of(after), _BUTTON)


def _form(diagram: Diagram, node: str | None) -> Form:
    if node is None:
        return Form()
    if node == diagram.start_id:
        return diagram.start
    return diagram.steps[node].form if node in diagram.steps else Form()


def _parts(
    element: str, name: str, before: Sequence[Part], after: Sequence[Part], words: _Words
) -> Iterator[Difference]:
    pairs = _paired(before, after, id_of=lambda p: p.id, old_key=lambda p: p.label, new_key=lambda p: p.label)
    for old, new in pairs:
        if new is None:
            yield Difference(element, name, words.went(old.label if old else ""))
            continue
        if old is None:
            yield Difference(element, name, words.came(new.label))
        for one in _otherwise(element, name, old.facets if old else {LABEL: new.label}, new.facets):
            yield replace(one, what=words.own(new.label, one.what))
    both = [(old, new) for old, new in pairs if old and new]
    was = [new.label for old, new in sorted(both, key=lambda pair: before.index(pair[0]))]
    now = [new.label for _, new in both]
    if was != now:
        yield Difference(element, name, words.order, ", ".join(was), ", ".join(now))


def _otherwise(element: str, name: str, before: Facets, after: Facets) -> Iterator[Difference]:
    for what in dict.fromkeys((*after, *before)):
        was, now = before.get(what, ""), after.get(what, "")
        if was != now:
            yield Difference(element, name, what, was, now)


def _ends(reader: Reader, arrow: Arrow) -> str:
    return f"{reader.called(arrow.source)} → {reader.called(arrow.target)}"


def _paired(
    old: Sequence[T], new: Sequence[T], *, id_of: Callable[[T], str], old_key: Key[T], new_key: Key[T]
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
