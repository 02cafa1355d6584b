"""A role and a kind of notice are one row of one table: nothing else spells them, and no row is missing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import engine
from engine import GIVEN_ROLES, NOTICE_KINDS
from engine.hooks import OccurrenceKind

ROOT = Path(engine.__file__).parents[1]
SOURCES = [
    *(ROOT / "engine").rglob("*.py"),
    *(file for file in (ROOT / "web").rglob("*.py") if "assets" not in file.parts),
]
TABLES = {"engine/model/roles.py", "engine/model/occurrences.py"}
ALSO = {
    ("web/cli.py", "administrator"),  # a command
    ("engine/operations.py", "notify"),  # a topic of diagrams
}
# kinds of notices that are words of nothing else: statuses and types of events have their own tables
OWN_WORDS = {*GIVEN_ROLES, *OccurrenceKind} - {"assigned", "completed", "overdue", "solved", "reopened", "closed"}


def spelled(file: Path) -> Iterator[tuple[str, int]]:
    """(word, line) of each text of the code that is one of those words alone."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Constant) and node.value in OWN_WORDS:
            yield node.value, node.lineno


def test_nothing_else_spells_a_role_or_a_kind_of_notice() -> None:
    found = {
        f"{place}:{line} {word}"
        for file in SOURCES
        if (place := file.relative_to(ROOT).as_posix()) not in TABLES
        for word, line in spelled(file)
        if (place, word) not in ALSO
    }
    assert found == set()


def test_no_template_spells_a_role() -> None:
    quoted = re.compile("|".join(f"['\"]{role}['\"]" for role in GIVEN_ROLES))
    assert [file.name for file in (ROOT / "web/templates").rglob("*.html") if quoted.search(file.read_text())] == []


def test_what_occurs_is_named_by_its_kind() -> None:
    """`deciding.occur(OccurrenceKind.READY, …)`, never with a text."""
    for file in (ROOT / "engine/flow").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "occur":
                assert not isinstance(node.args[0], ast.Constant), f"{file.name}:{node.lineno}"


@pytest.mark.parametrize(
    ("module", "cut"),
    [
        ("engine/model/roles.py", r"    Role\.AGENT: RoleRow.*\n"),
        ("engine/model/roles.py", r", Right\.SEE_VIEWINGS"),
        ("engine/hooks/notices.py", r"    _Kind\.READY: .*\n"),
    ],
)
def test_a_table_that_lacks_a_row_ends_the_start(module: str, cut: str) -> None:
    text, times = re.subn(cut, "", (ROOT / module).read_text())
    assert times == 1
    with pytest.raises(TypeError, match="is incomplete"):
        exec(compile(text, module, "exec"), {"__name__": "cut"})


def test_every_kind_of_notice_has_what_its_page_calls_it() -> None:
    assert all(row.label for row in NOTICE_KINDS.values())
