"""Attachments on disk, named by the SHA-256 of their content: each is kept once, under no name of a stranger's."""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from engine.config import MAX_ATTACHMENT_BYTES
from engine.errors import Invalid, NotFound, WrongContent
from engine.model.correspondence import Upload
from engine.sentences import say
from engine.texts.lines import file_name

_SHA256 = re.compile(r"[0-9a-f]{64}")


def kept_file(upload: Upload) -> tuple[str, str, int]:
    """(name, sha256, bytes) of the file that it is kept as; raises Invalid where it is too large."""
    if len(upload.content) > MAX_ATTACHMENT_BYTES:
        limit = MAX_ATTACHMENT_BYTES // 1024 // 1024
        sentence = "%(file)s er for stor. En fil må højst fylde %(most)s MB."
        raise Invalid({"attachments": say(sentence, file=upload.name, most=limit)})
    return file_name(upload.name), hashlib.sha256(upload.content).hexdigest(), len(upload.content)


class Files:
    """The folder of attachments."""

    def __init__(self, folder: Path):
        self.folder = folder

    def keep(self, upload: Upload) -> tuple[str, str, int]:
        """What `kept_file` says; it is whole on disk before the row that names it is committed."""
        name, sha256, size_bytes = kept_file(upload)
        path = self.path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, upload.content)
        return name, sha256, size_bytes

    def content(self, sha256: str) -> bytes:
        """Raises NotFound where the file is not there, for now at least; WrongContent where it is another."""
        try:
            content = self.path(sha256).read_bytes()
        except OSError:
            raise NotFound(say("Filen findes ikke længere.")) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise WrongContent(say("Filen er ændret, efter at den blev gemt."))
        return content

    def sweep(self, now: datetime) -> int:
        """Removes what a killed process left half written, an hour later; returns how many files that were."""
        last, removed = (now - timedelta(hours=1)).timestamp(), 0
        for file in self.folder.glob("*/*"):
            with suppress(FileNotFoundError):  # another server has given it its name meanwhile, or removed it
                if not _SHA256.fullmatch(file.name) and file.stat().st_mtime < last:
                    file.unlink()
                    removed += 1
        return removed

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def _write_whole(path: Path, content: bytes) -> None:
    """Under its name only when all of it is on disk; what a full disk cuts off does not stay."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        try:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        except OSError:
            Path(part.name).unlink()
            raise
    Path(part.name).replace(path)
