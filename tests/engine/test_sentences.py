"""Sentences that are kept: with their parts they can be told in another language, and only as what they say."""

from typing import Any

import pytest

from engine.sentences import Sentence, parts_of, said_in, say, with_parts

ENGLISH = {"den venter på %(who)s: %(why)s": "it waits for %(who)s: %(why)s", "intet svar": "no answer"}
WAITS = say("den venter på %(who)s: %(why)s", who="Pia 100 %", why=say("intet svar"))


def test_a_kept_sentence_is_told_in_another_language() -> None:
    kept = with_parts(str(WAITS), parts_of(WAITS))
    assert kept == WAITS and isinstance(kept, Sentence)
    assert said_in(kept, lambda template: ENGLISH[template]) == "it waits for Pia 100 %: no answer"


def test_somebody_s_own_words_have_no_parts() -> None:
    assert parts_of("hej %(who)s") is None
    assert with_parts("hej %(who)s", None) == "hej %(who)s"


@pytest.mark.parametrize(
    "parts",
    [
        ["den er sendt", {}],
        ["den venter på %(who)s", {}],
        ["den venter på %(who)s: %(why)s", {"who": "Pia 100 %", "why": ["et andet svar", {}]}],
        ["%(who)d", {"who": "x"}],
        [7, {}],
        ["%s"],
        {"a": 1},
        "xy",
        7,
    ],
)
def test_parts_that_say_something_else_are_none(parts: Any) -> None:
    kept = with_parts(str(WAITS), parts)
    assert kept == WAITS and not isinstance(kept, Sentence)
