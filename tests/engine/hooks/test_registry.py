"""Subscribers: what they may do wrong, and that a step never pays for it."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from engine.hooks import NOTICE_KINDS, Failure, Notice, Occurrence, OccurrenceKind, built_in
from engine.model.occurrences import NOT_TOLD
from tests.engine.rules.people import DIRECTORY, DORTE, NOW, OMAR, a_case, a_task


def happened(kind: str = "assigned") -> Occurrence:
    return Occurrence(kind=kind, item=a_task(), case=a_case(), at=NOW, actor_id=DORTE.id, directory=DIRECTORY)


def says(agent_id: int) -> Notice:
    return Notice("assigned", agent_id, "Emne", "Tekst", "")


WORDLESS: Any = Notice("assigned", OMAR.id, None, "Tekst", "")  # type: ignore[arg-type]


def raises(_: Occurrence) -> Iterable[Notice]:
    raise OSError("nettet er nede")


def raises_halfway(_: Occurrence) -> Iterator[Notice]:
    yield says(DORTE.id)
    raise OSError("nettet er nede")


@pytest.mark.parametrize("subscriber", [raises, raises_halfway])
def test_one_that_raises_is_written_down_and_the_others_are_heard(subscriber: Any) -> None:
    hooks = built_in("")
    hooks.subscribe("assigned", "crm", subscriber)
    gathered = hooks.gather([happened()])
    assert gathered.failures == (Failure("crm", "assigned", "OSError: nettet er nede"),)
    assert [one.agent_id for one in gathered.notices] == [OMAR.id]


@pytest.mark.parametrize("answer", [None, 7, ["besked"], [None], [says(999)], [WORDLESS]])
def test_one_that_answers_with_anything_but_notices_to_people_has_failed(answer: Any) -> None:
    hooks = built_in("")
    hooks.subscribe("assigned", "crm", lambda _: answer)
    gathered = hooks.gather([happened()])
    assert [failure.name for failure in gathered.failures] == ["crm"]
    assert [one.agent_id for one in gathered.notices] == [OMAR.id]


def test_one_without_a_notice_is_fine() -> None:
    seen: list[Occurrence] = []

    def watch(occurrence: Occurrence) -> tuple[Notice, ...]:
        seen.append(occurrence)
        return ()

    hooks = built_in("")
    hooks.subscribe("closed", "watch", watch)
    assert hooks.gather([happened("closed")]) == hooks.gather([])
    assert [one.kind for one in seen] == ["closed"]


def test_a_kind_that_never_occurs_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="nothing of the kind 'opened' ever occurs"):
        built_in("").subscribe("opened", "crm", raises)


def test_a_name_is_given_once_a_kind() -> None:
    hooks = built_in("")
    hooks.subscribe("closed", "crm", raises)
    hooks.subscribe("solved", "crm", raises)
    with pytest.raises(ValueError, match="'crm' listens to 'closed' already"):
        hooks.subscribe("closed", "crm", raises)


def test_a_name_of_the_products_own_cannot_be_taken() -> None:
    with pytest.raises(ValueError, match="already"):
        built_in("").subscribe("assigned", "notice-assigned", raises)


def test_every_notice_of_the_product_can_be_switched_off_and_nothing_else_is_offered() -> None:
    silent = {kind for kind, row in NOTICE_KINDS.items() if row.subscriber is None}
    assert silent == {OccurrenceKind.SOLVED}  # that one a diagram's send task tells
    assert set(OccurrenceKind) - set(NOTICE_KINDS) == NOT_TOLD
