"""How the rules' words are taken: a refusal stops, a caution asks for a reason and keeps it."""

import pytest

from engine.errors import Refused
from engine.rules import Closing, judge, may
from engine.rules.acting import operations_never_closes_what_support_created
from engine.rules.registry import RULES, rule
from tests.engine.rules.people import OMAR, a_case, facing
from tests.engine.rules.test_creating import a_new_task


def test_a_refusal_is_the_same_sentence_on_the_button_and_on_the_action() -> None:
    before = facing(OMAR, a_case())
    moment = Closing(before=before, after=before)
    shown = may(moment)
    with pytest.raises(Refused) as stopped:
        judge(moment, {"R126": "Det haster."})
    assert shown is not None
    assert (stopped.value.rule, stopped.value.sentence) == (shown.rule, shown.sentence)


def test_a_blank_reason_is_no_reason() -> None:
    judged = judge(a_new_task(agent_id=OMAR.id), {"R045": "   "})
    assert [asked.rule for asked in judged.missing] == ["R045"]
    assert judged.deviations == ()


def test_a_reason_for_a_rule_that_is_silent_is_kept_nowhere() -> None:
    assert judge(a_new_task(), {"R045": "aftalt"}).deviations == ()


def test_the_same_function_is_registered_once_a_moment() -> None:
    before = list(RULES)
    with pytest.raises(ValueError, match="R126 is registered twice for Closing"):
        rule("R126", Closing)(operations_never_closes_what_support_created)
    assert before == RULES
