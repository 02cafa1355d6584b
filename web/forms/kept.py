"""The files of a form that comes back: kept for a day, so that nobody has to choose them twice, or sends without them.

The form names each by a token, which holds for whoever sent it; the box before its name says whether it goes along.
A browser never brings a file field's files back by itself.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage, MultiDict

from engine import Upload
from engine.config import MAX_ATTACHMENT_BYTES
from engine.errors import Invalid
from web.here import desk, find_me, me
from web.shelf import Shelf
from web.words import size

PREFIX = "kept-"  # of the box's name; what follows is the file field's
TYPE = "attachments"  # the key of what the engine says about files
_SHELF = Shelf("uploads", 100, 8 * MAX_ATTACHMENT_BYTES)


@dataclass(frozen=True)
class KeptFile:
    """A file that was sent before, as the form shows it."""

    token: str
    name: str
    sha256: str
    size_bytes: int


def keep(typed: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> tuple[MultiDict[str, str], dict[str, str]]:
    """What was typed, with a token for each file that came along; and what to say of files that cannot be kept."""
    chosen = [(field, upload) for field in files for upload in uploads_of(files, field)]
    if not chosen or find_me() is None:
        return typed, {}
    typed = MultiDict(typed)
    kept = [(field, upload.name, _put(upload)) for field, upload in chosen]
    for field, _name, file in kept:
        if file and file.token not in typed.getlist(PREFIX + field):
            typed.add(PREFIX + field, file.token)
    said = [_too_large(name) for _field, name, file in kept if file is None]
    gone = [file.name for _field, _name, file in kept if file and not _SHELF.has(file.sha256)]
    said += [_choose_again(gone)] if gone else []
    return typed, {TYPE: " ".join(said)} if said else {}


def shown(typed: MultiDict[str, str], field: str) -> tuple[KeptFile, ...]:
    """The files that are kept for that field."""
    files = (_read(token) for token in typed.getlist(PREFIX + field))
    return tuple(file for file in files if file and _SHELF.has(file.sha256))


def read(typed: MultiDict[str, str], files: MultiDict[str, FileStorage], field: str) -> tuple[Upload, ...]:
    """The files of one field, those of before and those chosen now, each once.

    Raises Invalid where one is not kept any longer, or all are too much together.
    """
    before = tuple(_kept(typed.getlist(PREFIX + field)))
    uploads = tuple(dict.fromkeys((*before, *uploads_of(files, field))))
    if before and sum(len(upload.content) for upload in uploads) > (most := desk().settings.most_files_bytes):
        raise Invalid({TYPE: _("Filerne fylder for meget: højst %(size)s ad gangen.", size=size(most))})
    return uploads


def uploads_of(files: MultiDict[str, FileStorage], field: str) -> Iterator[Upload]:
    """The files that came along, from their beginning, whoever has read them before."""
    for file in files.getlist(field):
        if file.filename:
            file.seek(0)
            yield Upload(_bare(file.filename), file.read())
            file.seek(0)


def _kept(tokens: list[str]) -> Iterator[Upload]:
    files = [(_read(token), token) for token in tokens]
    contents = [(file, _SHELF.find(file.sha256) if file else None) for file, _token in files]
    gone = [file.name if file else "?" for file, content in contents if content is None]
    if gone:
        raise Invalid({TYPE: _choose_again(gone)})
    for file, content in contents:
        if file and content is not None:
            yield Upload(file.name, content)


def _put(upload: Upload) -> KeptFile | None:
    """None for a file that no form could ever carry."""
    if len(upload.content) > MAX_ATTACHMENT_BYTES:
        return None
    sha256 = hashlib.sha256(upload.content).hexdigest()
    _SHELF.put(sha256, upload.content)
    said = [me().id, upload.name, sha256, len(upload.content)]
    return KeptFile(str(_signer().dumps(said)), upload.name, sha256, len(upload.content))


def _read(token: str) -> KeptFile | None:
    """What a token of mine says; nothing where it is another's or made up."""
    try:
        whose, name, sha256, size_bytes = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return KeptFile(token, name, sha256, size_bytes) if whose == me().id else None


def _too_large(name: str) -> str:
    most = MAX_ATTACHMENT_BYTES // 1024 // 1024
    return _("%(file)s er for stor. En fil må højst fylde %(most)s MB.", file=name, most=most)


def _choose_again(names: list[str]) -> str:
    return _("Vælg filerne igen, de er ikke gemt: %(files)s.", files=", ".join(names))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(desk().settings.secret_key, salt="sagsgang-kept-file")


def _bare(filename: str | None) -> str:
    """The name alone, whatever path a browser put before it."""
    return PurePosixPath((filename or "").replace("\\", "/")).name[:200] or "fil"
