"""Letters as the mail protocol wants them: addresses that people typed, the message of an outbox row. Sends nothing."""

import mimetypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from engine.greeting import footer, header, lacks_greeting, wrap_external
from engine.model.correspondence import Message, Upload
from engine.model.outgoing import Due
from engine.model.texts import one_line
from engine.sentences import say

__all__ = ["Address", "as_email", "footer", "header", "lacks_greeting", "parse_addresses", "wrap_external"]

MAX_ADDRESSES = 50
MAX_LENGTH = 20_000  # characters of one field of receivers
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")
_SHOWN = re.compile(r"(?P<name>.*)<(?P<address>[^<>]*)>\s*", re.DOTALL)
_SEPARATORS = re.compile(r"[,;\n]")
_WIRE = SMTP.clone(cte_type="7bit")  # what every server takes


@dataclass(frozen=True)
class Address:
    """One receiver. Two of one address are the same, whatever name stands before it."""

    address: str
    name: str = field(default="", compare=False)

    @property
    def shown(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def parse_addresses(text: str) -> tuple[Address, ...]:
    """Each once, from "a@b.dk; Navn <c@d.dk>". Raises ValueError with a sentence that names the first bad one."""
    if len(text) > MAX_LENGTH:
        raise ValueError(
            say(
                "Feltet er på %(count)s tegn; der er plads til højst %(most)s modtagere.",
                count=len(text),
                most=MAX_ADDRESSES,
            )
        )
    found = tuple(dict.fromkeys(_address(part) for part in _parts(text)))
    if len(found) > MAX_ADDRESSES:
        raise ValueError(
            say("Der er %(count)s modtagere; højst %(most)s i én mail.", count=len(found), most=MAX_ADDRESSES)
        )
    return found


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


def checked_address(text: str) -> str:
    """The address as a server takes it; raises ValueError with a sentence."""
    local, at, domain = text.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        ascii_domain = ""
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(ascii_domain):
        raise ValueError(say("“%(text)s” er ikke en mailadresse. Skriv fx navn@firma.dk.", text=one_line(text)[:100]))
    return f"{local}@{ascii_domain}"


def _parts(text: str) -> Iterator[str]:
    """Between commas, semicolons and line ends; but a name before <…> may have a comma in it."""
    waiting = ""
    for piece in _SEPARATORS.split(text):
        part = f"{waiting}, {piece.strip()}" if waiting else piece.strip()
        waiting = part if part and "@" not in part else ""
        if part and not waiting:
            yield part
    if waiting:
        yield waiting


def _address(part: str) -> Address:
    found = _SHOWN.fullmatch(part)
    if found is None:
        return Address(checked_address(part))
    return Address(checked_address(found["address"]), one_line(found["name"].strip().strip('"')))


def _receiver(shown: str) -> Iterator[HeaderAddress]:
    """What stands in the product, as a header has it; someone without an address stands in none."""
    if "@" in shown:
        address = _address(shown)
        yield HeaderAddress(address.name, addr_spec=address.address)


def _body(row: Message) -> str:
    text = row.body.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return f"{text}\n\n-- \n{row.why}\n" if row.why else f"{text}\n"
