"""The way an instance took, in words: which arrow was taken out of a choice."""

from datetime import UTC, datetime
from typing import Any

import engine
from engine import Kind
from engine.audit.instances import visits
from engine.diagrams import read
from engine.model.events import Event
from engine.model.instances import Instance, InstanceState
from tests.browser.redrawn import W3
from tests.fixtures.house import House

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DIAGRAM = read(W3.read_bytes())
INSTANCE = Instance(1, 1, Kind.CASE, 1, 1, InstanceState.RUNNING, 1, AT, None)


def outcomes(path: list[str], *, offered: str = "") -> dict[str, str]:
    details: dict[str, Any] = {"instance": 1, "path": path}
    if offered:
        details["offered"] = [{"user_task": "x", "element": offered, "name": "X"}]
    event = Event(Kind.CASE, 1, 1, "started", AT, 1, None, details, "", None)
    return {visit.element: visit.outcome for visit in visits(DIAGRAM, [event], INSTANCE)}


def test_the_arrow_is_told_by_its_name_or_by_where_it_leads(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    sight = engine.look_at(house.desk, case.kind, case.id, by=house.id("anders"))
    visits = engine.history_of_page(house.desk, sight, limit=None).visits
    way = {visit.name: visit.outcome for visit in visits}
    assert way["Genåbnet?"] == "nej" and way["Direkte aftalt med agent?"] == "nej"
    assert way["Dispatcher i drift tildeler til agent"] == "Tildel"
    assert way["Sag tildeles til hovedteam i drift"] == ""  # no choice
    arrow = next(a for a in DIAGRAM.arrows if a.source == "hvad_goer_dispatcheren" and a.target == "tildel_valgt_agent")
    assert way["Hvad nu?"] == arrow.name
    gateways = {visit.name for visit in visits if visit.is_gateway}
    assert gateways == {"Genåbnet?", "Direkte aftalt med agent?", "Hvad nu?"}


def test_an_arrow_into_a_step_that_waits_is_known(house: House) -> None:
    told = outcomes(["er_det_direkte_aftalt"], offered="dispatcher_fordeler")
    assert told["er_det_direkte_aftalt"] == "nej"


def test_where_the_path_does_not_say_nothing_is_told() -> None:
    assert outcomes(["er_det_direkte_aftalt"]) == {"er_det_direkte_aftalt": ""}
    both = ["er_det_direkte_aftalt", "x", "tildel_aftalt_agent", "dispatcher_fordeler"]
    assert outcomes(both)["er_det_direkte_aftalt"] == ""
    one = ["er_det_direkte_aftalt", "x", "tildel_aftalt_agent"]
    assert outcomes(one)["er_det_direkte_aftalt"] == "ja"


def test_an_arrow_without_a_name_is_told_by_its_target() -> None:
    arrows = [a for a in DIAGRAM.arrows if a.source == "hvad_goer_opretteren"]
    diagram = read(W3.read_bytes().replace(f'name="{arrows[0].name}"'.encode(), b'name=""'))
    event = Event(
        Kind.CASE,
        1,
        1,
        "started",
        AT,
        1,
        None,
        {"instance": 1, "path": [arrows[0].source, arrows[0].target]},
        "",
        None,
    )
    (first, *_) = visits(diagram, [event], INSTANCE)
    assert first.outcome == f"→ {DIAGRAM.names[arrows[0].target]}"
