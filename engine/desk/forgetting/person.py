"""Whoever is to be forgotten: their rows, what they were ever called, and the end of what is known of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.desk.forgetting.items import Removed, Why, line_of
from engine.errors import NotFound
from engine.history.erasing import parts_of, private_of
from engine.history.events.erased_event import FORGOTTEN, CustomerErased
from engine.history.shape import Subject
from engine.model.people import Customer
from engine.store import Connection
from engine.store.history import chains, events, forgetting
from engine.store.people import customers
from engine.transaction.desk import Desk

SHORTEST = 3  # characters of what is looked for: what is shorter stands everywhere
LEAST_DIGITS = 8  # of a telephone number
_TOLD = ("/changes/name", "/changes/email", "/changes/phone")
_BLANK = {"name": FORGOTTEN, "email": None, "phone": None, "department": None, "agent_id": None, "active": False}


@dataclass(frozen=True)
class Person:
    """A customer with those who were merged with them, their cases, and every name and address they ever had."""

    rows: tuple[Customer, ...]
    case_ids: tuple[int, ...]
    words: frozenset[str]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(row.id for row in self.rows)

    @property
    def names(self) -> Callable[[str], bool]:
        """Whether a text has one of the names or addresses in it, as words of their own."""
        if not self.words:
            return lambda _text: False
        either = "|".join(map(re.escape, sorted(self.words, key=len, reverse=True)))
        pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
        return lambda text: pattern.search(text) is not None


def find(connection: Connection, customer_id: int) -> Person:
    """Raises NotFound. Whoever was merged is found with the one that they are read as."""
    customer = customers.find(connection, customer_id)
    if customer is None:
        raise NotFound("Brugeren findes ikke.")
    ids = [row.id for row in customer.rows]
    told = events.links_of(connection, Subject.CUSTOMER, ids)
    before = (kept[-1] for link in told for at, kept in private_of(link).items() if at in _TOLD)
    known = (text for row in customer.rows for text in (row.name, row.email, row.phone))
    words = {word for text in (*before, *known) if text and text != FORGOTTEN for word in _called(str(text))}
    return Person(customer.rows, forgetting.cases_of(connection, ids), frozenset(words))


def _called(text: str) -> Iterator[str]:
    """A name as it stands, and without what is said of it after a comma ("Viggo Thy, Skolen"); a telephone number
    without its spaces too.
    """
    digits = re.sub(r"\D", "", text)
    forms = {text, text.partition(",")[0].strip(), digits if len(digits) >= LEAST_DIGITS else ""}
    yield from (form for form in forms if len(form) >= SHORTEST)


def forget(desk: Desk, connection: Connection, *, found: Person, why: Why) -> Removed:
    """Names, addresses and telephone numbers go; one who is an agent keeps the account, and is that agent no longer."""
    removed = Removed()
    told = forgetting.links_with_parts(connection, Subject.CUSTOMER, found.ids)
    for number, links in told.items():
        chains_ = [[Subject.CASE.value, case_id] for case_id in forgetting.cases_of(connection, (number,))]
        event = CustomerErased(ground=why.ground.value, parts=parts_of(links), changes=_BLANK, chains=chains_)
        chains.record(connection, Subject.CUSTOMER, number, event, desk=desk.uuid, now=desk.clock(), by=why.by)
        row = customers.find_own(connection, number, lock=True)
        assert row is not None
        removed.rows["customers"] += customers.change(connection, row, **_BLANK)
        removed.lines.append(line_of(desk, links, why))
    removed.rows["events"] += forgetting.drop_parts(connection, Subject.CUSTOMER, found.ids)
    return removed
