"""The files of a form: kept on the server as soon as they are chosen, so that nobody has to choose them twice.

The form names each by a token, which holds for whoever chose it; the box before its name says whether it goes along.
A browser never brings a file field's files back by itself. They stay as long as a draft names them (D-22).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage, MultiDict

import engine
from engine import Upload
from engine.errors import Invalid
from web.frame.request_context import desk, me
from web.wording.language import gettext as _
from web.wording.words import size, tell

PREFIX = "kept-"  # of the box's name; what follows is the file field's
TYPE = "attachments"  # the key of what the engine says about files


@dataclass(frozen=True)
class KeptFile:
    """A file that was chosen before, as the form shows it."""

    token: str
    name: str
    sha256: str
    size_bytes: int


def keep(
    typed: MultiDict[str, str], files: MultiDict[str, FileStorage], *, by: int
) -> tuple[MultiDict[str, str], dict[str, str]]:
    """What was typed, with a token for each file that came along; and what to say of files that cannot be kept."""
    chosen = [(field, upload) for field in files for upload in uploads_of(files, field)]
    typed, problems = MultiDict(typed), []
    for field, upload in chosen:
        try:
            token = _put(upload, by).token
        except Invalid as error:
            problems += [tell(sentence) for sentence in error.problems.values()]
            continue
        if token not in typed.getlist(PREFIX + field):
            typed.add(PREFIX + field, token)
    return typed, {TYPE: " ".join(problems)} if problems else {}


def shown(typed: MultiDict[str, str], field: str, *, by: int) -> tuple[KeptFile, ...]:
    """The files that are kept for that field."""
    files = (_read(token, by) for token in typed.getlist(PREFIX + field))
    return tuple(file for file in files if file and engine.has_draft_file(desk(), file.sha256, by=by))


def named(typed: MultiDict[str, str], *, by: int) -> Iterator[str]:
    """The sha256 of every file that the form names."""
    for name, token in typed.items(multi=True):
        if name.startswith(PREFIX) and (file := _read(token, by)):
            yield file.sha256


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
            yield Upload(engine.file_name(file.filename), file.read())
            file.seek(0)


def _kept(tokens: list[str]) -> Iterator[Upload]:
    files = [_read(token, me().id) for token in tokens]
    contents = [(file, engine.find_draft_file(desk(), file.sha256, by=me().id) if file else None) for file in files]
    gone = [file.name if file else "?" for file, content in contents if content is None]
    if gone:
        raise Invalid({TYPE: _("Vælg filerne igen, de er ikke gemt: %(files)s.", files=", ".join(gone))})
    for file, content in contents:
        if file and content is not None:
            yield Upload(file.name, content)


def _put(upload: Upload, by: int) -> KeptFile:
    """Raises Invalid for a file that no form could ever carry, or that there is no room for."""
    _name, sha256, size_bytes = engine.keep_draft_file(desk(), upload, by=by)
    return KeptFile(str(_signer().dumps([by, upload.name, sha256, size_bytes])), upload.name, sha256, size_bytes)


def _read(token: str, by: int) -> KeptFile | None:
    """What a token of that person says; nothing where it is another's or made up."""
    try:
        whose, name, sha256, size_bytes = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return KeptFile(token, name, sha256, size_bytes) if whose == by else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(desk().settings.secret_key, salt="sagsgang-kept-file")
