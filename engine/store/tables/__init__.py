"""The tables, one file a noun. Everything a person sees in a list is a column with an index."""

from engine.store.tables.columns import FAR, metadata
from engine.store.tables.correspondence import attachments, entries, form_drafts, outbox
from engine.store.tables.history import chains, events
from engine.store.tables.items import cases, item_numbers, saved_lists, seen, tasks, timers
from engine.store.tables.machinery import heartbeats, jobs, marks
from engine.store.tables.people import (
    categories,
    customers,
    memberships,
    muted,
    people,
    sessions,
    teams,
    tries,
    viewings,
)
from engine.store.tables.processes import answers, definitions, instances, routes, user_tasks

__all__ = [
    "item_numbers",
    "FAR",
    "answers",
    "attachments",
    "cases",
    "categories",
    "chains",
    "customers",
    "definitions",
    "entries",
    "events",
    "form_drafts",
    "heartbeats",
    "instances",
    "jobs",
    "marks",
    "memberships",
    "metadata",
    "muted",
    "outbox",
    "people",
    "routes",
    "saved_lists",
    "seen",
    "sessions",
    "tasks",
    "teams",
    "timers",
    "tries",
    "user_tasks",
    "viewings",
]
