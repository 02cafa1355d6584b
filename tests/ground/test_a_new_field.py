"""A field of the case is one row, one migration and one translation: a copy of the product gets one, and knows it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from engine.store import schema_newest

CHECKOUT = Path(__file__).parents[2]
LEFT = shutil.ignore_patterns("node_modules", "__pycache__", "*.egg-info", "*.mo")
BESIDE = '    closed_at: datetime | None = row("Lukket"'
ROW = """    location: str = row(
        "Lokation", "string", filled_by=("string",), editable=True, limit=60, private=True, default=""
    )
"""
MIGRATION = f'''"""Where a case is about."""

import sqlalchemy as sa
from alembic import op

revision = "9.9999"
down_revision = "{schema_newest()}"


def upgrade() -> None:
    op.add_column("cases", sa.Column("location", sa.String(60), nullable=False, server_default=""))
'''
TRANSLATION = '\nmsgid "Lokation"\nmsgstr "Location"\n'
STORY = "tests/ground/new_field_story.py"


def test_a_field_of_the_case_is_one_row_one_migration_and_one_translation(tmp_path: Path) -> None:
    copy = tmp_path / "product"
    for name in ("engine", "web", "processes", "tests"):
        shutil.copytree(CHECKOUT / name, copy / name, ignore=LEFT)
    shutil.copy(CHECKOUT / "pyproject.toml", copy)

    items = copy / "engine" / "model" / "items.py"
    before, beside, after = items.read_text("utf-8").partition(BESIDE)
    assert beside
    items.write_text(before + ROW + beside + after, "utf-8")
    (copy / "engine" / "store" / "migrations" / "versions" / "9999_location.py").write_text(MIGRATION, "utf-8")
    with (copy / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po").open("a", encoding="utf-8") as english:
        english.write(TRANSLATION)

    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts=", STORY],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0 and "1 passed" in told.stdout, told.stdout + told.stderr
