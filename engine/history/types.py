"""The one table of what can happen to whom. A type without a class, or twice, ends the start of the product."""

from collections.abc import Mapping
from typing import Any

from engine.history.events import desk_events as desk
from engine.history.events import item_events as item
from engine.history.events import message_events as message
from engine.history.events import people_events as people
from engine.history.events.erased_event import ERASED, CustomerErased, ItemErased, MessageErased
from engine.history.shape import Recorded, Subject, parts_of

FORMAT = 1

_OF_ITEMS: Mapping[str, type[Recorded]] = {
    "edited": item.Edited,
    "started": item.Started,
    "completed": item.Completed,
    "withdrawn": item.Withdrawn,
    "message": item.MessageReceived,
    "overdue": item.Overdue,
    "offered": item.Offered,
    "entry": item.EntryWritten,
    "solution-marked": item.SolutionMarked,
    "deviation": item.Deviation,
    "hook-failed": item.HookFailed,
    "written": item.Written,
    ERASED: ItemErased,
}
TYPES: Mapping[Subject, Mapping[str, type[Recorded]]] = {
    Subject.CASE: {"registered": item.Registered, "task-created": item.TaskCreated, "closed": item.Closed, **_OF_ITEMS},
    Subject.TASK: {"created": item.Created, "mail-sent": item.MailSent, **_OF_ITEMS},
    Subject.MESSAGE: {
        "delivered": message.Delivered,
        "failed": message.Failed,
        "again": message.Again,
        ERASED: MessageErased,
    },
    Subject.AGENT: {
        "added": people.AgentAdded,
        "changed": people.AgentChanged,
        "left": people.AgentLeft,
        "back": people.AgentBack,
        "password-set": people.PasswordSet,
        "signed-in": people.SignedIn,
        "sign-in-failed": people.SignInFailed,
    },
    Subject.CUSTOMER: {
        "added": people.CustomerAdded,
        "changed": people.CustomerChanged,
        "merged": people.CustomerMerged,
        ERASED: CustomerErased,
    },
    Subject.TEAM: {"added": people.TeamAdded, "changed": people.TeamChanged, "demands-set": people.DemandsSet},
    Subject.DEFINITION: {"deployed": desk.Deployed},
    Subject.DESK: {
        "installed": desk.Installed,
        "route-set": desk.RouteSet,
        "setting-set": desk.SettingSet,
        "heads-written": desk.HeadsWritten,
        "replay-begun": desk.ReplayBegun,
        "replay-ended": desk.ReplayEnded,
        "viewings-closed": desk.ViewingsClosed,
        "viewings-deleted": desk.ViewingsDeleted,
    },
}


def class_of(subject: Subject, type_: str) -> type[Recorded] | None:
    return TYPES.get(subject, {}).get(type_)


def build(subject: Subject, type_: str, details: Mapping[str, Any]) -> Recorded:
    """An event of that type; raises TypeError for a detail that it does not know, or one that it lacks."""
    return TYPES[subject][type_](**details)


def name_of(subject: Subject, event: Recorded) -> str:
    """What the type of an event is called."""
    return _NAMES[subject][type(event)]


def _named(types: Mapping[str, type[Recorded]]) -> Mapping[type[Recorded], str]:
    named = {class_: name for name, class_ in types.items()}
    if len(named) < len(types):
        raise TypeError("one class for two types of events")
    return named


_NAMES = {subject: _named(types) for subject, types in TYPES.items()}
if missing := set(Subject) - TYPES.keys():
    raise TypeError(f"nothing can happen to {missing}: engine.history.types is incomplete")
for _class in {class_ for types in TYPES.values() for class_ in types.values()}:
    if "private" in dict(parts_of(_class)):
        raise TypeError(f"{_class.__name__} has a field `private`, where the commitments stand")
