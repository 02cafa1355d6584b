"""The registry of rules: which speak at which moment, and how their words are taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.errors import Caution, Refused
from engine.texts.lines import tidy

M = TypeVar("M")
Verdict = Refused | Caution | None


@dataclass(frozen=True)
class Rule:
    """A rule of the catalogue at one kind of moment."""

    number: str
    moment: type
    speak: Callable[[Any], Verdict]


@dataclass(frozen=True)
class Deviation:
    """A rule of kind W that was overridden, with the reason given: it goes into the history."""

    rule: str
    sentence: str
    reason: str


RULES: list[Rule] = []


def rule(number: str, *moments: type[M]) -> Callable[[Callable[[M], Verdict]], Callable[[M], Verdict]]:
    """Registers a function as that rule at those moments; the same function twice is an error."""

    def register(function: Callable[[M], Verdict]) -> Callable[[M], Verdict]:
        for moment in moments:
            if any(r.moment is moment and r.speak is function for r in RULES):
                raise ValueError(f"{number} is registered twice for {moment.__name__}")
            RULES.append(Rule(number, moment, function))
        return function

    return register


def speak(moment: object) -> tuple[Refused | Caution, ...]:
    """What the rules say of this moment."""
    kind = type(moment)
    verdicts = [r.speak(moment) for r in RULES if r.moment is kind]
    return tuple(v for v in verdicts if v is not None)


@dataclass(frozen=True)
class Judgement:
    """What passing a moment costs: deviations with their reasons, and the cautions whose reason is still missing."""

    deviations: tuple[Deviation, ...]
    missing: tuple[Caution, ...]


def judge(moment: object, overrides: Mapping[str, str]) -> Judgement:
    """Asks the rules of a moment; raises Refused for the first that forbids it. `overrides` is {rule: reason}."""
    verdicts = speak(moment)
    for verdict in verdicts:
        if isinstance(verdict, Refused):
            raise verdict
    cautions = {v.rule: v for v in verdicts if isinstance(v, Caution)}
    reasons = {number: tidy(overrides.get(number, "")) for number in cautions}
    overridden = (caution for caution in cautions.values() if reasons[caution.rule] and caution.needs_reason)
    given = tuple(Deviation(caution.rule, caution.sentence, reasons[caution.rule]) for caution in overridden)
    return Judgement(given, tuple(c for c in cautions.values() if not reasons[c.rule]))


def may(moment: object) -> Refused | None:
    """The refusal that a button for this moment must show, if any."""
    return next((v for v in speak(moment) if isinstance(v, Refused)), None)
