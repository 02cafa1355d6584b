"""Mail addresses, as people type them and as a server takes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.sentences import say
from engine.texts.lines import one_line

MAX_ADDRESSES = 50
MAX_LENGTH = 20_000  # characters of one field of receivers
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")
_SHOWN = re.compile(r"(?P<name>.*)<(?P<address>[^<>]*)>\s*", re.DOTALL)
_SEPARATORS = re.compile(r"[,;\n]")


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
    found = tuple(dict.fromkeys(read_address(part) for part in _parts(text)))
    if len(found) > MAX_ADDRESSES:
        raise ValueError(
            say("Der er %(count)s modtagere; højst %(most)s i én mail.", count=len(found), most=MAX_ADDRESSES)
        )
    return found


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


def read_address(part: str) -> Address:
    """One receiver, from "a@b.dk" or "Navn <a@b.dk>"; raises ValueError with a sentence."""
    found = _SHOWN.fullmatch(part)
    if found is None:
        return Address(checked_address(part))
    return Address(checked_address(found["address"]), one_line(found["name"].strip().strip('"')))
