"""Forgetting a customer: name, addresses and all that was written on their closed cases go; the record stays whole.

One transaction a case, then what lies beside the cases, the customer last. Whoever is killed meanwhile has forgotten a
part, and goes on when it is asked again: what is gone already is passed over.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from engine.audit import forgotten
from engine.audit import forgotten_register as register
from engine.audit.forgotten_register import Forgotten
from engine.audit.verification import place_of
from engine.desk.forgetting import beside, person
from engine.desk.forgetting.items import Removed, Why, forget_case
from engine.desk.forgetting.person import Person
from engine.desk.rehearsal import rehearsed
from engine.errors import Refused
from engine.history.events.erased_event import Ground
from engine.history.shape import Subject
from engine.model.items import PREFIX
from engine.model.people import Customer
from engine.search.indexing import index_waiting
from engine.sentences import say
from engine.store import Connection
from engine.store.connection import limits
from engine.store.connection.upgrading import kept_copies
from engine.store.history import forgetting, named_in
from engine.transaction.desk import Desk

Progress = Callable[[int], object]  # told of each transaction


@dataclass(frozen=True)
class Forgetting:
    """What it comes to: the customer with those merged with them, their cases, rows by table, and files.

    `elsewhere` are the other places where the name or an address stands, to be redacted by hand; `copies` the files
    that upgrades have left of the database as it was.
    """

    customers: tuple[Customer, ...]
    case_ids: tuple[int, ...]
    rows: Counter[str] = field(default_factory=Counter)
    files: int = 0
    hindrances: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    copies: tuple[Path, ...] = ()


def look_at_forgetting(desk: Desk, customer_id: int, progress: Progress = lambda _n: None) -> Forgetting:
    """What forgetting that customer would do; nothing is written, and nothing is tried where something is in the way.

    Raises NotFound, and WrongContent where somebody has touched the history.
    """
    with desk.reading() as connection:
        limits.lift(connection)
        found = person.find(connection, customer_id)
        hindrances = tuple(_hindrances(connection, found.case_ids))
        more: dict[str, Any] = {"hindrances": hindrances, "elsewhere": _elsewhere(connection, found)}
    looked = Forgetting(found.rows, found.case_ids, copies=kept_copies(desk.settings.database_url), **more)
    return looked if hindrances else _done(looked, _each(rehearsed(desk), found, Why(Ground.ASKED, None)), progress)


def forget(
    desk: Desk, customer_id: int, ground: Ground, *, by: int | None = None, progress: Progress = lambda _n: None
) -> Forgetting:
    """Does it, from where an earlier try stopped. Raises what looking does, and Refused where work is not finished."""
    done = _forget(desk, customer_id, Why(ground, by), progress)
    finish(desk)
    return done


def _forget(desk: Desk, customer_id: int, why: Why, progress: Progress) -> Forgetting:
    with desk.reading() as connection:
        found = person.find(connection, customer_id)
        _check_finished(connection, found.case_ids)
    return _done(Forgetting(found.rows, found.case_ids), _each(desk, found, why, keeps=True), progress)


def knows_forgotten(desk: Desk, copied: Sequence[Forgotten] = ()) -> bool:
    """Whether there is a register, with the lines of a copy of it too."""
    folder = desk.settings.data_dir
    known = register.read_register(folder / register.NAME)
    if missing := [line for line in copied if line not in known]:
        register.add(folder, missing)
    return (folder / register.NAME).exists()


def forget_again(desk: Desk, progress: Progress = lambda _n: None) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Forgets whoever is back although the register says that they were forgotten, as after an older backup.

    The numbers of the customers, and in sentences why others are still there: work of theirs is open in the backup.
    """
    with desk.reading() as connection:
        lines = tuple(forgotten.back(desk, connection))
    customers, open_ones = [], []
    for line in sorted(lines, key=lambda line: line.subject[0] == Subject.CUSTOMER):  # what was theirs then first
        why, (kind, number) = Why(Ground(line.ground), line.by), line.subject
        try:
            if kind == Subject.CASE:
                _again(desk, number, why)
            elif kind == Subject.CUSTOMER:
                _forget(desk, number, why, lambda _n: None)
                customers.append(number)
        except Refused as error:
            open_ones.append(str(error))
        progress(1)
    finish(desk)
    return tuple(customers), tuple(dict.fromkeys(open_ones))


def _again(desk: Desk, case_id: int, why: Why) -> None:
    """A case that was a forgotten customer's, whoever has it in the backup."""
    with desk.database.write() as connection:
        _check_finished(connection, (case_id,))
        _outside(desk, forget_case(desk, connection, case_id=case_id, why=why))


def finish(desk: Desk) -> None:
    """Nothing of what was removed is left in the index, in the folders of drafts or in the database's files."""
    beside.sweep(desk)
    index_waiting(desk)
    forgetting.compact(desk.database)


def _done(looked: Forgetting, transactions: Iterator[Removed], progress: Progress) -> Forgetting:
    rows, files = Counter(looked.rows), looked.files
    for removed in transactions:
        rows.update(removed.rows)
        files += len(removed.files)
        progress(1)
    return replace(looked, rows=+rows, files=files)


def _each(desk: Desk, found: Person, why: Why, *, keeps: bool = False) -> Iterator[Removed]:
    """One transaction after the other; `keeps` what is outside the database in step, right before each commit.

    A process that ends between the two has said that it forgot what it did not: the next try does that.
    """
    cases = [partial(forget_case, case_id=number) for number in found.case_ids]
    rest = [partial(beside.forget, found=found), partial(person.forget, found=found)]
    for act in (*cases, *rest):
        with desk.database.write() as connection:
            _check_finished(connection, forgetting.cases_of(connection, found.ids))  # a new one may be there meanwhile
            removed = act(desk, connection, why=why)
            if keeps:
                _outside(desk, removed)
        yield removed


def _outside(desk: Desk, removed: Removed) -> None:
    """The register, and the files that no row names any more."""
    register.add(desk.settings.data_dir, removed.lines)
    for sha256 in removed.files:
        desk.files.path(sha256).unlink(missing_ok=True)


def _check_finished(connection: Connection, case_ids: Sequence[int]) -> None:
    if hindrances := tuple(_hindrances(connection, case_ids)):
        raise Refused("D-29", " ".join(hindrances))


def _hindrances(connection: Connection, case_ids: Sequence[int]) -> Iterator[str]:
    """What is not finished, in sentences."""
    if unfinished := forgetting.open_work(connection, case_ids):
        items = ", ".join(f"{PREFIX[kind]}{number}" for kind, number in unfinished)
        yield say("Ikke færdige: %(items)s. Luk sagerne og løs opgaverne først.", items=items)
    if waiting := forgetting.cases_with_mail(connection, case_ids):
        cases = ", ".join(f"SAG{number}" for number in waiting)
        yield say(
            "Der venter beskeder på at blive sendt fra %(cases)s. Vent, til de er sendt eller opgivet.", cases=cases
        )


def _elsewhere(connection: Connection, found: Person) -> tuple[str, ...]:
    """Where the name or an address stands on what is not theirs."""
    theirs = {(Subject.CASE.value, number) for number in found.case_ids}
    theirs |= {(Subject.TASK.value, number) for number in forgetting.tasks_of(connection, found.case_ids)}
    theirs |= {(Subject.CUSTOMER.value, number) for number in found.ids}
    stands = named_in.find(connection, found.words, found.names) if found.words else ()
    others = sorted({place for places in stands for place in places} - theirs)
    return tuple(place_of(Subject(kind), number) for kind, number in others if kind in set(Subject))
