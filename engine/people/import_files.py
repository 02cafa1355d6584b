"""Files of rows to be brought in: read whatever they hold, row by row, before anything is done with them.

A file is CSV with a header row: UTF-8 (with or without a byte order mark) or Windows-1252, its columns separated by
semicolons or commas. What is done with the rows is in `import_customers` and `import_people`.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.errors import Invalid
from engine.sentences import say
from engine.texts.lines import composed, one_line

MAX_BYTES = 50 * 1024 * 1024
MAX_COLUMNS = 100
MAX_CELL = 1_000  # characters
FORMULA = ("=", "@", "+", "-")  # what a spreadsheet would reckon with
Progress = Callable[[int], object]  # called with the number of rows that were just done


class RowOutcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True)
class Row:
    """`values` is {column: text} of the cells that are not empty; `problem` why the row cannot be read."""

    line: int
    values: Mapping[str, str]
    problem: str = ""

    def get(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True)
class ImportLine:
    """What would become of a row, or what became of it; `sentence` says why or what."""

    line: int
    outcome: RowOutcome
    name: str
    sentence: str = ""


def rows_of(content: bytes, columns: Sequence[str], needed: Sequence[str]) -> list[Row]:
    """The rows below the header; raises Invalid with one sentence for a file that cannot be read at all."""
    text = _text(content)
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    header: list[str] = []
    try:
        for cells in reader:
            if not header:
                header = _header(cells, columns, needed)
            elif any(cell.strip() for cell in cells):
                rows.append(_row(reader.line_num, cells, header))
    except csv.Error:
        sentence = "Linje %(line)s: anførselstegnene passer ikke, eller en celle er for lang."
        raise _unreadable(say(sentence, line=reader.line_num)) from None
    if not header:
        raise _unreadable(say("Filen er tom. Den første linje skal navngive kolonnerne."))
    return rows


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise _unreadable(say("Filen fylder over %(most)s MB. Del den i flere.", most=MAX_BYTES // 1024 // 1024))
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise _unreadable(say("Linje %(line)s: filen er ikke CSV, men har nultegn. Gem den som CSV.", line=line))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(say("Filen er hverken UTF-8 eller Windows-1252. Gem den som CSV UTF-8."))


def _header(cells: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> list[str]:
    known = ", ".join(columns)
    if len(cells) > MAX_COLUMNS:
        raise _unreadable(say("Filen har %(count)s kolonner. Kolonnerne er: %(known)s.", count=len(cells), known=known))
    header = [one_line(cell).casefold() for cell in cells]
    unknown = [cell for cell in header if cell not in columns]
    if unknown:
        name = unknown[0][:100]
        raise _unreadable(say("Kolonnen “%(name)s” kendes ikke. Kolonnerne er: %(known)s.", name=name, known=known))
    if len(set(header)) < len(header):
        raise _unreadable(say("En kolonne står der to gange. Kolonnerne er: %(known)s.", known=known))
    for column in needed:
        if column not in header:
            raise _unreadable(say("Kolonnen “%(name)s” mangler.", name=column))
    return header


def _row(line: int, cells: Sequence[str], header: Sequence[str]) -> Row:
    if len(cells) > len(header):
        sentence = "Rækken har %(count)s celler, men der er %(columns)s kolonner."
        return Row(line, {}, say(sentence, count=len(cells), columns=len(header)))
    values = {column: composed(cell).strip() for column, cell in zip(header, cells, strict=False) if cell.strip()}
    for column, cell in values.items():
        if len(cell) > MAX_CELL:
            return Row(line, {}, say("“%(column)s” er for lang.", column=column))
        if cell.startswith(FORMULA) and not (column == "telefon" and cell.startswith("+")):
            sentence = "“%(column)s” er en formel: %(cell)s. Skriv teksten selv."
            return Row(line, {}, say(sentence, column=column, cell=cell[:40]))
    return Row(line, values)


def _unreadable(sentence: str) -> Invalid:
    return Invalid({"": sentence})


def must_be_right(lines: Sequence[ImportLine]) -> None:
    """Raises Invalid where a row is wrong: a file is brought in whole or not at all."""
    wrong = sum(line.outcome is RowOutcome.WRONG for line in lines)
    if wrong:
        one = say("1 række er forkert. Intet er gemt.")
        raise _unreadable(one if wrong == 1 else say("%(count)s rækker er forkerte. Intet er gemt.", count=wrong))
