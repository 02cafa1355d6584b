"""Uploaded diagrams that are not deployed yet: kept in the data folder for a day, each for the person who uploaded it.

An upload is a file; nothing of it stands in the database until it is deployed. Its first line says what it is, the rest
is the diagram as it came.
"""

import json
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.config import DRAFTS
from engine.errors import NotFound
from web.frame.request_context import desk, me, now

LIFE = timedelta(days=1)
MOST = 10  # of one person: the oldest make room
MAX_BYTES = 5_000_000  # what is larger is no diagram; the check says so
MAX_NAME = 100  # characters
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class UploadedDiagram:
    """One uploaded file. `token` names it for whoever uploaded it, and for nobody else.

    `file` is its name on their machine, `key` the id of the process in it, "" where there is none to read.
    """

    token: str
    file: str
    key: str
    kept_at: datetime

    @property
    def kept_until(self) -> datetime:
        return self.kept_at + LIFE


def keep(content: bytes, *, file: str, key: str) -> UploadedDiagram:
    """Keeps an upload of mine; raises ValueError for one that is too large to be kept."""
    if len(content) > MAX_BYTES:
        raise ValueError("larger than any diagram")
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_room()
    uploaded = UploadedDiagram(secrets.token_urlsafe(16), called(file), key, now())
    path = _path(uploaded.token)
    path.write_bytes(json.dumps({"file": uploaded.file, "key": uploaded.key}).encode() + b"\n" + content)
    stamp = uploaded.kept_at.timestamp()
    os.utime(path, (stamp, stamp))  # its age is counted by the desk's clock
    return uploaded


def called(file: str) -> str:
    """The name of a file as it can be shown, whatever the browser says."""
    name = file.replace("\\", "/").rpartition("/")[2]
    return "".join(filter(str.isprintable, name))[:MAX_NAME]


def get(token: str) -> UploadedDiagram:
    """An upload of mine; raises NotFound for one that is too old, gone, or somebody else's."""
    return _uploaded(_existing(token))


def content_of(token: str) -> bytes:
    """The diagram as it was uploaded; raises NotFound as `get` does."""
    return _existing(token).read_bytes().partition(b"\n")[2]


def mine() -> tuple[UploadedDiagram, ...]:
    """My uploads that wait to be deployed or discarded, newest first."""
    paths = [path for path in _there() if _is_mine(path) and not _is_old(path, now())]
    return tuple(map(_uploaded, reversed(paths)))


def drop(token: str) -> None:
    """Forgets an upload of mine, if there is one."""
    if _TOKEN.fullmatch(token):
        _path(token).unlink(missing_ok=True)


def _uploaded(path: Path) -> UploadedDiagram:
    with path.open("rb") as opened:
        told = json.loads(opened.readline())
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return UploadedDiagram(path.stem.partition("-")[2], told["file"], told["key"], at)


def _existing(token: str) -> Path:
    path = _path(token)
    if not _TOKEN.fullmatch(token) or not path.is_file() or _is_old(path, now()):
        raise NotFound("Diagrammet er ikke gemt længere. Upload filen igen.")
    return path


def _make_room() -> None:
    """Removes what is too old, whoever's it is, and my oldest where there are many."""
    there = list(_there())
    old = [path for path in there if _is_old(path, now())]
    mine = [path for path in there if path not in old and _is_mine(path)]
    for path in (*old, *mine[: max(0, len(mine) - MOST + 1)]):
        path.unlink(missing_ok=True)


def _there() -> Iterator[Path]:
    """Every kept file, oldest first."""
    yield from sorted(_folder().glob("*.draft"), key=_kept_at)


def _is_mine(path: Path) -> bool:
    return path.name.startswith(f"{me().id}-")


def _is_old(path: Path, at: datetime) -> bool:
    return at.timestamp() - _kept_at(path) > LIFE.total_seconds()


def _kept_at(path: Path) -> float:
    """Seconds since 1970; one that another request has removed meanwhile is too old."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _folder() -> Path:
    return desk().settings.data_dir / DRAFTS


def _path(token: str) -> Path:
    return _folder() / f"{me().id}-{token}.draft"
