"""The wheel holds all that the product needs: it runs from an empty folder, without the checkout."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.fixtures.ports import own_port
from tests.fixtures.threads import PATIENCE_SECONDS

CHECKOUT = Path(__file__).parents[2]
LEFT = shutil.ignore_patterns("node_modules", "__pycache__", "*.egg-info")


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with what the wheel brings, and nothing else of the product."""
    source, wheels, installed = tmp_path / "source", tmp_path / "wheels", tmp_path / "installed"
    for name in ("engine", "web", "processes"):
        shutil.copytree(CHECKOUT / name, source / name, ignore=LEFT)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(CHECKOUT / name, source)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    build = (*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(source))
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = wheels.iterdir()
    subprocess.run((*pip, "install", "--no-deps", "--target", str(installed), str(wheel)), check=True)
    return installed


def test_the_wheel_serves_a_desk_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAGSGANG_")}
    environment |= {"PYTHONPATH": str(installed), "SAGSGANG_DATA_DIR": str(tmp_path / "desk")}
    script = "import engine, sys; from web.cli import main; assert 'installed' in engine.__file__; main()"
    with own_port() as port:
        command = [sys.executable, "-c", script, "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=empty, env=environment, stderr=subprocess.PIPE, text=True)
        try:
            page = answer(f"http://127.0.0.1:{port}/log-ind", server)
            assert "Ingen har en konto her endnu" in page
            for file in ("desk.css", "desk.js", "diagram.js", "LICENCES.txt"):
                assert answer(f"http://127.0.0.1:{port}/static/{file}", server), file
        finally:
            server.terminate()
            server.communicate(timeout=PATIENCE_SECONDS)
    check = subprocess.run(
        [sys.executable, "-c", script, "check", str(installed / "processes" / "case_support_to_operations.bpmn")],
        cwd=empty,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert check.returncode == 0, check.stderr
    assert (installed / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.mo").exists()


def answer(address: str, server: "subprocess.Popen[str]") -> str:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as found:
                return str(found.read().decode())
        except OSError:
            assert server.poll() is None and time.monotonic() < give_up, server.communicate()[1]
            time.sleep(0.1)
