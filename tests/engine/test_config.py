"""The key that signs sessions: made once, whole, and never empty."""

from pathlib import Path

import pytest

from engine.config import Settings
from engine.errors import WrongSetting
from tests.fixtures.threads import at_once


def key_in(folder: Path) -> str:
    return Settings.from_environment({"SAGSGANG_DATA_DIR": str(folder)}).secret_key


def test_it_is_made_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    assert len(key) >= 32 and key == key_in(tmp_path)
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_two_that_begin_at_once_have_the_same(tmp_path: Path) -> None:
    assert len(set(at_once(*[lambda: key_in(tmp_path)] * 40))) == 1


@pytest.mark.parametrize("left", ["", "\n", "for kort", "æøå" * 3])
def test_half_a_key_is_refused_with_what_to_do(tmp_path: Path, left: str) -> None:
    (tmp_path / "secret_key").write_text(left)
    with pytest.raises(WrongSetting, match="remove the file"):
        key_in(tmp_path)
