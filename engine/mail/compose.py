"""Letters as the mail protocol wants them: the message of an outbox row. Sends nothing."""

import mimetypes
from collections.abc import Iterator, Sequence
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from engine.model.correspondence import Message, Upload
from engine.model.outgoing import Due
from engine.texts.addresses import read_address
from engine.texts.lines import one_line

_WIRE = SMTP.clone(cte_type="7bit")  # what every server takes


def as_email(due: Due, sender: str, attachments: Sequence[Upload] = ()) -> EmailMessage:
    """The message of an outbox row. Its Message-ID stands in the row, so a repeat is the same message.

    No text of a person gets into a header unbroken: line ends and control characters become spaces. Raises ValueError
    when the row's address is none.
    """
    row = due.message
    letter = EmailMessage(_WIRE)
    letter["Message-ID"] = one_line(row.message_id)
    letter["Date"] = format_datetime(row.created_at)
    letter["From"] = HeaderAddress(one_line(row.sender or "Sagsgang"), addr_spec=sender)
    for name, shown in (("To", row.to or (row.recipient,)), ("Cc", row.cc)):
        receivers = [address for one in shown for address in _receiver(one)]
        if receivers:
            letter[name] = receivers
    letter["Subject"] = one_line(row.subject)
    letter["References"] = f"<sag{due.case_id}@{sender.rsplit('@', 1)[-1]}>"  # one thread a case in a mailbox
    if row.kind == "notice":
        letter["Auto-Submitted"] = "auto-generated"  # C2: an answering machine stays silent
        letter["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    letter.set_content(_body(row))
    for file in attachments:
        main, _, sub = _kind_of(file.name).partition("/")
        letter.add_attachment(file.content, maintype=main, subtype=sub, filename=one_line(file.name))
    return letter


def _kind_of(name: str) -> str:
    """A letter within a letter is a file like any other: as a letter it may not be encoded (RFC 2046, 5.2.1)."""
    kind, packed = mimetypes.guess_type(name)
    return "application/octet-stream" if kind is None or packed or kind.startswith("message/") else kind


def _receiver(shown: str) -> Iterator[HeaderAddress]:
    """What stands in the product, as a header has it; someone without an address stands in none."""
    if "@" in shown:
        address = read_address(shown)
        yield HeaderAddress(address.name, addr_spec=address.address)


def _body(row: Message) -> str:
    text = row.body.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return f"{text}\n\n-- \n{row.why}\n" if row.why else f"{text}\n"
