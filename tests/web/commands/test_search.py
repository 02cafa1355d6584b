"""`sagsgang search rebuild`, as an administrator runs it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import engine
from tests.fixtures.house import House
from web.cli import sagsgang


def test_the_index_is_made_anew_from_the_console(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = house.keep("anders", subject="Xylofon")
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", house.desk.settings.database_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(tmp_path / "files"))
    done = CliRunner().invoke(sagsgang, ["search", "rebuild"])
    assert (done.exit_code, done.stdout) == (0, "1 sag kan søges.\n"), done.output
    (hit,) = engine.search_written(house.desk, "xylofoner", by=house.id("anders")).hits
    assert hit.case.number == case.number
