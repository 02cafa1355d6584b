"""What a decision may ask for, from the database: one function a need."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.flow import needs
from engine.flow.needs import Need
from engine.model.instances import UserTask
from engine.model.items import Case, Kind, Task
from engine.operations import ASKED, Deed
from engine.store import Connection, definitions
from engine.store.history import events
from engine.store.people import customers, people
from engine.store.work import answers, correspondence, instances, items, numbers, outbox
from engine.transaction.desk import Desk

Known = dict[Need[Any], Any]


class Loader:
    """Reads for one transaction. `locks`: items are held until its end (D-11); a page only looks."""

    def __init__(self, desk: Desk, connection: Connection, *, locks: bool):
        self.desk, self.connection, self.locks = desk, connection, locks

    def load(self, need: Need[Any]) -> Known:
        """The need's value, with those that come along with it."""
        return _LOADERS[type(need)](self, need)

    def program_of(self, definition_id: int) -> Known:
        return {needs.ProgramOf(definition_id): self.desk.program(self.connection, definition_id)}


def step_as_known(loaded: instances.Loaded) -> Known:
    """What is known with a step that was read with all that it stands on."""
    case = loaded.case
    known: Known = {needs.ItemOf(Kind.CASE, case.id): case}
    if loaded.task is not None:
        known[needs.ItemOf(Kind.TASK, loaded.task.id)] = loaded.task
    if loaded.customer is not None:
        known[needs.CustomerOf(case.customer_id)] = loaded.customer
    known[needs.NewEntryNumber(0)] = loaded.entry_number
    return known


def foreseen(user_task: UserTask, case: Case, allowed: str | None) -> tuple[Need[Any], ...]:
    """What a button of that kind will ask for: loaded beforehand, so that nothing is decided twice."""
    of_case = user_task.item_kind == Kind.CASE
    if allowed == Deed.CLOSE:
        own = () if of_case else (needs.RunningOf(Kind.CASE, case.id),)
        return (needs.TasksOf(case.id), needs.RunningOfCase(case.id), *own)
    if of_case and any(deed == allowed and asked.tasks for deed, asked in ASKED.items()):
        return (needs.TasksOf(case.id),)
    return ()


def _item(loader: Loader, need: needs.ItemOf) -> Known:
    item = items.find(loader.connection, need.kind, need.id, lock=loader.locks)
    if not isinstance(item, Task):
        return {need: item}
    case = needs.ItemOf(Kind.CASE, item.case_id)
    return {need: item, case: items.find(loader.connection, case.kind, case.id)}


def _customer(loader: Loader, need: needs.CustomerOf) -> Known:
    found = customers.find(loader.connection, need.customer_id)
    assert found is not None
    return {need: found}


def _chosen_customer(loader: Loader, need: needs.ChosenCustomer) -> Known:
    is_number = isinstance(need.customer_id, int)
    return {need: customers.find_own(loader.connection, need.customer_id) if is_number else None}


def _tasks(loader: Loader, need: needs.TasksOf) -> Known:
    found = items.tasks_of(loader.connection, need.case_id)
    return {need: found, **{needs.ItemOf(Kind.TASK, task.id): task for task in found}}


def _waiting(loader: Loader, need: needs.WaitingOf) -> Known:
    return {need: instances.waiting_of(loader.connection, need.kind, need.id)}


def _running(loader: Loader, need: needs.RunningOf) -> Known:
    found = instances.find_running(loader.connection, need.kind, need.id)
    return {need: found} | (loader.program_of(found.definition_id) if found else {})


def _running_of_case(loader: Loader, need: needs.RunningOfCase) -> Known:
    found = instances.running_of_case(loader.connection, need.case_id)
    known: Known = {need: found}
    for running in found:
        known |= loader.program_of(running.definition_id)
    return known


def _last_instance(loader: Loader, need: needs.LastInstanceOf) -> Known:
    found = instances.instances_of(loader.connection, need.kind, need.id)[0]
    return {need: found} | loader.program_of(found.definition_id)


def _answers(loader: Loader, need: needs.AnswersOf) -> Known:
    return {need: answers.of_instance(loader.connection, need.instance_id)}


def _entry(loader: Loader, need: needs.EntryOf) -> Known:
    return {need: correspondence.find(loader.connection, need.entry_id)}


def _message(loader: Loader, need: needs.MessageOf) -> Known:
    return {need: outbox.find(loader.connection, need.message_id)}


def _text(loader: Loader, need: needs.TextOf) -> Known:
    return {need: correspondence.text_of(loader.connection, need.entry_id)}


def _route(loader: Loader, need: needs.RouteOf) -> Known:
    """With the process that it leads to."""
    key = people.find_route(loader.connection, need.kind.value, need.origin, need.receiver)
    return {need: key} | (loader.load(needs.NewestOf(key)) if key else {})


def _newest(loader: Loader, need: needs.NewestOf) -> Known:
    found = definitions.newest(loader.connection, need.key)
    return {need: found} | (loader.program_of(found.id) if found else {})


def _program(loader: Loader, need: needs.ProgramOf) -> Known:
    return loader.program_of(need.definition_id)


def _last_change(loader: Loader, need: needs.LastChangeOf) -> Known:
    event = events.last_change(loader.connection, need.kind, need.id, need.column)
    return {need: event and (event.actor_id, event.at)}


def _item_number(loader: Loader, need: needs.NewItemNumber) -> Known:
    """With the number of the instance that it starts."""
    item, instance = numbers.count_item(loader.connection, need.kind)
    return {need: item, needs.NewInstanceNumber(0): instance}


def _instance_number(loader: Loader, need: needs.NewInstanceNumber) -> Known:
    return {need: numbers.draw(loader.connection, "instances", place=need.place)[0]}


def _entry_number(loader: Loader, need: needs.NewEntryNumber) -> Known:
    return {need: numbers.draw(loader.connection, "entries", place=need.place)[0]}


_LOADERS: Mapping[type[Need[Any]], Callable[[Loader, Any], Known]] = {
    needs.ItemOf: _item,
    needs.CustomerOf: _customer,
    needs.ChosenCustomer: _chosen_customer,
    needs.TasksOf: _tasks,
    needs.WaitingOf: _waiting,
    needs.RunningOf: _running,
    needs.RunningOfCase: _running_of_case,
    needs.LastInstanceOf: _last_instance,
    needs.AnswersOf: _answers,
    needs.EntryOf: _entry,
    needs.MessageOf: _message,
    needs.TextOf: _text,
    needs.RouteOf: _route,
    needs.NewestOf: _newest,
    needs.ProgramOf: _program,
    needs.LastChangeOf: _last_change,
    needs.NewItemNumber: _item_number,
    needs.NewInstanceNumber: _instance_number,
    needs.NewEntryNumber: _entry_number,
}
