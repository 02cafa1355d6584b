"""What is written on a case, passage by passage: what the index is made of, and what a result shows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.model.correspondence import Entry, EntryKind
from engine.model.items import Case, Kind, Task, WorkItem
from engine.model.people import Customer
from engine.store import Connection
from engine.store.people import customers
from engine.store.work import correspondence, items


@dataclass(frozen=True)
class Passage:
    """One text on a case or on a task of it. `place` says what it is: "subject", "description", "category", "field",
    "number", "customer", "internal", "external", "mail", "recipients" or "file".
    """

    item: WorkItem
    place: str
    text: str
    entry_id: int | None = None
    at: datetime | None = None
    is_internal: bool = False
    is_solution: bool = False


@dataclass(frozen=True)
class WrittenCase:
    """A case with all that is written on it; entries by item, newest first."""

    case: Case
    tasks: tuple[Task, ...]
    customer: Customer
    entries: Mapping[tuple[Kind, int], Sequence[Entry]]

    def passages(self) -> Iterator[Passage]:
        """The most telling first: subjects and the customer, then entries from the newest, then descriptions."""
        both = (self.case, *self.tasks)
        yield from (Passage(item, "subject", item.subject) for item in both)
        known = (self.customer.name, self.customer.email, self.customer.phone, self.customer.department)
        yield Passage(self.case, "customer", " · ".join(filter(None, known)))
        yield from (passage for entry, item in self._correspondence() for passage in _of_entry(entry, item))
        for item in both:
            yield Passage(item, "description", item.description)
            yield from (Passage(item, "field", value) for value in item.extra.values())
            yield Passage(item, "number", item.number)
        yield Passage(self.case, "category", self.case.category)

    def _correspondence(self) -> list[tuple[Entry, WorkItem]]:
        both = (self.case, *self.tasks)
        found = [(entry, item) for item in both for entry in self.entries.get((item.kind, item.id), ())]
        return sorted(found, key=lambda pair: pair[0].id, reverse=True)


def written_on(connection: Connection, case_ids: Sequence[int]) -> dict[int, WrittenCase]:
    """{case number: the case}, for those that there are."""
    cases = items.cases_of(connection, case_ids)
    tasks = items.tasks_of_each(connection, list(cases))
    who = customers.of(connection, {case.customer_id for case in cases.values()})
    numbers = {Kind.CASE: list(cases), Kind.TASK: [task.id for each in tasks.values() for task in each]}
    entries: dict[int, dict[tuple[Kind, int], Sequence[Entry]]] = defaultdict(dict)
    case_of = {(Kind.CASE, number): number for number in cases}
    case_of |= {(Kind.TASK, task.id): task.case_id for each in tasks.values() for task in each}
    for kind, ids in numbers.items():
        for item_id, found in correspondence.of_each(connection, kind, ids).items() if ids else ():
            entries[case_of[kind, item_id]][kind, item_id] = found
    return {
        number: WrittenCase(case, tasks[number], who[case.customer_id], entries[number])
        for number, case in cases.items()
    }


def _of_entry(entry: Entry, item: WorkItem) -> Iterator[Passage]:
    internal, solution = entry.kind == EntryKind.INTERNAL, entry.id == item.solution_entry_id
    texts = [(entry.kind.value, "\n".join(filter(None, (entry.subject, entry.text))))]
    texts += [("file", file.name) for file in entry.attachments]
    texts.append(("recipients", ", ".join((*entry.recipients, *entry.cc))))
    for place, text in texts:
        yield Passage(item, place, text, entry.id, entry.written_at, internal, solution)
