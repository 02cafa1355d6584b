"""The table of blueprints: what the product has in a browser. A new noun is a module with `blueprint`, and a row here and in `access`."""

from web import (
    attachments,
    auth,
    cases,
    correspondence,
    customers,
    dashboard,
    diagrams,
    items,
    notices,
    preferences,
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
)
