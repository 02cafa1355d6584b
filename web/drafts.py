"""Uploaded diagrams that are not deployed yet: kept in the data folder for a day, each for the person who uploaded it.

A draft is a file; nothing of it stands in the database until it is deployed.
"""

import os
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engine.errors import NotFound
from web.here import desk, me, now

LIFE = timedelta(days=1)
MOST = 10  # of one person: the oldest make room
MAX_BYTES = 5_000_000  # what is larger is no diagram; the check says so
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Draft:
    """One uploaded file. `token` names it for whoever uploaded it, and for nobody else."""

    token: str
    content: bytes


def keep(content: bytes) -> Draft:
    """Keeps an upload of mine; raises ValueError for one that is too large to be kept."""
    if len(content) > MAX_BYTES:
        raise ValueError("larger than any diagram")
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_room()
    draft = Draft(secrets.token_urlsafe(16), content)
    path = _path(draft.token)
    path.write_bytes(content)
    stamp = now().timestamp()
    os.utime(path, (stamp, stamp))  # its age is counted by the desk's clock
    return draft


def get(token: str) -> Draft:
    """An upload of mine; raises NotFound for one that is too old, gone, or somebody else's."""
    path = _path(token)
    if not _TOKEN.fullmatch(token) or not path.is_file() or _is_old(path, now()):
        raise NotFound("Diagrammet er ikke gemt længere. Upload filen igen.")
    return Draft(token, path.read_bytes())


def drop(token: str) -> None:
    """Forgets an upload of mine, if there is one."""
    if _TOKEN.fullmatch(token):
        _path(token).unlink(missing_ok=True)


def _make_room() -> None:
    """Removes what is too old, whoever's it is, and my oldest where there are many."""
    there = sorted(_folder().glob("*.bpmn"), key=lambda path: path.stat().st_mtime)
    old = [path for path in there if _is_old(path, now())]
    mine = [path for path in there if path not in old and path.name.startswith(f"{me().id}-")]
    for path in (*old, *mine[: max(0, len(mine) - MOST + 1)]):
        path.unlink(missing_ok=True)


def _is_old(path: Path, at: datetime) -> bool:
    return at.timestamp() - path.stat().st_mtime > LIFE.total_seconds()


def _folder() -> Path:
    return desk().settings.data_dir / "drafts"


def _path(token: str) -> Path:
    return _folder() / f"{me().id}-{token}.bpmn"
