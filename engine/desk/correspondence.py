"""What is written on a case or a task: comments, solutions, external comments to the saved customer, mail."""

from collections.abc import Sequence
from dataclasses import replace

from engine import flow, rules
from engine.errors import NotFound
from engine.model.by import By
from engine.model.correspondence import Attachment, Entry, EntryKind, Message, Upload
from engine.model.items import Kind
from engine.model.viewings import Viewable
from engine.store.work import correspondence, outbox
from engine.transaction.desk import Desk
from engine.transaction.transaction import Transaction, look, transaction

NO_FILE = "Filen findes ikke."


def write_comment(
    desk: Desk,
    kind: Kind,
    item_id: int,
    text: str,
    *,
    by: By,
    as_solution: bool = False,
    attachments: Sequence[Upload] = (),
) -> Entry:
    """An internal comment, marked as the solution at once where asked (R023, R077).

    Raises Invalid, Refused, NotFound.
    """
    comment = flow.Comment(kind, item_id, text, as_solution, attachments)
    return _write(desk, comment, by)


def mark_as_solution(desk: Desk, entry_id: int, *, by: By) -> Entry:
    """Marks an internal comment as the solution; the mark moves from the one before (R078, A-31)."""
    with transaction(desk, by) as opened:
        opened.do(flow.MarkSolution(entry_id))
        return _found(opened, entry_id, is_solution=True)


def send_external(
    desk: Desk,
    case_id: int,
    text: str,
    *,
    by: By,
    seen_customer: int | None = None,
    kind: Kind = Kind.CASE,
    attachments: Sequence[Upload] = (),
) -> Entry:
    """An external comment to the saved customer, wrapped in header and footer (R114 to R117).

    `seen_customer` is who stood beside the button (A-12). `kind` TASK is refused by R067.
    """
    external = flow.WriteExternal(kind, case_id, text, seen_customer, attachments)
    return _write(desk, external, by)


def send_mail(
    desk: Desk,
    item_id: int,
    *,
    to: Sequence[str] | str,
    cc: Sequence[str] | str = (),
    subject: str,
    text: str,
    by: By,
    kind: Kind = Kind.CASE,
    attachments: Sequence[Upload] = (),
) -> Entry:
    """A mail from the case, sent as it is written (R069 to R073, R122 to R125).

    Asked from a task it is the case's all the same (R066, R074), and the task's own history says that it was sent.
    """
    receivers, copies = (given if isinstance(given, str) else ", ".join(given) for given in (to, cc))
    mail = flow.SendMail(kind, item_id, receivers, copies, subject, text, attachments)
    return _write(desk, mail, by)


def send_again(desk: Desk, message_id: int, *, by: By) -> Message:
    """Puts a message that failed in line again; a replayed one stays where it is."""
    with transaction(desk, by) as opened:
        opened.do(flow.SendAgain(message_id))
        found = outbox.find(opened.connection, message_id)
    assert found is not None
    return found


def messages_of(desk: Desk, kind: Kind, item_id: int, entry_id: int | None = None) -> tuple[Message, ...]:
    """What was written to people about an item, or as one entry of it."""
    with desk.reading() as connection:
        return outbox.messages_of(connection, kind, item_id, entry_id)


def entries_of(desk: Desk, kind: Kind, item_id: int) -> tuple[Entry, ...]:
    """Oldest first, each with its attachments; whoever calls decides who sees them."""
    with desk.reading() as connection:
        return correspondence.of_item(connection, kind, item_id)


def read_attachment(desk: Desk, attachment_id: int, *, by: int) -> tuple[Attachment, bytes, Viewable]:
    """An attachment of a case or task that `by` may see, its content, and what is opened with it; raises NotFound."""
    with desk.reading() as connection:
        found = correspondence.find_attachment(connection, attachment_id)
        if found is None:
            raise NotFound(NO_FILE)
        attachment, entry = found
        seen = look(desk, connection, by)
        item = seen.find(entry.item_kind, entry.item_id, NO_FILE)
        agent = seen.directory.agents[by]
        if entry.kind == EntryKind.INTERNAL and not rules.sees_internal(agent, item, seen.customer_of(item)):
            raise NotFound(NO_FILE)
    viewed = Viewable(entry.item_kind, entry.item_id, attachment_id)
    return attachment, desk.files.content(attachment.sha256), viewed


def _write(desk: Desk, act: flow.Act, by: By) -> Entry:
    """The entry that the act wrote, with the numbers of its files."""
    with transaction(desk, by) as opened:
        written = opened.do(act).entries[0]
        return _found(opened, written.id, is_solution=written.is_solution)


def _found(opened: Transaction, entry_id: int, *, is_solution: bool) -> Entry:
    found = correspondence.find(opened.connection, entry_id)
    assert found is not None
    return replace(found, is_solution=is_solution)
