"""What a message to the outside says and to whom (R114 to R125, A-09, A-10). Pure."""

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address as HeaderAddress
from email.utils import getaddresses

MAX_RECIPIENTS = 50
_GREETING = re.compile(r"^\s*(kære|hej|hej|goddag|god\s+(morgen|dag|eftermiddag)|dear|hi|hello|til)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"(venlig(e)?\s+hilsen(er)?|\bmvh\b|\bvh\b|\bhilsen\b|de\s+bedste\s+hilsner|kind\s+regards|best\s+regards|regards)", re.IGNORECASE
)


@dataclass(frozen=True)
class Address:
    """One recipient: the bare address, and how it is shown."""

    address: str
    shown: str


def header(name: str) -> str:
    """A-09: the wrapper's greeting; a customer's name may carry their department after a comma."""
    return f"Hej {name.split(',')[0].strip()}"


def footer(team: str, agent: str | None) -> str:
    """A-10: the team always, the agent where there is one."""
    return "\n".join(["Med venlig hilsen", *filter(None, (agent,)), team])


def wrap_external(head: str, text: str, foot: str) -> str:
    """An external comment as the customer gets it."""
    return f"{head}\n\n{text.strip()}\n\n{foot}\n"


def lacks_greeting(text: str) -> bool:
    """R072, R124: a mail that neither greets nor ends with a greeting, since nothing is put around it."""
    return not _GREETING.search(text) and not _CLOSING.search(text[-300:])


def parse_addresses(text: str) -> tuple[Address, ...]:
    """"Navn <a@b>, c@d" → each recipient once; raises ValueError with a sentence."""
    if any(ord(c) < 32 and c not in "\t\r\n" for c in text):
        raise ValueError("Modtagerne indeholder tegn, der ikke kan sendes.")
    found: dict[str, Address] = {}
    for name, address in getaddresses([re.sub(r"[\r\n;]+", ",", text)], strict=True):
        if not name and not address:
            continue
        one = _address(name, address)
        found.setdefault(one.address.lower(), one)
    if text.strip(" ,;\r\n\t") and not found:
        raise ValueError("Modtagerne kan ikke læses. Skriv dem som navn@eksempel.dk, adskilt af komma.")
    if len(found) > MAX_RECIPIENTS:
        raise ValueError(f"Højst {MAX_RECIPIENTS} modtagere; der er {len(found)}.")
    return tuple(found.values())


def _address(name: str, address: str) -> Address:
    wrong = f"“{address or name}” er ikke en mailadresse. Skriv den som navn@eksempel.dk."
    try:
        parsed = HeaderAddress(addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise ValueError(wrong) from error
    if not parsed.username or not parsed.domain or len(address) > 254 or not address.isascii():
        raise ValueError(wrong)
    return Address(address, f"{name} <{address}>" if name else address)
