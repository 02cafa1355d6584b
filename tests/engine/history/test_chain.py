"""Events in their chain: what is hashed, what is private, and how each is read back."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import orjson
import pytest
import rfc8785

import engine
from engine import Kind
from engine.history.chain import Head, Link, beginning, chain, digest
from engine.history.events.item_events import Completed, Edited, EntryWritten, Registered
from engine.history.parts import commitment, pointer, split
from engine.history.reading import NotReadable, opened, view
from engine.history.shape import Mixed, Part, Recorded, Subject, parts_of
from engine.history.types import TYPES, build
from engine.store.history import events
from tests.engine.history.test_canonical import COPENHAGEN, NOON
from tests.fixtures.house import House

DESK = "5f3c8d1e-0c8e-4c8f-9c59-0f6f2d9b8a11"
REGISTERED = Registered(changes={"subject": "Printer", "agent_id": 3, "deadline": NOON}, on_behalf_of="Mette Holm")
STEP = {"user_task": "u1", "element": "loes", "name": "Løs opgaven", "outcome": "videre", "instance": 4}
COMPLETED = Completed(
    **STEP,
    values=Mixed({"note": "Ring 12.", "hvem": 7, "svar/~": "ja"}, frozenset({"note", "svar/~"})),
    path=["loes", "valg"],
    choices=[(1, "flow_3", Mixed({"subject": "Printer", "agent": 3}, frozenset({"subject"})))],
)
ENTRY = EntryWritten(entry=9, kind="mail", text="Hej Lone", subject="Printer", recipients=["lone@x.dk"])
EVENTS: list[Recorded] = [REGISTERED, COMPLETED, ENTRY]


def chained(told: list[Recorded] = EVENTS, **given: Any) -> tuple[Link, ...]:
    salts = iter(range(1, 100))
    common: dict[str, Any] = {"desk": DESK, "at": NOON, "by": 3, "salts": lambda n: bytes([next(salts)] * n)}
    return chain(Subject.CASE, 7, Head(), told, **common | given)


# --- the chain ---


def test_the_hash_is_over_the_nine_names_as_rfc_8785_writes_them() -> None:
    previous = hashlib.sha256(rfc8785.dumps(["sagsgang", 1, DESK])).hexdigest()
    for link in chained(source="log:17"):
        envelope = {
            "at": "2026-03-02T12:00:00.000000Z",
            "by": 3,
            "data": orjson.loads(link.data),
            "format": 1,
            "previous": previous,
            "sequence": link.sequence,
            "source": link.source,
            "subject": ["case", 7],
            "type": link.type,
        }
        assert hashlib.sha256(rfc8785.dumps(envelope)).hexdigest() == link.hash
        previous = link.hash


def test_the_same_events_give_the_same_chain_and_a_chain_goes_on_where_it_stands() -> None:
    first, second, *_ = chained()
    assert chained()[:2] == (first, second)
    again = chain(Subject.CASE, 7, Head(1, first.hash), [COMPLETED], desk=DESK, at=NOON, by=3, salts=_salts_of(second))
    assert again == (second,)


def test_the_first_event_alone_carries_the_source() -> None:
    assert [link.source for link in chained(source="log:17")] == ["log:17", None, None]


def test_a_chain_of_another_desk_is_another_chain_from_its_beginning_on() -> None:
    assert beginning(DESK) != beginning(DESK.upper())
    assert chained()[0].hash != chained(desk=DESK.upper())[0].hash


def test_the_clock_s_zone_changes_no_hash() -> None:
    assert [x.hash for x in chained(at=NOON.astimezone(COPENHAGEN))] == [x.hash for x in chained()]


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": Subject.TASK},
        {"subject_id": 8},
        {"sequence": 2},
        {"type": "created"},
        {"at": NOON + timedelta(microseconds=1)},
        {"by": 4},
        {"by": None},
        {"source": "log:17"},
        {"format": 2},
        {"data": "{}"},
    ],
    ids=str,
)
def test_every_field_of_an_event_changes_its_hash(changed: dict[str, Any]) -> None:
    link, *_ = chained()
    assert digest(link, beginning(DESK)) == link.hash
    assert digest(replace(link, **changed), beginning(DESK)) != link.hash
    assert digest(link, "1" * 64) != link.hash


# --- what is private ---


def test_nothing_private_stands_in_what_is_hashed() -> None:
    texts = "".join(link.data for link in chained())
    for word in ("Printer", "Mette", "Ring 12", "Hej", "lone@x.dk", "Lone", "Tekst"):
        assert word not in texts
    for word in ("2026-03-02T12:00:00Z", "flow_3", "Løs opgaven", '"hvem":7', '"agent":3'):
        assert word in texts


def test_a_commitment_is_over_its_own_salt_and_the_canonical_value() -> None:
    for link in chained():
        commitments, beside = orjson.loads(link.data)["private"], orjson.loads(link.private or "{}")
        assert commitments.keys() == beside.keys()
        for at, (salt, *value) in beside.items():
            assert len(b64decode(salt)) == 16
            if value:
                assert commitment(b64decode(salt), value[0]) == commitments[at]
    salts = [kept[0] for link in chained() for kept in orjson.loads(link.private or "{}").values()]
    assert len(set(salts)) == len(salts)


def test_what_stands_in_another_row_has_its_salt_here_alone() -> None:
    (entry,) = chained()[2:]
    assert [len(kept) for kept in orjson.loads(entry.private or "").values()] == [2, 2, 1]
    assert opened(entry).seals["/text"].fits("Hej Lone") and not opened(entry).seals["/text"].fits("Hej")


def test_an_empty_field_is_left_out_and_a_column_that_was_emptied_is_not() -> None:
    data, private = split(Edited(reason="", on_behalf_of=None, changes={"agent_id": None, "blocking": False}))
    assert (data, private) == ('{"changes":{"agent_id":null,"blocking":false}}', None)


def test_an_event_is_read_as_it_was_told() -> None:
    registered, completed, entry = [opened(link) for link in chained()]
    assert registered.event == replace(REGISTERED, changes={**REGISTERED.changes, "deadline": "2026-03-02T12:00:00Z"})
    assert completed.event == COMPLETED
    assert entry.event == replace(ENTRY, text=None)
    assert not any(one.faults for one in (registered, completed, entry))


def test_a_page_sees_what_was_private_in_its_place() -> None:
    _, completed, *_ = chained()
    told = view(completed.data, completed.private)
    assert told["values"] == {"note": "Ring 12.", "hvem": 7, "svar/~": "ja"}
    assert told["choices"] == [[1, "flow_3", {"subject": "Printer", "agent": 3}]]
    assert "private" not in told
    for rubbish in ("", "7", "[1]", "null", "{", '{"a":1}'):
        assert isinstance(view(completed.data, rubbish), dict) and isinstance(view(rubbish, completed.private), dict)


def told_of(**beside: Any) -> Link:
    """The completed step with other private parts, whatever hash that would have."""
    _, completed, *_ = chained()
    return replace(completed, private=orjson.dumps(beside, option=orjson.OPT_SORT_KEYS).decode())


def parts() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = orjson.loads(chained()[1].private or "")
    return found


NOTE, ANSWER = "/values/note", pointer("values", "svar/~")


def _short(kept: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The trap of a salt without a fixed length: salt + "1" before 23 is salt before 123."""
    return {**kept, NOTE: [b64encode(b64decode(kept[NOTE][0])[:15]).decode(), kept[NOTE][1]]}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda kept: {**kept, NOTE: kept[ANSWER], ANSWER: kept[NOTE]}, "er ændret."),
        (lambda kept: {**kept, NOTE: [kept[NOTE][0], "Ring 13."]}, "er ændret."),
        (lambda kept: {**kept, NOTE: [kept[ANSWER][0], kept[NOTE][1]]}, "er ændret."),
        (_short, "er ændret."),
        (lambda kept: {**kept, NOTE: [kept[NOTE][0] + "\n", kept[NOTE][1]]}, "er ændret."),
        (lambda kept: {**kept, NOTE: [kept[NOTE][0]]}, "er ændret."),
        (lambda kept: {**kept, NOTE: "x"}, "er ændret."),
        (lambda kept: {**kept, "/values/andet": kept[NOTE]}, "/values/andet er ændret."),
        (lambda kept: {at: value for at, value in kept.items() if at != NOTE}, f"{NOTE} mangler."),
    ],
)
def test_a_private_part_that_somebody_touched_is_found(change: Any, fault: str) -> None:
    faults = opened(told_of(**change(parts()))).faults
    assert faults and any(str(one).endswith(fault) for one in faults)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"type": "rubbish"}, "Typen “rubbish” findes ikke."),
        ({"format": 2}, "Formatet 2 findes ikke."),
        ({"data": '{"andet":1}'}, "Feltet “andet” findes ikke."),
        ({"data": "{}"}, "Den siger ikke alt, som den skal."),
        ({"data": '{"a":1,"a":1}'}, "Den er ikke skrevet, som historikken skrives."),
        ({"data": '{"b":1,"a":1}'}, "Den er ikke skrevet, som historikken skrives."),
        ({"data": "[1]"}, "Den er ikke skrevet, som historikken skrives."),
        ({"data": "rubbish"}, "Den er ikke skrevet, som historikken skrives."),
        ({"private": '{"/a": 1}'}, "Den er ikke skrevet, som historikken skrives."),
    ],
    ids=str,
)
def test_what_this_version_does_not_know_is_not_read(changed: dict[str, Any], why: str) -> None:
    _, completed, *_ = chained()
    with pytest.raises(NotReadable) as found:
        opened(replace(completed, **changed))
    assert str(found.value.args[0]) == why


