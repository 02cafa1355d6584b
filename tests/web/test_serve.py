"""`serve` as a person starts it: a process of its own, on an empty folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

START = "from web.commands.serve import serve; serve()"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAGSGANG_")}
    process = subprocess.Popen(
        [sys.executable, "-c", START, "--port", str(port)],
        env=kept | {"SAGSGANG_DATA_DIR": str(tmp_path / "data")},
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.communicate()


def fetch(address: str) -> str:
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"nobody answers at {address}")


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))


def test_an_empty_folder_becomes_a_desk_that_stops_when_told(server: tuple[subprocess.Popen[str], str]) -> None:
    process, address = server
    page = fetch(f"{address}/log-ind")
    assert re.search(r"<h1>\s*Sagsgang", page) and "Demo" not in page
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert "den første administrator oprettes med kommandoen sagsgang administrator." in words_of(page)
    told = process.stderr.read() if process.stderr else ""
    assert address in told and "sagsgang administrator makes the first administrator." in told
