"""`serve` as a person starts it: a process of its own, on an empty folder."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.ports import own_port

START = "from web.commands.serve import serve; serve()"
PATIENCE_SECONDS = 120


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAGSGANG_")}
    with own_port() as port:
        process = subprocess.Popen(
            [sys.executable, "-c", START, "--port", str(port)],
            env=kept | {"SAGSGANG_DATA_DIR": str(tmp_path / "data")},
            stderr=subprocess.PIPE,
            text=True,
        )
        yield process, f"http://127.0.0.1:{port}"
        process.kill()
        process.communicate()


def fetch(process: subprocess.Popen[str], address: str) -> str:
    """The page, once the process serves it."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return str(answer.read().decode())
        except OSError:  # nobody listens yet, or answers too late
            time.sleep(0.2)
    process.kill()
    raise AssertionError(f"nobody answers at {address}: {process.communicate()[1]}")


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))


def test_an_empty_folder_becomes_a_desk_that_stops_when_told(server: tuple[subprocess.Popen[str], str]) -> None:
    process, address = server
    page = fetch(process, f"{address}/log-ind")
    assert re.search(r"<h1>\s*Sagsgang", page) and "Demo" not in page
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_SECONDS) == 0
    assert "den første administrator oprettes med kommandoen sagsgang administrator." in words_of(page)
    told = process.stderr.read() if process.stderr else ""
    assert address in told and "sagsgang administrator makes the first administrator." in told
