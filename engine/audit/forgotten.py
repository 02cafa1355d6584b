"""Who was forgotten, as the record says, and who is back although the register says that they were."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.audit import forgotten_register as register
from engine.audit.forgotten_register import Forgotten
from engine.clock import ZONE
from engine.history.events.erased_event import GROUNDS, CustomerErased
from engine.history.reading import Opened, opened
from engine.history.shape import Subject
from engine.model.items import PREFIX, Kind
from engine.model.people import Directory
from engine.sentences import say
from engine.store import Connection
from engine.store.history import forgetting
from engine.transaction.desk import Desk


@dataclass(frozen=True)
class ForgottenCustomer:
    """One who was forgotten; the sentence says when, by whom and why, and with which cases."""

    customer_id: int
    sentence: str


def forgotten(desk: Desk, customer_id: int | None = None) -> tuple[ForgottenCustomer, ...]:
    """That customer, or all that the record says were forgotten, in the order in which it happened."""
    with desk.reading() as connection:
        told = [opened(link) for link in forgetting.erasures(connection, Subject.CUSTOMER, customer_id)]
    directory = desk.directory()
    return tuple(ForgottenCustomer(one.link.subject_id, _sentence(one, directory)) for one in told)


def _sentence(told: Opened, directory: Directory) -> str:
    event, by = told.event, told.link.by
    assert isinstance(event, CustomerErased)
    who = say("systemet")
    if by is not None:
        who = directory.name_of(by) if by in directory.agents else say("person %(n)s (findes ikke mere)", n=by)
    when = f"{told.link.at.astimezone(ZONE):%d.%m.%Y}"
    words = {"when": when, "who": who, "ground": GROUNDS.get(event.ground, event.ground)}
    if not event.chains:
        return say("Glemt den %(when)s af %(who)s (%(ground)s).", **words)
    cases = ", ".join(f"{PREFIX[Kind.CASE]}{number}" for _kind, number in event.chains)
    return say("Glemt den %(when)s af %(who)s (%(ground)s), med %(cases)s.", cases=cases, **words)


def back(desk: Desk, connection: Connection) -> Iterator[Forgotten]:
    """The lines of the register about chains of this desk that have again what was removed, each chain once."""
    found: set[tuple[str, int]] = set()
    for line in register.read_register(desk.settings.data_dir / register.NAME):
        kind, number = line.subject
        if line.desk != desk.uuid or line.subject in found or kind not in set(Subject):
            continue
        sequences = [sequence for sequence, _path in line.parts]
        if forgetting.has_parts(connection, Subject(kind), number, line.begins, sequences):
            found.add(line.subject)
            yield line
