"""What one process has reserved is free for the next one as soon as it is closed."""

import pytest

from engine.store import Database


def test_whoever_comes_after_the_end_of_another_is_let_in_at_once(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Database(database_url), Database(database_url)
    assert first.reserve("play")
    with monkeypatch.context() as slow:  # a server that has not noticed yet that the connection has ended
        slow.setattr(first.engine, "dispose", lambda: None)
        first.close()
        assert second.reserve("play")
    first.close()
    second.close()
