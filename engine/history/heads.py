"""The heads of all chains as a text file that is kept outside the desk, and the Merkle root over them. Pure.

The file begins with a note in the shape of C2SP's: origin, size, root, position, time, the sha256 of the file before
it, and a blank line. Then each head has a line of its own, `kind id count hash`, sorted by kind and id; the root binds
them to the note. Leaves, nodes and root are those of RFC 9162, over the canonical form of [kind, id, count, hash].
"""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from engine.errors import DeskError
from engine.history.canonical import canonical, moment
from engine.history.chain import Head
from engine.history.shape import Subject
from engine.sentences import say

Place = tuple[Subject, int]

_NOTE = re.compile(
    r"sagsgang/(?P<desk>[0-9a-f-]{36})\n"
    r"(?P<size>[0-9]{1,15})\n"
    r"(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"position (?P<position>[0-9]{1,15})\n"
    r"at (?P<at>[0-9TZ:.-]{27})\n"
    r"(?:previous (?P<previous>[0-9a-f]{64})\n)?"
    r"\n"
)
_LINE = re.compile(rf"({'|'.join(Subject)}) ([1-9][0-9]{{0,14}}) ([1-9][0-9]{{0,14}}) ([0-9a-f]{{64}})")


class WrongHeads(DeskError):
    """The file is no file of heads, or not as it was written."""


@dataclass(frozen=True)
class Heads:
    """Where every chain of the desk with that uuid stood when all events up to `position` were there.

    `previous` is the sha256 of the file that was written before, as the desk's history has it.
    """

    desk: str
    position: int
    at: datetime
    previous: str | None
    heads: Mapping[Place, Head]

    @cached_property
    def root(self) -> str:
        """In base64, as the file has it."""
        return b64encode(root_of([leaf(place, head) for place, head in _in_order(self)])).decode()


def leaf(place: Place, head: Head) -> bytes:
    return sha256(b"\0" + canonical([*place, head.count, head.hash])).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves that are hashed already: the one without a neighbour goes up a level as it is."""
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        alone = level[-1:] if len(level) % 2 else []
        level = [sha256(b"\1" + left + right).digest() for left, right in pairs] + alone
    return level[0] if level else sha256().digest()


def written(heads: Heads) -> bytes:
    """The file."""
    note = [f"sagsgang/{heads.desk}", str(len(heads.heads)), heads.root]
    note += [f"position {heads.position}", f"at {moment(heads.at)}"]
    note += [f"previous {heads.previous}"] if heads.previous else []
    lines = (f"{kind} {number} {head.count} {head.hash}" for (kind, number), head in _in_order(heads))
    return "".join(f"{line}\n" for line in (*note, "", *lines)).encode()


def read(content: bytes) -> Heads:
    """What a file says; raises WrongHeads for one that is not, to the letter, as `written` writes it."""
    text = content.decode("ascii", "replace")
    note = _NOTE.match(text)
    if note is None:
        raise WrongHeads(say("Filen begynder ikke, som sagsgang verify --heads skriver den."))
    lines = text[note.end() :].split("\n")
    found = Heads(
        note["desk"], int(note["position"]), _time(note["at"]), note["previous"], _read_lines(lines[:-1], note)
    )
    if found.root != note["root"]:
        raise WrongHeads(say("Filens rod er ikke den, som dens linjer giver: filen er ændret."))
    if written(found) != content:
        raise WrongHeads(say("Filen er ændret, siden den blev skrevet."))
    return found


def _read_lines(lines: Sequence[str], note: re.Match[str]) -> dict[Place, Head]:
    heads: dict[Place, Head] = {}
    for number, line in enumerate(lines, note[0].count("\n") + 1):
        told = _LINE.fullmatch(line)
        if told is None:
            raise WrongHeads(say("Linje %(line)s i filen kan ikke læses.", line=number))
        place = Subject(told[1]), int(told[2])
        if place in heads:
            raise WrongHeads(say("Linje %(line)s i filen er om en historik, der står der i forvejen.", line=number))
        heads[place] = Head(int(told[3]), told[4])
    if len(heads) != int(note["size"]):
        size = int(note["size"])
        histories = say("1 historik") if size == 1 else say("%(count)s historikker", count=size)
        sentence = "Filen siger, at den har %(histories)s, men den har %(count)s."
        raise WrongHeads(say(sentence, histories=histories, count=len(heads)))
    return heads


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise WrongHeads(say("Filens tidspunkt kan ikke læses.")) from None


def _in_order(heads: Heads) -> list[tuple[Place, Head]]:
    return [(place, heads.heads[place]) for place in sorted(heads.heads)]