# --- the table of types ---


def test_an_unknown_detail_and_a_missing_one_are_refused_before_anything_is_written() -> None:
    with pytest.raises(TypeError):
        build(Subject.CASE, "edited", {"whatever": 1})
    with pytest.raises(TypeError):
        build(Subject.CASE, "started", {"instance": 1})
    with pytest.raises(TypeError):
        split(Completed(**STEP, values=Mixed({"grad": 0.5})))


def test_every_private_field_says_so_in_its_metadata() -> None:
    for class_ in {class_ for types in TYPES.values() for class_ in types.values()}:
        private = {f.name for f in fields(class_) if f.metadata.get("private")}
        assert private == {name for name, part in parts_of(class_) if part != Part.PUBLIC}
        assert {"on_behalf_of", "changes"} <= private


# --- through a database ---


def test_an_event_reads_back_as_it_was_hashed_with_times_typed_in_another_zone(house: House) -> None:
    deadline = (house.clock() + timedelta(days=3)).astimezone(COPENHAGEN)
    case = house.register("anders", "Netværk", deadline=deadline)
    later = {"deadline": deadline + timedelta(hours=1)}
    engine.edit_case(house.desk, case.id, later, reason="Aftalt med Gitte.", by=house.by("anders"))
    first, *others = engine.history_of(house.desk, Kind.CASE, case.id)
    last = next(event for event in others if event.type == "edited")
    assert first.details["changes"]["deadline"] == [None, "2026-03-05T08:00:00Z"]
    assert last.details["changes"]["deadline"] == ["2026-03-05T08:00:00Z", "2026-03-05T09:00:00Z"]
    with house.desk.reading() as connection:
        links = list(events.links_between(connection, Kind.CASE, case.id, case.id))
    previous = beginning(house.desk.uuid)
    for link in links:
        assert digest(link, previous) == link.hash
        previous = link.hash


