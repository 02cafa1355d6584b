"""What is written on a case or a task and stays in the house: internal comments, solutions, and the reading of all.

External comments and mail are in `outgoing`.
"""

from collections.abc import Sequence
from dataclasses import replace

from engine import rules
from engine.desk.house import Desk
from engine.desk.unit import look, unit
from engine.errors import Invalid, NotFound
from engine.model.correspondence import Attachment, Entry, EntryKind, Upload
from engine.model.form_drafts import Source
from engine.model.items import Kind
from engine.model.texts import tidy
from engine.sentences import say
from engine.store import correspondence

MAX_TEXT = 100_000
NO_COMMENT, NO_FILE = "Kommentaren findes ikke.", "Filen findes ikke."


def write_comment(
    desk: Desk,
    kind: Kind,
    item_id: int,
    text: str,
    *,
    by: int,
    as_solution: bool = False,
    attachments: Sequence[Upload] = (),
    on_behalf_of: str | None = None,
    source: Source | None = None,
) -> Entry:
    """An internal comment, marked as the solution at once where asked (R023, R077).

    Raises Invalid, Refused, NotFound.
    """
    with unit(desk, by, on_behalf_of=on_behalf_of, source=source) as one:
        item = one.find(kind, item_id)
        comment = rules.Commenting(
            item,
            one.actor,
            as_solution,
            reads_internal=rules.sees_internal(one.actor, item, one.customer_of(item)),
            taking_part=as_solution and one.takes_part(item),
        )
        one.judge(comment, item)
        text = checked_text(text, or_files=bool(attachments) and not as_solution)
        entry_id = one.write(item, EntryKind.INTERNAL, text, as_solution=as_solution, uploads=attachments)
        found = correspondence.find(one.connection, entry_id)
    assert found is not None
    return replace(found, is_solution=as_solution)


def mark_as_solution(desk: Desk, entry_id: int, *, by: int, source: Source | None = None) -> Entry:
    """Marks an internal comment as the solution; the mark moves from the one before (R078, A-31)."""
    with unit(desk, by, source=source) as one:
        entry = correspondence.find(one.connection, entry_id)
        if entry is None:
            raise NotFound(NO_COMMENT)
        item = one.find(entry.item_kind, entry.item_id, NO_COMMENT)
        one.judge(rules.MarkingSolution(item, entry.kind, one.actor, taking_part=one.takes_part(item)), item)
        one.put(replace(item, solution_entry_id=entry_id), "solution-marked", entry=entry_id)
    return replace(entry, is_solution=True)


def entries_of(desk: Desk, kind: Kind, item_id: int) -> tuple[Entry, ...]:
    """Oldest first, each with its attachments; whoever calls decides who sees them."""
    with desk.reading() as connection:
        return correspondence.of_item(connection, kind, item_id)


def read_attachment(desk: Desk, attachment_id: int, *, by: int) -> tuple[Attachment, bytes]:
    """An attachment of a case or task that `by` may see; raises NotFound."""
    with desk.reading() as connection:
        found = correspondence.find_attachment(connection, attachment_id)
        if found is None:
            raise NotFound(NO_FILE)
        attachment, entry = found
        one = look(desk, connection, by)
        item = one.find(entry.item_kind, entry.item_id, NO_FILE)
        agent = one.directory.agents[by]
        if entry.kind == EntryKind.INTERNAL and not rules.sees_internal(agent, item, one.customer_of(item)):
            raise NotFound(NO_FILE)
    return attachment, desk.files.content(attachment.sha256)


def checked_text(text: str, *, or_files: bool = False) -> str:
    text = tidy(text)
    if not text and not or_files:
        raise Invalid({"text": "Skriv en tekst."})
    if len(text) > MAX_TEXT:
        raise Invalid({"text": say("Teksten er på %(count)s tegn; højst %(most)s.", count=len(text), most=MAX_TEXT)})
    return text
