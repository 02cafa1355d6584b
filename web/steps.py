"""Completing a waiting step with the form that its diagram draws."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

import engine
from engine import Completion, FormField, Step
from web.forms import attempt, overrides_of, read_values
from web.forms.kinds import Posted
from web.here import desk, me
from web.item_page import page
from web.urls import item_url
from web.words import agent_name, team_name

blueprint = Blueprint("steps", __name__)


@blueprint.post("/trin/<user_task_id>")
def complete(user_task_id: str) -> Response | tuple[str, int]:
    user_task, step = engine.find_step(desk(), user_task_id)
    outcome = request.form.get("outcome", "")
    values = read_values(_fields(step, outcome), Posted(request.form, request.files))
    done, said = attempt(f"trin-{user_task_id}", request.form, lambda: _complete(user_task_id, outcome, values))
    if done is None:
        return page(user_task.item_kind, user_task.item_id, said)
    flash(_what_now(step, outcome, done))
    return redirect(item_url(done.item))


@blueprint.get("/trin/<user_task_id>")
def show(user_task_id: str) -> Response:
    """A step stands on its item's page; this is for whoever reloads after a refusal."""
    step = engine.look_at_step(desk(), user_task_id, by=me().id).user_task
    return redirect(url_for("items.show", kind=step.item_kind, item_id=step.item_id))


def _complete(user_task_id: str, outcome: str, values: dict[str, Any]) -> Completion:
    version = request.form.get("version", "")
    return engine.complete(
        desk(),
        user_task_id,
        outcome,
        values,
        by=me().id,
        seen_version=int(version) if version.isdecimal() and len(version) < 10 else None,
        overrides=overrides_of(request.form),
    )


def _fields(step: Step, outcome: str) -> tuple[FormField, ...]:
    """Those that the pressed button reads; what was typed in the others is not sent on."""
    form = step.form
    chosen = next((o for o in form.outcomes if o.id == outcome), None)
    return form.fields_of(chosen) if chosen else form.fields


def _what_now(step: Step, outcome: str, done: Completion) -> str:
    """What happened and who has it now, in one sentence."""
    name = next((o.name for o in step.form.outcomes if o.id == outcome), step.name)
    directory = desk().directory()
    if done.ended or not done.opened:
        return _("%(number)s: %(what)s. Der er ikke flere trin.", number=done.item.number, what=name)
    opened = done.opened[0]
    who = agent_name(directory, opened.assignee_id) or team_name(directory, opened.team_id)
    return _(
        "%(number)s: %(what)s. Nu: %(step)s, hos %(who)s.",
        number=done.item.number,
        what=name,
        step=opened.name,
        who=who,
    )