def test_a_clock_that_was_put_back_turns_no_case_s_time(house: House) -> None:
    case = house.keep("anders")
    before = house.clock()
    house.clock.set(before - timedelta(hours=1))
    engine.edit_case(house.desk, case.id, {"subject": "Skærm"}, by=house.by("anders"))
    engine.write_comment(house.desk, Kind.CASE, case.id, "Ringet op.", by=house.by("anders"))
    assert {event.at for event in engine.history_of(house.desk, Kind.CASE, case.id)} == {before}
    house.clock.set(before)


def test_two_events_of_one_page_say_what_stood_there_before(house: House) -> None:
    """Also where an event between them, of a type that the page leaves out, changed it."""
    case = house.keep("anders")
    for subject in ("Skærm", "Tastatur"):
        engine.edit_case(house.desk, case.id, {"subject": subject}, by=house.by("anders"))
    with house.desk.reading() as connection:
        found: dict[str, Any] = {"before": None, "without": ()}
        page = events.newest(connection, Kind.CASE, case.id, **found, limit=1)
        every = events.newest(connection, Kind.CASE, case.id, **found, limit=None)
    assert [event.details["changes"]["subject"] for event in page] == [["Skærm", "Tastatur"]]
    assert every == engine.history_of(house.desk, Kind.CASE, case.id)[::-1]
    assert every[1].details["changes"]["subject"] == ["Printer skriver ikke", "Skærm"]


def _salts_of(link: Link) -> Any:
    kept = orjson.loads(link.private or "{}")
    order: Iterator[bytes] = iter(sorted(b64decode(one[0]) for one in kept.values()))
    return lambda _n: next(order)
