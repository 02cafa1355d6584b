"""processes/README.md as values: the tables under its headings, cell by cell."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "processes" / "README.md"
CODE = re.compile(r"`([^`]+)`")

Table = list[tuple[str, ...]]


def tables(heading: str) -> list[Table]:
    """The tables of that section, each without its head."""
    text = README.read_text(encoding="utf-8")
    (section,) = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    blocks = re.findall(r"(?:^\|.*\n?)+", section, re.MULTILINE)
    return [[_cells(line) for line in block.strip().splitlines()[2:]] for block in blocks]


def codes(cell: str) -> list[str]:
    """What stands between backquotes."""
    return CODE.findall(cell)


def column(table: Table, number: int = 0) -> list[str]:
    """All that stands between backquotes in one column."""
    return [code for row in table for code in codes(row[number])]


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
