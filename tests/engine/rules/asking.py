"""How the tests ask the rules: through `judge`, as an action does, and through `may`, as a button does."""

import pytest

from engine import rules
from engine.errors import Caution, Refused


def numbers(moment: object) -> set[str]:
    """The numbers of the rules that have something to say."""
    return {verdict.rule for verdict in rules.speak(moment)}


def refusal(moment: object, number: str) -> Refused:
    """That rule's refusal of the moment, which stops the action and the button alike, whatever reasons are given."""
    spoken = [v for v in rules.speak(moment) if isinstance(v, Refused) and v.rule == number]
    assert spoken, f"{number} does not refuse this; {numbers(moment) or 'nobody'} speaks"
    with pytest.raises(Refused):
        rules.judge(moment, {number: "Det haster."})
    assert rules.may(moment) is not None
    return spoken[0]


def caution(moment: object, number: str) -> Caution:
    """That rule's caution, which passes with a reason, and the reason is kept; or by itself, where it only reminds."""
    asked = {v.rule: v for v in rules.judge(moment, {}).missing}
    assert number in asked, f"{number} does not warn of this; {numbers(moment) or 'nobody'} speaks"
    if not asked[number].needs_reason:  # D-25: said again, it passes, and nothing is kept
        again = rules.judge(moment, {number: "1"})
        assert number not in {v.rule for v in again.missing} and not again.deviations
        return asked[number]
    given = {d.rule: d.reason for d in rules.judge(moment, {number: " Aftalt i telefonen. "}).deviations}
    assert given == {number: "Aftalt i telefonen."}
    return asked[number]
