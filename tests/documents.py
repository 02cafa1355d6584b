"""The parts of the documents that are written from the code: `make docs` writes them, and tests compare them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.diagrams.check_rules import CHECK_RULES, CheckRule, Severity
from tests import house

ROOT = Path(__file__).parents[1]
_LONGEST = 60  # characters of an example in a table


@dataclass(frozen=True)
class Part:
    """A table or a fenced block, the first under a heading of a file; `written` says it as it is to be."""

    file: Path
    heading: str
    written: Callable[[], str]

    def now(self) -> str:
        """As it stands in the file."""
        return self._place(self.file.read_text(encoding="utf-8"))[0]

    def write(self) -> None:
        text = self.file.read_text(encoding="utf-8")
        self.file.write_text(text.replace(self._place(text)[0], self.written()), encoding="utf-8")

    def _place(self, text: str) -> re.Match[str]:
        start = re.search(rf"^## {re.escape(self.heading)}\n", text, re.MULTILINE)
        found = start and _BLOCK.search(text, start.end())
        assert found, f"{self.file}: no table and no drawing under {self.heading}"
        return found


_BLOCK = re.compile(r"(?:^\|[^\n]*\n)+|^```mermaid\n.*?^```\n", re.MULTILINE | re.DOTALL)


def check_rule_table() -> str:
    """One row a rule of the check: its id, its sentence, and its wrong and right example where they are short."""
    rows = (f"| {' | '.join(_cells(rule))} |\n" for rule in CHECK_RULES.values())
    return "| regel | siger | fx forkert | rigtigt |\n|---|---|---|---|\n" + "".join(rows)


def _cells(rule: CheckRule) -> tuple[str, ...]:
    sentence = rule.sentence if rule.severity is Severity.ERROR else f"{rule.sentence} (advarsel)"
    examples = (*rule.right, *rule.wrong)
    if len(examples) != 2 or rule.more or rule.times or not all(0 < len(text.strip()) <= _LONGEST for text in examples):
        return f"`{rule.id}`", sentence, "", ""
    return f"`{rule.id}`", sentence, f"`{rule.wrong[0].strip()}`", f"`{rule.right[0].strip()}`"


_ARCHITECTURE = ROOT / "docs" / "architecture.md"
PARTS = (
    Part(ROOT / "processes" / "README.md", "Kontrollen", check_rule_table),
    Part(_ARCHITECTURE, "The rooms", house.drawing),
    Part(_ARCHITECTURE, "Room by room", house.room_table),
    Part(_ARCHITECTURE, "The walls", house.wall_table),
)


if __name__ == "__main__":
    for part in PARTS:
        part.write()
