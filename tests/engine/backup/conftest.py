"""The desk's commands find PostgreSQL's client, as on a machine that has it."""

import pytest


@pytest.fixture(autouse=True)
def _client(postgresql_client: None) -> None:
    pass
