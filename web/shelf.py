"""Files put down on the way to something: kept in the data folder for a day, each for whoever put it there.

They are files alone; nothing of them stands in the database.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from web.here import desk, me, now

LIFE = timedelta(days=1)


@dataclass(frozen=True)
class Shelf:
    """A folder of the data folder. Of one person's files there are at most `most`, of `most_bytes` together: the
    oldest make room.
    """

    folder: str
    most: int
    most_bytes: int

    def put(self, name: str, content: bytes) -> None:
        """Keeps a file of mine for a day from now; a name stands for one content."""
        path = self._path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.is_file():
            self._make_room(len(content))
            part = path.with_suffix(".part")
            part.write_bytes(content)
            part.replace(path)
        stamp = now().timestamp()
        os.utime(path, (stamp, stamp))  # its age is counted by the desk's clock

    def has(self, name: str) -> bool:
        """Whether there is a file of mine of that name, and not too old."""
        path = self._path(name)
        return path.is_file() and not _is_old(path.stat())

    def find(self, name: str) -> bytes | None:
        """A file of mine; None when it is too old, gone, or somebody else's."""
        return self._path(name).read_bytes() if self.has(name) else None

    def _path(self, name: str) -> Path:
        return desk().settings.data_dir / self.folder / f"{me().id}-{name}"

    def _make_room(self, size_bytes: int) -> None:
        """Removes what is too old, whoever's it is, and my oldest where there are many."""
        mine, room_bytes = 0, self.most_bytes - size_bytes
        for path, stat in self._newest_first():
            if path.name.startswith(f"{me().id}-"):
                mine, room_bytes = mine + 1, room_bytes - stat.st_size
                if mine >= self.most or room_bytes < 0:
                    path.unlink(missing_ok=True)
            if _is_old(stat):
                path.unlink(missing_ok=True)

    def _newest_first(self) -> list[tuple[Path, os.stat_result]]:
        found = []
        for path in self._path("").parent.iterdir():
            with suppress(FileNotFoundError):  # somebody else makes room too
                found.append((path, path.stat()))
        return sorted(found, key=lambda one: one[1].st_mtime, reverse=True)


def _is_old(stat: os.stat_result) -> bool:
    return now().timestamp() - stat.st_mtime > LIFE.total_seconds()
