"""The table of blueprints: a new noun is a module with `blueprint`, a row here, and a row in `access`."""

from web import (
    attachments,
    audit,
    auth,
    cases,
    correspondence,
    customers,
    dashboard,
    diagrams,
    items,
    notices,
    preferences,
    processes,
    search,
    steps,
    tasks,
)

BLUEPRINTS = (
    auth.blueprint,
    preferences.blueprint,
    dashboard.blueprint,
    cases.blueprint,
    tasks.blueprint,
    items.blueprint,
    correspondence.blueprint,
    steps.blueprint,
    customers.blueprint,
    search.blueprint,
    attachments.blueprint,
    notices.blueprint,
    diagrams.blueprint,
    processes.blueprint,
    audit.blueprint,
)
