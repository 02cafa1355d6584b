"""Completing a waiting step with the form that its diagram draws."""

from functools import partial

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

import engine
from engine import Completion, UserTask
from web.forms import attempt, read_values, sender_of
from web.forms.kinds import Posted
from web.frame.numbers import number_of
from web.frame.request_context import desk, me
from web.items import edits
from web.items.item_page import page
from web.urls import item_url
from web.wording.language import gettext as _
from web.wording.words import agent_name, team_name

blueprint = Blueprint("steps", __name__)


@blueprint.post("/trin/<user_task_id>")
def complete(user_task_id: str) -> Response | tuple[str, int]:
    place = f"trin-{user_task_id}"
    if edits.is_looking_up(request.form):
        done, said = None, edits.looked_up(place, request.form)
    else:
        done, said = attempt(place, request.form, lambda: _complete(user_task_id))
    if done is None:
        step = engine.find_step(desk(), user_task_id)
        return page(step.item_kind, step.item_id, said)
    flash(_what_now(done))
    return redirect(item_url(done.item))


@blueprint.get("/trin/<user_task_id>")
def show(user_task_id: str) -> Response:
    """A step stands on its item's page; this is for whoever reloads after a refusal."""
    step = engine.look_at_step(desk(), user_task_id, by=me().id).user_task
    return redirect(url_for("items.show", kind=step.item_kind, item_id=step.item_id))


def _complete(user_task_id: str) -> Completion:
    kind = edits.kind_of(request.form)
    return engine.complete(
        desk(),
        user_task_id,
        request.form.get("outcome", ""),
        partial(read_values, posted=Posted(request.form, request.files)),
        by=sender_of(request, me().id),
        seen_version=number_of(request.form.get("version")),
        edited=edits.read(kind, request.form, request.files) if kind else None,
    )


def _what_now(done: Completion) -> str:
    """What happened, and what waits now on whom; a closed case is said first of all."""
    number = done.item.number
    if done.closed and done.closed.number == number:
        return _("%(number)s er lukket.", number=number)
    did = _("%(number)s: »%(what)s« er udført.", number=number, what=done.done)
    if done.closed:
        return f"{did} {_('%(number)s er lukket.', number=done.closed.number)}"
    waiting = done.opened or engine.waiting(desk(), done.item.kind, done.item.id)  # another process may have taken over
    return f"{did} {_waits(waiting[0]) if waiting else _('Der er ikke flere trin.')}"


def _waits(step: UserTask) -> str:
    """Which step waits now, and on whom."""
    if step.assignee_id == me().id:
        return _("Nu venter »%(step)s« på dig.", step=step.name)
    directory = desk().directory()
    who = agent_name(directory, step.assignee_id) or team_name(directory, step.team_id)
    return _("Nu venter »%(step)s« på %(who)s.", step=step.name, who=who)
