"""The way an instance took, in words: which arrow was taken out of a choice."""

from dataclasses import replace
from datetime import timedelta

import engine
from engine import Case
from engine.diagrams import read
from engine.model.diagrams import Diagram
from engine.model.instances import Instance
from engine.reading.trail import RUNS, Visit, follow
from engine.store.history import events
from tests.browser.redrawn import W3
from tests.fixtures.house import House

DIAGRAM = read(W3.read_bytes())


def way(house: House, case: Case, diagram: Diagram = DIAGRAM) -> tuple[Visit, ...]:
    """As somebody reads it who has this diagram before them."""
    instance = instance_of(house, case)
    with house.desk.reading() as connection:
        run = events.of_run(connection, case.kind, case.id, RUNS, since=instance.started_at)
    return follow(diagram, run, instance).way


def instance_of(house: House, case: Case) -> Instance:
    (instance,) = engine.look_at(house.desk, case.kind, case.id, by=house.id("anders")).instances
    return instance


def dispatched(house: House) -> Case:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    return case


def test_the_arrow_is_told_by_its_name_or_by_where_it_leads(house: House) -> None:
    case = dispatched(house)
    sight = engine.look_at(house.desk, case.kind, case.id, by=house.id("anders"))
    visits = engine.history_of_page(house.desk, sight, limit=None).visits
    assert visits == engine.trail_of(house.desk, instance_of(house, case)).way == way(house, case)
    told = {visit.name: visit.outcome for visit in visits}
    assert told["Genåbnet?"] == "nej" and told["Direkte aftalt med agent?"] == "nej"
    assert told["Dispatcher i drift tildeler til agent"] == "Tildel"
    assert told["Sag tildeles til hovedteam i drift"] == ""  # no choice
    arrow = next(a for a in DIAGRAM.arrows if a.source == "hvad_goer_dispatcheren" and a.target == "tildel_valgt_agent")
    assert told["Hvad nu?"] == arrow.name
    gateways = {visit.name for visit in visits if visit.is_gateway}
    assert gateways == {"Genåbnet?", "Direkte aftalt med agent?", "Hvad nu?"}


def test_an_arrow_without_a_name_is_told_by_its_target(house: House) -> None:
    case = dispatched(house)
    nameless = replace(DIAGRAM, arrows=tuple(replace(arrow, name="") for arrow in DIAGRAM.arrows))
    told = {visit.element: visit.outcome for visit in way(house, case, nameless)}
    assert told["hvad_goer_dispatcheren"] == f"→ {DIAGRAM.names['tildel_valgt_agent']}"


def test_a_step_waits_since_it_was_opened_also_after_it_was_offered_to_others(house: House) -> None:
    case = dispatched(house)
    opened = house.step(case).opened_at
    house.clock.advance(timedelta(hours=1))
    engine.set_active(house.desk, house.id("pia"), False, by=house.id("kaj"))
    assert "offered" in house.types(case)
    sight = engine.look_at(house.desk, case.kind, case.id, by=house.id("anders"))
    (waiting,) = [visit for visit in engine.history_of_page(house.desk, sight).visits if visit.waiting]
    assert waiting.entered_at == opened
