"""A backup file: a tar of the database, the desk's files and its secret key, with a manifest of their checksums.

Its members are `database`, `files/…` (as they lie in the data folder), `secret_key` unless the environment gives the
key, and `manifest.json`, the last one: {format, version, schema, dialect, made_at, members: {name: sha256}}.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from engine.errors import WrongSetting

FORMAT = 1
DATABASE, FILES, SECRET_KEY, MANIFEST = "database", "files/", "secret_key", "manifest.json"
PIECE = 1024 * 1024  # bytes
Tick = Callable[[int], object]  # told how many bytes were read or written


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `dialect` is "sqlite" or "postgresql"; `members` is {name: sha256}."""

    format: int
    version: str
    schema: str
    dialect: str
    made_at: str
    members: Mapping[str, str]


class Writer:
    """A backup that is being written; `members` grows with each."""

    def __init__(self, tar: tarfile.TarFile, made_at: datetime, tick: Tick):
        self.members: dict[str, str] = {}
        self._tar, self._made_at, self._tick = tar, made_at, tick

    def add(self, name: str, file: Path) -> None:
        """That file under that name; raises OSError where it cannot be read."""
        with file.open("rb") as source:
            self._put(name, source, file.stat().st_size)

    def add_text(self, name: str, text: str) -> None:
        content = text.encode()
        self._put(name, io.BytesIO(content), len(content))

    def _put(self, name: str, source: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(self._made_at.timestamp())
        counted = _Counted(source, self._tick)
        self._tar.addfile(info, counted)
        self.members[name] = counted.digest.hexdigest()


class _Counted:
    """A file that is read once: its checksum comes with it."""

    def __init__(self, source: IO[bytes], tick: Tick):
        self._source, self._tick, self.digest = source, tick, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        self._tick(len(piece))
        return piece


@contextmanager
def writing(file: Path, made_at: datetime, tick: Tick) -> Iterator[Writer]:
    """A new backup at `file`, which must be private to its owner already."""
    with file.open("wb") as raw:
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
            yield Writer(tar, made_at, tick)
        _put_on_disk(raw)


def manifest_text(manifest: Manifest) -> str:
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1)


def read_whole(file: Path, tick: Tick) -> Manifest:
    """The manifest of a backup in which every member is as it was written; raises WrongSetting with what is not."""
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(file, "r:") as tar:
            for member in tar:
                source = tar.extractfile(member) if member.isreg() else None
                if source is None or not _is_ours(member.name):
                    raise WrongSetting(f"{file} is no backup of Sagsgang: {member.name!r} does not belong in one")
                if member.name == MANIFEST:
                    manifest = _manifest(file, source.read(PIECE * 64))
                else:
                    found[member.name] = _checksum(source, tick)
    except (tarfile.TarError, EOFError) as error:
        raise WrongSetting(f"{file} is no whole backup: {error}") from None
    if manifest is None:
        raise WrongSetting(f"{file} is no whole backup: it has no {MANIFEST}")
    if found != dict(manifest.members):
        wrong = sorted(name for name in found | dict(manifest.members) if found.get(name) != manifest.members.get(name))
        raise WrongSetting(f"{file} is damaged: {', '.join(wrong[:3])} is not what was written")
    return manifest


def take_out(file: Path, folder: Path, tick: Tick) -> None:
    """Every member below `folder`; of a backup that `read_whole` found right."""
    with tarfile.open(file, "r:") as tar:
        for member in tar:
            source, target = tar.extractfile(member), folder / member.name
            assert source is not None
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                while piece := source.read(PIECE):
                    out.write(piece)
                    tick(len(piece))
                _put_on_disk(out)


def _put_on_disk(file: IO[bytes]) -> None:
    """Before it takes the place of another: a machine that loses its power must not leave it empty."""
    file.flush()
    os.fsync(file.fileno())


def _is_ours(name: str) -> bool:
    """Never a path that leads out of the folder it is unpacked in."""
    path = PurePosixPath(name)
    return name in (DATABASE, SECRET_KEY, MANIFEST) or (
        name.startswith(FILES) and not path.is_absolute() and ".." not in path.parts
    )


def _checksum(source: IO[bytes], tick: Tick) -> str:
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        tick(len(piece))
    return digest.hexdigest()


def _manifest(file: Path, content: bytes) -> Manifest:
    try:
        told = json.loads(content)
        if told["format"] != FORMAT:
            raise WrongSetting(f"{file} has format {told['format']}; this version of Sagsgang reads format {FORMAT}")
        return Manifest(**told)
    except (ValueError, TypeError, KeyError):
        raise WrongSetting(f"{file} is damaged: its {MANIFEST} cannot be read") from None
