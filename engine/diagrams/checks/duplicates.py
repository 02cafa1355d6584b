"""What may be said only once: of two conditions or parameters of one name one would win, and nobody sees which."""

from collections import Counter
from collections.abc import Iterator, Mapping

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import problem_at
from engine.diagrams.drawing import Drawing, Element, local
from engine.diagrams.problems import Problem
from engine.sentences import say

SAID_TWICE = check_rule("said-twice")

# Element → children of which one alone may stand in it, whichever it is.
_ONE_OF: Mapping[str, frozenset[str]] = {
    "sequenceFlow": frozenset({"conditionExpression"}),
    v.BOUNDARY: frozenset({"timerEventDefinition", "messageEventDefinition"}),
    "timerEventDefinition": frozenset({"timeDate"}),
}
# Element → the attribute in which its children differ.
_APART_BY: Mapping[str, str] = {"inputOutput": "name", "properties": "id", "validation": "name"}


def check_duplicates(drawing: Drawing) -> Iterator[Problem]:
    for element in drawing.process.iter("*"):
        what = local(element)
        if what in _ONE_OF:
            yield from _said(element, [local(e) for e in element.iterchildren("*") if local(e) in _ONE_OF[what]][1:])
        elif what in _APART_BY:
            counted = Counter(child.get(_APART_BY[what], "") for child in element.iterchildren("*"))
            yield from _said(element, [name for name, count in counted.items() if count > 1])


def _said(element: Element, again: list[str]) -> Iterator[Problem]:
    if again:
        what = again[0][:80] or say("Det samme")
        sentence = say("%(what)s står flere gange her, og kun én af dem bliver læst.", what=what)
        yield problem_at(element, SAID_TWICE, sentence, "Behold den, der skal gælde, og fjern de andre.")
