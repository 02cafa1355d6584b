"""The table of blueprints: a new noun is a module with `blueprint`, a row here, and a row in `access`."""

from web import rules
from web.account import auth, preferences, profile
from web.administration import administration, categories, staff, teams
from web.audit import audit, checking
from web.customers import customer_pages, customers
from web.forms import form_drafts
from web.items import attachments, beside, correspondence, items, steps
from web.overview import dashboard, notices, saved_lists, search, several
from web.processes import diagrams, processes
from web.starting import cases, deadline_hints, tasks
from web.watching import health, metrics

BLUEPRINTS = (
    auth.blueprint,
    health.blueprint,
    metrics.blueprint,
    preferences.blueprint,
    dashboard.blueprint,
    cases.blueprint,
    tasks.blueprint,
    items.blueprint,
    correspondence.blueprint,
    steps.blueprint,
    form_drafts.blueprint,
    deadline_hints.blueprint,
    customers.blueprint,
    saved_lists.blueprint,
    beside.blueprint,
    customer_pages.blueprint,
    search.blueprint,
    several.blueprint,
    attachments.blueprint,
    notices.blueprint,
    diagrams.blueprint,
    processes.blueprint,
    audit.blueprint,
    checking.blueprint,
    administration.blueprint,
    staff.blueprint,
    categories.blueprint,
    teams.blueprint,
    rules.blueprint,
    profile.blueprint,
)
