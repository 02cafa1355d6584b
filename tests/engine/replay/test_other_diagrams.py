"""A replay knows no diagram: one with fields of its own, all required and of every plain type, is filled in by type."""

from pathlib import Path

import engine
from engine import Status
from tests.engine.replay.conftest import Replay

FILE = Path(__file__).parents[3] / "processes" / "case_support_to_operations.bpmn"
REQUIRED = '<camunda:validation><camunda:constraint name="required" config="true"/></camunda:validation>'
FIELDS = (
    f'<camunda:formField id="q_text" label="Sted" type="string">{REQUIRED}</camunda:formField>'
    f'<camunda:formField id="q_long" label="Antal" type="long">{REQUIRED}</camunda:formField>'
    f'<camunda:formField id="q_flag" label="Læst" type="boolean">{REQUIRED}</camunda:formField>'
    f'<camunda:formField id="q_date" label="Dag" type="date">{REQUIRED}</camunda:formField>'
    f'<camunda:formField id="q_kind" label="Art" type="enum">{REQUIRED}'
    '<camunda:value id="q_a" name="A"/><camunda:value id="q_b" name="B"/></camunda:formField>'
)


def test_required_fields_of_the_diagrams_own(short: Replay) -> None:
    engine.install(short.desk)
    content = FILE.read_text(encoding="utf-8").replace("<camunda:formData>", f"<camunda:formData>{FIELDS}")
    changed = engine.deploy(short.desk, content.encode(), by=None, note="Flere felter")
    told = short.play().summary(0).to_json()
    assert {rule: one["count"] for rule, one in told["refused"].items()} == {"R130": 3}
    case = short.case("K004")
    assert case.status == Status.CLOSED
    assert {"q_text": "Genafspilning: Række", "q_long": "0", "q_flag": "True", "q_kind": "q_a"}.items() <= {
        name: str(value)[:20] for name, value in case.extra.items()
    }.items()
    used = {e.details["definition"] for e in engine.history_of(short.desk, case.kind, case.id) if e.type == "started"}
    assert used == {changed.id}
