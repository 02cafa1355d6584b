"""The files of drafts on disk: one folder a person, each file named by the SHA-256 of its content.

A file stays as long as a draft names it, and a day longer, for whoever goes back and sends again.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from engine.errors import Invalid, NotFound
from engine.files import Files
from engine.model.correspondence import Upload
from engine.sentences import say

MOST_BYTES = 100 * 1024 * 1024  # of one person
REST = timedelta(days=1)

Needed = Callable[[], frozenset[str]]  # the sha256 of the files that a person's drafts name


class DraftFiles:
    """The files of one person's drafts."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._files = Files(folder)

    def keep(self, upload: Upload, needed: Needed, now: datetime) -> tuple[str, str, int]:
        """(name, sha256, bytes). Raises Invalid where the file is too large, or all of them together."""
        if self._bytes() + len(upload.content) > MOST_BYTES:
            self.drop(needed(), now)
            if self._bytes() + len(upload.content) > MOST_BYTES:
                told = "Filerne i dine kladder fylder over %(most)s MB. Send eller kassér en af dem."
                raise Invalid({"attachments": say(told, most=MOST_BYTES // 1024 // 1024)})
        kept = self._files.keep(upload)
        stamp = now.timestamp()
        os.utime(self._files.path(kept[1]), (stamp, stamp))  # its age is counted by the desk's clock
        return kept

    def has(self, sha256: str) -> bool:
        return self._files.path(sha256).is_file()

    def find(self, sha256: str) -> bytes | None:
        with suppress(NotFound):
            return self._files.content(sha256)
        return None

    def unused_since(self, before: datetime) -> frozenset[str]:
        """The files that were put there before then, whether a draft names them or not."""
        return frozenset(path.name for path, stat in self._all() if stat.st_mtime < before.timestamp())

    def drop(self, needed: frozenset[str], before: datetime) -> None:
        """Removes what no draft names and was put there until then."""
        for path, stat in self._all():
            if path.name not in needed and stat.st_mtime <= before.timestamp():
                path.unlink(missing_ok=True)

    def _bytes(self) -> int:
        return sum(stat.st_size for _path, stat in self._all())

    def _all(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in list(self._folder.glob("*/*")):
            with suppress(FileNotFoundError):  # another request removes files too
                yield path, path.stat()
