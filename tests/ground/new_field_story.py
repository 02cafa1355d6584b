"""What a copy of the product tells of a field that it was given: run by `test_a_new_field`, in that copy."""

from pathlib import Path

import engine
from engine import Kind
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.conftest import app as app
from tests.web.conftest import database_url as database_url
from tests.web.conftest import visit as visit

FIELD = (
    '<camunda:formField id="lokation" label="Lokation" type="string"><camunda:properties>'
    '<camunda:property id="sets" value="location" /></camunda:properties></camunda:formField>'
)
DIAGRAM = Path(engine.__file__).parents[1] / "processes" / "case_support_to_operations.bpmn"


def test_it_is_asked_for_edited_told_shown_and_kept_apart(house: House, visit: Visit) -> None:
    start, form, rest = DIAGRAM.read_text("utf-8").partition("<camunda:formData>")
    engine.deploy(house.desk, (start + form + FIELD + rest).encode(), by=None, note="Lokation")
    case = house.register("anders", "Netværk", location="  Rådhuset,  3. sal ")
    assert getattr(case, "location") == "Rådhuset, 3. sal"  # noqa: B009 - the checkout has no such field

    anders = visit("anders").go(f"/sager/{case.id}?ret=1")
    assert "Rådhuset, 3. sal" in anders.text
    anders.press("Gem rettelser", Lokation="Biblioteket")
    (edited,) = [event for event in engine.history_of(house.desk, Kind.CASE, case.id) if event.type == "edited"]
    assert edited.details["changes"] == {"location": ["Rådhuset, 3. sal", "Biblioteket"]}
    assert "rettede lokation fra Rådhuset, 3. sal til Biblioteket" in anders.go(f"/sager/{case.id}").text
    with house.desk.reading() as connection:
        public = connection.exec_driver_sql("SELECT data FROM events").scalars().all()
    assert not any("Biblioteket" in data for data in public), "a private value stands in its hashed part"

    with anders.client.session_transaction() as session:
        session["locale"] = "en"
    assert "Location" in anders.go(f"/sager/{case.id}").text
