"""Gateways in the history: which arrow was taken, and what the conditions read."""

from pathlib import Path
from typing import Any

import orjson

import engine
from engine import By, Case, Kind, WorkItem
from engine.history.chain import Link
from engine.store.history import events
from tests.fixtures.house import House

EARLIER = Path(__file__).parents[1] / "diagrams" / "valid" / "tidligere-svar.bpmn"
PRIVATE = (
    b'><camunda:properties><camunda:property id="private" value="true" /></camunda:properties></camunda:formField>'
)


def choices(house: House, item: WorkItem) -> list[tuple[str, str, object]]:
    """(gateway, arrow, what was read) of every choice on the way of an item."""
    told = engine.history_of(house.desk, item.kind, item.id)
    return [
        (event.details["path"][place], flow, read)
        for event in told
        for place, flow, read in event.details.get("choices", ())
    ]


def links(house: House, kind: Kind, number: int) -> list[Link]:
    with house.desk.reading() as connection:
        return list(events.links_between(connection, kind, number, number))


def test_a_choice_names_its_arrow_and_the_values_that_its_conditions_read(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    found = choices(house, case)
    diagram = engine.diagram_of(house.desk, house.step(case).definition_id)
    arrows = {arrow.id: arrow.source for arrow in diagram.arrows}
    assert found and all(arrows[flow] == gateway for gateway, flow, _ in found)
    assert (
        "hvad_goer_dispatcheren",
        "fra_hvad_goer_dispatcheren_til_tildel_valgt_agent",
        {"outcome": "tildel"},
    ) in found
    assert ("er_den_genaabnet", "fra_er_den_genaabnet_til_tildel_til_hovedteam", {"reopened": False}) in found


def test_what_somebody_wrote_and_a_condition_read_is_committed_to_alone(house: House) -> None:
    diagram = next(p.newest for p in engine.processes(house.desk) if p.newest.key == "case_in_department")
    content = engine.content_of(house.desk, diagram.id)
    for sign in (b"!=", b"=="):
        condition = b"${agreed_agent %s None}" % sign
        assert condition in content
        content = content.replace(condition, b"${subject %s 'x'}" % sign)
    engine.deploy(house.desk, content, by=None, note="Læser emnet.")
    case = house.keep("anders")
    _, (gateway, _, read) = choices(house, case)
    assert (gateway, read) == ("er_det_direkte_aftalt", {"subject": "Printer skriver ikke"})
    started = next(link for link in links(house, Kind.CASE, case.id) if link.type == "started")
    data = orjson.loads(started.data)
    assert data["choices"][1][2] == {} and "/choices/1/2/subject" in data["private"]
    assert "Printer" not in started.data


def test_an_answer_that_the_diagram_says_is_private_is_committed_to_alone(house: House) -> None:
    """By its type it would stand in the event; in the choice that it decides it does not either."""
    content = EARLIER.read_bytes().replace(b"lille_proces", b"case_in_department")
    haster = b'id="haster" label="Haster det?" type="boolean"'
    assert haster in content
    engine.deploy(house.desk, content, by=None, note="Ikke privat.")
    told = answered(house, house.register("anders", "Servicedesk"))
    assert told["values"]["haster"] is True
    engine.deploy(house.desk, content.replace(haster + b" />", haster + PRIVATE), by=None, note="Privat.")
    told = answered(house, house.register("anders", "Servicedesk"))
    assert "haster" not in told.get("values", {}) and "/values/haster" in told["private"]


def answered(house: House, case: Case) -> dict[str, Any]:
    """What the event of its first completed step holds for all time."""
    engine.complete(house.desk, house.step(case).id, "faerdig", {"haster": True}, by=By(house.id("anders")))
    (completed,) = [link for link in links(house, Kind.CASE, case.id) if link.type == "completed"]
    found: dict[str, Any] = orjson.loads(completed.data)
    return found
