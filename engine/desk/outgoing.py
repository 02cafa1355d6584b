"""What leaves the desk: external comments to the saved customer, mail from a case, and sending again what failed.

Comments that stay in the house are in `correspondence`; the delivery itself is `engine.mail`.
"""

from collections.abc import Sequence
from typing import Any

from engine import rules
from engine.desk.correspondence import checked_text
from engine.desk.house import NO_REASONS, Desk
from engine.desk.unit import Unit, unit
from engine.errors import Invalid, NotFound
from engine.greeting import signature, team_of
from engine.mail import compose
from engine.model.correspondence import Entry, EntryKind, Message, Upload
from engine.model.form_drafts import Source
from engine.model.items import Case, Kind
from engine.model.outgoing import Draft
from engine.model.people import Customer
from engine.model.texts import is_one_line, tidy
from engine.reasons import reason_of
from engine.sentences import say
from engine.store import correspondence, outbox

NO_MESSAGE = "Beskeden findes ikke."


def send_external(
    desk: Desk,
    case_id: int,
    text: str,
    *,
    by: int,
    seen_customer: int | None = None,
    kind: Kind = Kind.CASE,
    attachments: Sequence[Upload] = (),
    on_behalf_of: str | None = None,
    source: Source | None = None,
) -> Entry:
    """An external comment to the saved customer, wrapped in header and footer (R114 to R117).

    `seen_customer` is who stood beside the button (A-12). `kind` TASK is refused by R067.
    """
    with unit(desk, by, on_behalf_of=on_behalf_of, source=source) as one:
        item = one.find(kind, case_id)
        case = one.case_of(item)
        customer = one.customer_of(case)
        one.judge(rules.WritingExternal(item, case, one.actor, one.directory, customer, seen_customer), item)
        text = checked_text(text)
        entry_id = one.write(case, EntryKind.EXTERNAL, text, uploads=attachments, recipients=[_shown(customer)])
        header, footer = wrapping_of(one, case, customer)
        draft = one.draft(
            case,
            address=customer.email,
            kind="external",
            message_id=one.new_message_id(),
            entry_id=entry_id,
            recipient=_shown(customer),
            to=(_shown(customer),),
            subject=f"{case.subject} [{case.number}]",
            body=compose.wrap_external(header, text, footer),
            sender=team_of(one.directory, case, one.directory.active(case.agent_id)).name,
        )
        one.send([draft])
        found = correspondence.find(one.connection, entry_id)
    assert found is not None
    return found


def send_mail(
    desk: Desk,
    item_id: int,
    *,
    to: Sequence[str] | str,
    cc: Sequence[str] | str = (),
    subject: str,
    text: str,
    by: int,
    kind: Kind = Kind.CASE,
    attachments: Sequence[Upload] = (),
    on_behalf_of: str | None = None,
    overrides: Any = NO_REASONS,
    source: Source | None = None,
) -> Entry:
    """A mail from the case, sent as it is written (R069 to R073, R122 to R125).

    Asked from a task it is the case's all the same (R066, R074), and the task's own history says that it was sent.
    """
    with unit(desk, by, on_behalf_of=on_behalf_of, overrides=overrides, source=source) as one:
        item = one.find(kind, item_id)
        case = one.case_of(item)
        receivers, copies = _addresses("to", to), _addresses("cc", cc)
        subject, text = _envelope(receivers, subject), checked_text(text)
        greets_not = compose.lacks_greeting(text)
        one.judge(rules.Mailing(case, one.actor, greets_not, taking_part=one.takes_part(case)), case)
        entry_id = one.write(
            case,
            EntryKind.MAIL,
            text,
            uploads=attachments,
            subject=subject,
            recipients=[a.shown for a in receivers],
            cc=[a.shown for a in copies],
        )
        if item is not case:
            one.put(item, "mail-sent", entry=entry_id, subject=subject)
        one.send(_copies_of_mail(one, case, entry_id, receivers, copies, subject, text))
        found = correspondence.find(one.connection, entry_id)
    assert found is not None
    return found


def send_again(desk: Desk, message_id: int, *, by: int) -> Message:
    """Puts a message that failed in line again; a replayed one stays where it is."""
    with unit(desk, by) as one:
        message = outbox.find(one.connection, message_id)
        if message is None:
            raise NotFound(NO_MESSAGE)
        item = one.find(message.item_kind, message.item_id, NO_MESSAGE)
        if "administrator" not in one.directory.agents[by].roles:  # who looks after the mail need not be in a team
            _ = one.actor
        if desk.not_sent:
            raise Invalid({"": say("Beskeden kan ikke sendes: %(why)s.", why=reason_of(desk.not_sent))})
        if not outbox.send_again(one.connection, message_id, one.now):
            raise Invalid({"": "Beskeden kan ikke sendes igen."})
        one.put(item, "sent-again", message=message.message_id, recipient=message.recipient)
        one.wake_mail()
        found = outbox.find(one.connection, message_id)
    assert found is not None
    return found


def messages_of(desk: Desk, kind: Kind, item_id: int, entry_id: int | None = None) -> tuple[Message, ...]:
    """What was written to people about an item, or as one entry of it."""
    with desk.reading() as connection:
        return outbox.messages_of(connection, kind, item_id, entry_id)


def _envelope(receivers: Sequence[compose.Address], subject: str) -> str:
    """The subject, on one line; raises Invalid, also where nobody is to get it."""
    problems = {} if receivers else {"to": "Skriv mindst én modtager."}
    subject = tidy(subject)
    if not subject or len(subject) > 200 or not is_one_line(subject):
        problems["subject"] = "Skriv et emne på én linje, højst 200 tegn."
    if problems:
        raise Invalid(problems)
    return subject


def _copies_of_mail(
    one: Unit,
    case: Case,
    entry_id: int,
    receivers: Sequence[compose.Address],
    copies: Sequence[compose.Address],
    subject: str,
    text: str,
) -> list[Draft]:
    """One row a recipient, all of one Message-ID and with the same headers."""
    message_id = one.new_message_id()
    return [
        one.draft(
            case,
            address=address.address,
            kind="mail",
            message_id=message_id,
            entry_id=entry_id,
            recipient=address.shown,
            to=tuple(a.shown for a in receivers),
            cc=tuple(a.shown for a in copies),
            subject=f"{subject} [{case.number}]",
            body=text,
            sender=team_of(one.directory, case, one.actor).name,
        )
        for address in dict.fromkeys((*receivers, *copies))
    ]


def wrapping_of(one: Unit, case: Case, customer: Customer) -> tuple[str, str]:
    """Header and footer of an external comment."""
    return compose.header(customer.name), signature(one.directory, case)


def _shown(customer: Customer) -> str:
    return f"{customer.name} <{customer.email}>" if customer.email else customer.name


def _addresses(field: str, given: Sequence[str] | str) -> tuple[compose.Address, ...]:
    text = given if isinstance(given, str) else ", ".join(given)
    try:
        return compose.parse_addresses(text)
    except ValueError as error:
        raise Invalid({field: error.args[0]}) from None
