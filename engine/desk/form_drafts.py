"""What somebody typed in a form and has not sent (D-22): kept sixty days for that person alone, no part of the record.

The draft goes with the transaction that does what the form asks (`engine.transaction`).
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from engine.config import DRAFT_FILES
from engine.draft_files import REST, DraftFiles
from engine.errors import ChangedMeanwhile, Invalid
from engine.model.correspondence import Upload
from engine.model.form_drafts import Fields, FormDraft, SentForm
from engine.sentences import say
from engine.store import Connection
from engine.store.work import form_drafts as store
from engine.store.writes import Writes
from engine.transaction.desk import Desk

MOST_DRAFTS = 200  # of one person: the oldest make room
MOST_CHARACTERS = 1_000_000  # of one draft


def find_draft(desk: Desk, place: str, *, by: int) -> FormDraft | None:
    with desk.reading() as connection:
        found = store.find(connection, by, place)
    return found if found and not found.is_old(desk.clock()) else None


def save_draft(
    desk: Desk,
    place: str,
    page: str,
    fields: Fields,
    *,
    by: int,
    writer: str,
    seen_version: int | None,
    count: int = 0,
    files: tuple[str, ...] = (),
    file_fields: Collection[str] = (),
) -> FormDraft | None:
    """Keeps what stands in a form; `seen_version` is that of the draft it began with, None to write over any other.

    `count` is higher than in all that this form sent before, and than each version that it was told of: so a save that
    arrives late is known. After a newer save, only what stands in its `file_fields` joins the draft; after its form was
    sent, nothing is kept, and None is given. Raises ChangedMeanwhile where it brings no file, and where another tab or
    machine wrote since; Invalid where it is too much text.
    """
    if sum(len(name) + len(text) for name, text in fields) > MOST_CHARACTERS:
        raise Invalid({"": say("Teksten er for lang til at gemme som kladde.")})
    with desk.database.write() as connection:
        store.be_alone(connection, by)
        before = store.hold(connection, by, place, desk.clock())
        if before.is_sent and before.writer == writer and 0 < count <= before.sent_count:
            return None
        version = max(before.version + 1, (seen_version or 0) + 1, count)
        draft = FormDraft(by, place, page, tuple(fields), files, version, writer, desk.clock())
        if before.is_sent:
            _make_room(connection, by)
        elif seen_version is not None and not _is_next(before, writer, seen_version, count):
            draft = _with_files_of(before, draft, file_fields)
        store.save(connection, draft)
    return draft


def discard_draft(desk: Desk, place: str, *, by: int) -> None:
    with desk.database.write() as connection:
        store.discard(connection, by, (place,))


def discard_sent_draft(desk: Desk, sent: SentForm, *, by: int) -> None:
    """Of a form whose transaction keeps no source; a draft that another tab wrote since stays."""
    with desk.database.write() as connection:
        writes = Writes(connection)
        store.discard_sent(writes, by, sent, desk.clock())
        writes.send()


def keep_draft_file(desk: Desk, upload: Upload, *, by: int) -> tuple[str, str, int]:
    """(name, sha256, bytes) of a file that was chosen in a form; raises Invalid where there is no room for it."""

    def needed() -> frozenset[str]:
        with desk.reading() as connection:
            return store.files_of(connection, by)

    return _files(desk, by).keep(upload, needed, desk.clock())


def has_draft_file(desk: Desk, sha256: str, *, by: int) -> bool:
    return _files(desk, by).has(sha256)


def find_draft_file(desk: Desk, sha256: str, *, by: int) -> bytes | None:
    """Its content; None where it is gone."""
    return _files(desk, by).find(sha256)


def sweep_drafts(desk: Desk) -> datetime | None:
    """A job: drafts that are too old go, and files that no draft has named for a day."""
    now = desk.clock()
    with desk.reading() as connection:
        is_any = store.has_old(connection, now)
    if is_any:
        with desk.database.write() as connection:
            store.delete_old(connection, now)
    for folder in filter(lambda folder: folder.name.isdecimal(), _folder(desk).glob("*")):
        files = DraftFiles(folder)
        if files.unused_since(now - REST):
            with desk.reading() as connection:
                needed = store.files_of(connection, int(folder.name))
            files.drop(needed, now - REST)
    return None


def _is_next(before: FormDraft, writer: str, seen_version: int, count: int) -> bool:
    """Whether what is saved is of the form that wrote before, and later; or of another that has seen it."""
    if writer != before.writer:
        return seen_version == before.version
    return not count or count > before.version


def _with_files_of(before: FormDraft, late: FormDraft, file_fields: Collection[str]) -> FormDraft:
    """The newer draft with the files of the late one of the same form, which took longer for them."""
    added = [field for field in late.fields if field[0] in file_fields and field not in before.fields]
    if late.writer != before.writer or not added:
        raise ChangedMeanwhile(say("Kladden er skrevet videre i et andet vindue"), "", before.saved_at)
    files = tuple(dict.fromkeys((*before.files, *late.files)))
    return replace(before, fields=(*before.fields, *added), files=files)


def _make_room(connection: Connection, agent_id: int) -> None:
    places = store.places(connection, agent_id)
    if len(places) >= MOST_DRAFTS:
        store.discard(connection, agent_id, places[: len(places) - MOST_DRAFTS + 1])


def _files(desk: Desk, agent_id: int) -> DraftFiles:
    return DraftFiles(_folder(desk) / str(agent_id))


def _folder(desk: Desk) -> Path:
    return desk.settings.data_dir / DRAFT_FILES
