"""`forgotten.log`: who was forgotten, outside the database, so that a backup that is put back is made to forget again.

It lies in the data folder and in no backup, is its owner's alone and is only added to: one JSON object a line, {desk,
subject: [kind, id], begins, parts: [[sequence, path]], at, by, ground}, and nothing of what was forgotten. `begins` is
the hash of the subject's first event: a number that another got after an older backup was put back is another's.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine.errors import WrongSetting
from engine.history.events.erased_event import Ground
from engine.store.connection.database import make_private

NAME = "forgotten.log"


@dataclass(frozen=True)
class Forgotten:
    """One chain that was made to forget. `desk` is the desk's uuid, `by` an agent's number, `at` as events have it."""

    desk: str
    subject: tuple[str, int]
    begins: str
    parts: Sequence[Sequence[Any]]
    at: str
    by: int | None
    ground: str


def add(folder: Path, lines: Iterable[Forgotten]) -> None:
    """They are on disk afterwards."""
    text = "".join(json.dumps(asdict(line)) + "\n" for line in lines)
    file = folder / NAME
    folder.mkdir(parents=True, exist_ok=True)
    make_private(file)
    with file.open("r+b") as log:
        size = log.seek(0, os.SEEK_END)
        if size and not _ends_whole(log, size):
            text = f"\n{text}"  # a process was killed while it wrote
        log.seek(0, os.SEEK_END)
        log.write(text.encode())
        log.flush()
        os.fsync(log.fileno())


def read_register(file: Path) -> tuple[Forgotten, ...]:
    """Nothing where there is no file; a line that was cut short is none. Raises WrongSetting for another file."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        raise WrongSetting(f"{file} is no {NAME} of Sagsgang") from None
    return tuple(line for number, one in enumerate(text.split("\n"), 1) if (line := _line(file, number, one)))


def _line(file: Path, number: int, text: str) -> Forgotten | None:
    try:
        told = json.loads(text)
    except json.JSONDecodeError:
        if not text or text.startswith('{"desk"'):
            return None
        raise WrongSetting(f"{file}: line {number} is no line of a {NAME}") from None
    try:
        kind, of = told["subject"]
        return Forgotten(**told | {"subject": (str(kind), int(of)), "ground": Ground(told["ground"]).value})
    except (LookupError, TypeError, ValueError):
        raise WrongSetting(f"{file}: line {number} is no line of a {NAME}") from None


def _ends_whole(log: Any, size: int) -> bool:
    log.seek(size - 1)
    return bool(log.read(1) == b"\n")
