"""`sagsgang --help` costs next to nothing: the engine and the web are imported by the commands that need them."""

import subprocess
import sys

HELP = "import sys; from web.cli import sagsgang; sagsgang(['--help'], standalone_mode=False); print(len(sys.modules))"


def test_it_imports_neither_the_engine_nor_the_web() -> None:
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", HELP], capture_output=True, text=True, check=True)
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert not imported & {"engine", "engine.errors", "flask", "sqlalchemy", "SpiffWorkflow", "waitress"}
    assert "serve" in done.stdout
    assert int(done.stdout.split()[-1]) < 300
