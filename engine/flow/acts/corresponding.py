"""What is written on a case or a task: comments, solutions, external comments and mail (R023 to R027, R114 to R125)."""

from collections.abc import Sequence
from dataclasses import replace

from engine import rules
from engine.errors import Invalid, NotFound
from engine.flow.acts import Comment, MarkSolution, SendAgain, SendMail, WriteExternal
from engine.flow.deciding import Deciding
from engine.flow.decision import Decision
from engine.flow.messages import new_message_id
from engine.flow.needs import EntryOf, MessageOf
from engine.greeting import header, lacks_greeting, signature, team_of, wrap_external
from engine.model.correspondence import EntryKind
from engine.model.items import Case
from engine.model.outgoing import Draft
from engine.model.people import Customer
from engine.model.roles import Right
from engine.reasons import reason_of
from engine.sentences import say
from engine.texts.addresses import Address, parse_addresses
from engine.texts.lines import is_one_line, tidy

MAX_TEXT = 100_000
NO_COMMENT, NO_MESSAGE = "Kommentaren findes ikke.", "Beskeden findes ikke."


def comment(deciding: Deciding, act: Comment) -> Decision:
    """Raises Invalid, Refused, NotFound."""
    item = deciding.find(act.kind, act.id)
    commenting = rules.Commenting(
        item,
        deciding.actor,
        act.as_solution,
        reads_internal=rules.sees_internal(deciding.actor, item, deciding.customer_of(item)),
        taking_part=act.as_solution and deciding.takes_part(item),
    )
    deciding.judge(commenting, item)
    text = checked_text(act.text, or_files=bool(act.uploads) and not act.as_solution)
    deciding.write(item, EntryKind.INTERNAL, text, as_solution=act.as_solution, uploads=act.uploads)
    return deciding.decision(item)


def mark_solution(deciding: Deciding, act: MarkSolution) -> Decision:
    """Raises Refused, NotFound."""
    entry = deciding.get(EntryOf(act.entry_id))
    if entry is None:
        raise NotFound(NO_COMMENT)
    item = deciding.find(entry.item_kind, entry.item_id, NO_COMMENT)
    marking = rules.MarkingSolution(item, entry.kind, deciding.actor, taking_part=deciding.takes_part(item))
    deciding.judge(marking, item)
    deciding.put(replace(item, solution_entry_id=entry.id), "solution-marked", entry=entry.id)
    return deciding.decision(item)


def write_external(deciding: Deciding, act: WriteExternal) -> Decision:
    """Wrapped in header and footer; a task has none (R067). Raises Invalid, Refused, NotFound."""
    item = deciding.find(act.kind, act.id)
    case, customer = deciding.case_of(item), deciding.customer_of(item)
    deciding.judge(
        rules.WritingExternal(item, case, deciding.actor, deciding.directory, customer, act.seen_customer), item
    )
    text, shown = checked_text(act.text), _shown(customer)
    entry = deciding.write(case, EntryKind.EXTERNAL, text, uploads=act.uploads, recipients=[shown])
    draft = deciding.draft(
        case,
        address=customer.email,
        kind="external",
        message_id=new_message_id(deciding.standing),
        entry_id=entry.id,
        recipient=shown,
        to=(shown,),
        subject=f"{case.subject} [{case.number}]",
        body=wrap_external(header(customer.name), text, signature(deciding.directory, case)),
        sender=team_of(deciding.directory, case, deciding.directory.active(case.agent_id)).name,
    )
    deciding.send(draft)
    return deciding.decision(case)


def send_mail(deciding: Deciding, act: SendMail) -> Decision:
    """Asked from a task it is the case's all the same (R066, R074), and the task's own history says that it was sent.

    Raises Invalid, Refused, NotFound.
    """
    item = deciding.find(act.kind, act.id)
    case = deciding.case_of(item)
    receivers, copies = _addresses("to", act.to), _addresses("cc", act.cc)
    subject, text = _envelope(receivers, act.subject), checked_text(act.text)
    mailing = rules.Mailing(case, deciding.actor, lacks_greeting(text), taking_part=deciding.takes_part(case))
    deciding.judge(mailing, case)
    entry = deciding.write(
        case,
        EntryKind.MAIL,
        text,
        uploads=act.uploads,
        subject=subject,
        recipients=[address.shown for address in receivers],
        cc=[address.shown for address in copies],
    )
    if item is not case:
        deciding.put(item, "mail-sent", entry=entry.id, subject=subject)
    deciding.send(*_copies_of_mail(deciding, case, entry.id, receivers, copies, subject, text))
    return deciding.decision(case)


def send_again(deciding: Deciding, act: SendAgain) -> Decision:
    """What failed goes in line again; a replayed one stays where it is. Raises Invalid, Refused, NotFound."""
    message = deciding.get(MessageOf(act.message_id))
    if message is None:
        raise NotFound(NO_MESSAGE)
    item = deciding.find(message.item_kind, message.item_id, NO_MESSAGE)
    agent = deciding.directory.agents.get(deciding.by.agent or 0)
    if agent is None or not agent.may(Right.ADMINISTER):  # who looks after the mail need not be in a team
        _ = deciding.actor
    if not_sent := deciding.standing.outward.not_sent:
        raise Invalid({"": say("Beskeden kan ikke sendes: %(why)s.", why=reason_of(not_sent))})
    deciding.again.append(message)
    return deciding.decision(item)


def checked_text(text: str, *, or_files: bool = False) -> str:
    text = tidy(text)
    if not text and not or_files:
        raise Invalid({"text": "Skriv en tekst."})
    if len(text) > MAX_TEXT:
        raise Invalid({"text": say("Teksten er på %(count)s tegn; højst %(most)s.", count=len(text), most=MAX_TEXT)})
    return text


def _envelope(receivers: Sequence[Address], subject: str) -> str:
    """The subject, on one line; raises Invalid, also where nobody is to get it."""
    problems = {} if receivers else {"to": "Skriv mindst én modtager."}
    subject = tidy(subject)
    if not subject or len(subject) > 200 or not is_one_line(subject):
        problems["subject"] = "Skriv et emne på én linje, højst 200 tegn."
    if problems:
        raise Invalid(problems)
    return subject


def _copies_of_mail(
    deciding: Deciding,
    case: Case,
    entry_id: int,
    receivers: Sequence[Address],
    copies: Sequence[Address],
    subject: str,
    text: str,
) -> list[Draft]:
    """One a recipient, all of one Message-ID and with the same headers."""
    message_id = new_message_id(deciding.standing)
    return [
        deciding.draft(
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
            sender=team_of(deciding.directory, case, deciding.actor).name,
        )
        for address in dict.fromkeys((*receivers, *copies))
    ]


def _shown(customer: Customer) -> str:
    return f"{customer.name} <{customer.email}>" if customer.email else customer.name


def _addresses(field: str, text: str) -> tuple[Address, ...]:
    try:
        return parse_addresses(text)
    except ValueError as error:
        raise Invalid({field: error.args[0]}) from None
