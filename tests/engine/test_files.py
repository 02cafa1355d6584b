"""Attachments on disk: whole, or not there."""

import os
from pathlib import Path

import pytest

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
