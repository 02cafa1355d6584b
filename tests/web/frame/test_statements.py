"""How much a page asks of the database: as many statements for a long case as for a short one (C12)."""

import pytest

import engine
from engine import Case, Kind
from engine.store.connection.counting import counting
from tests.fixtures.house import House
from tests.web.conftest import Visit


def statements(house: House, visit: Visit, path: str) -> int:
    anders = visit("anders").go(path)  # once before, so that what is kept in memory is there
    with counting(house.desk.database) as count:
        assert anders.go(path).status == 200
    return count.statements


def lengthen(house: House, case: Case, times: int) -> None:
    for number in range(times):
        engine.write_comment(house.desk, Kind.CASE, case.id, f"Kommentar {number}", by=house.by("anders"))
        engine.send_external(house.desk, case.id, f"Svar {number}", by=house.by("anders"))
        house.create_task(case, "anders", "Netværk")
    engine.index_waiting(house.desk)


@pytest.mark.parametrize(
    "path",
    ["/", "/overblik/venter", "/overblik/godkender", "/sager/1", "/sager/1?fane=opgaver", "/sager/1?fane=forloeb"]
    + ["/sager/1?vis=eksterne", "/beskeder", "/aabn?q=kabel"],
)
def test_a_page_asks_as_much_for_a_long_case_as_for_a_short_one(house: House, visit: Visit, path: str) -> None:
    case = house.keep("anders")
    lengthen(house, case, 2)
    few = statements(house, visit, path)
    lengthen(house, case, 12)
    assert few < 25
    assert statements(house, visit, path) <= few + 2  # what is kept in memory is looked after now and then
