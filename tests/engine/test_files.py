"""Attachments on disk: whole, or not there."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from engine.clock import system_clock
from engine.files import Files
from engine.model.correspondence import Upload


def test_what_a_full_disk_cuts_off_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    files = Files(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            files.keep(Upload("plan.pdf", b"indhold"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    _, sha256, _ = files.keep(Upload("plan.pdf", b"indhold"))
    assert files.content(sha256) == b"indhold"


def test_what_a_killed_process_left_half_written_is_swept_and_nothing_else(tmp_path: Path) -> None:
    files = Files(tmp_path)
    _, sha256, _ = files.keep(Upload("plan.pdf", b"indhold"))
    stray = tmp_path / sha256[:2] / "tmpab12"
    stray.write_bytes(b"indh")
    stray.with_name("tmpcd34").symlink_to("gone")  # as one that another server has renamed since it was listed
    assert files.sweep(system_clock()) == 0  # another process may be writing it
    assert files.sweep(system_clock() + timedelta(hours=2)) == 1
    assert not stray.exists() and files.content(sha256) == b"indhold"
    assert Files(tmp_path / "none").sweep(system_clock()) == 0
