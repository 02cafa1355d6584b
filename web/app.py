"""The application: every part of the web put together for one desk."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, g
from flask_login import LoginManager
from flask_wtf import CSRFProtect

import engine
from engine import Desk
from web import access, rules, urls
from web.account import preferences
from web.blueprints import BLUEPRINTS
from web.customers import customers
from web.forms import form_drafts, new_name, token_of
from web.forms.drafts import older_texts
from web.frame import errors, incoming, security, unsent
from web.frame.proxy import BehindProxy
from web.frame.quick_context import QuickContext
from web.frame.request_context import Signed, find_me
from web.frame.sessions import Sessions
from web.items import beside, conflicts
from web.items.items import KindConverter
from web.overview import list_filters, lists, notices, work_rows
from web.starting import deadline_hints
from web.watching import logs, metrics
from web.wording import drawings, english, language, words

STATIC = Path(__file__).parent / "static"


def build_app(desk: Desk) -> Flask:
    """A WSGI application for an open desk."""
    app = Flask(__name__)
    app.extensions["desk"] = desk
    app.config.update(
        SECRET_KEY=desk.settings.secret_key,
        MAX_CONTENT_LENGTH=desk.settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=7 * 24 * 3600,
    )
    if desk.settings.trusted_proxies:
        app.wsgi_app = BehindProxy(app.wsgi_app, desk.settings.trusted_proxies)  # type: ignore[method-assign]
    app.session_interface = Sessions(app)
    app.jinja_env.context_class = QuickContext
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    logs.watch(app)
    metrics.watch(app, desk)
    incoming.clean(app)
    security.secure(app, base_url=desk.settings.base_url)
    CSRFProtect(app).exempt(form_drafts.blueprint)  # the form's own token says who may
    _speak(app, desk)
    _know_people(app, desk)
    app.before_request(access.guard)
    errors.register(app)
    unsent.register(app)
    app.url_map.converters["kind"] = KindConverter
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _furnish(app, desk)
    return app


def _speak(app: Flask, desk: Desk) -> None:
    english.compile_missing(english.FOLDER)
    desk.hooks.translate = english.translate
    app.jinja_env.globals.update(_=language.in_template, ngettext=language.counted_in_template)


def _know_people(app: Flask, desk: Desk) -> None:
    """The session is looked up at every request: whoever has left, or was signed out elsewhere, is out in a second."""
    manager = LoginManager(app, add_context_processor=False)

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Signed | None:
        found = engine.find_session(desk, token)
        return Signed(found[1], token, found[0]) if found else None


def _furnish(app: Flask, desk: Desk) -> None:
    """What every template may use, and what this request gives it."""
    app.jinja_env.globals.update(IN_TEMPLATES)

    @app.context_processor
    def about_this_request() -> dict[str, Any]:
        reached, spoken = "without_database" not in g, language.language()
        return {
            "_": spoken.in_template,
            "ngettext": spoken.counted_in_template,
            "me": find_me() if reached else None,
            "directory": desk.directory() if reached else None,
            "now": desk.clock(),
            "settings": desk.settings,
            "theme": preferences.theme(),
            "locale": spoken.name,
            "customer_of": lambda value: customers.find(desk, value),
        }


def asset(name: str) -> str:
    """A built file's address, new whenever it is built anew."""
    try:
        built_at = int((STATIC / name).stat().st_mtime)
    except OSError:
        built_at = 0
    return urls.url_for("static", filename=name, v=built_at)


# what every template may use
IN_TEMPLATES: Mapping[str, object] = {
    "words": words,
    "icon": drawings.icon,
    "url_for": urls.url_for,
    "item_url": urls.item_url,
    "link_url": urls.link_url,
    "rule_url": urls.rule_url,
    "manual_of": rules.manual_of,
    "asset": asset,
    "rail": access.entries_for,
    "unread_notices": notices.unread,
    "form_name": new_name,
    "conflicts": conflicts.conflicts,
    "draft_token": token_of,
    "older_texts": older_texts,
    "deadline_hint": deadline_hints.hint_of,
    "LOCALES": language.LOCALES,
    "THEMES": preferences.THEMES,
    "COLUMNS": lists.COLUMNS,
    "AGES": list_filters.AGES,
    "work_lines": work_rows.work_lines,
    "row_acts": work_rows.row_acts,
    "ways_beside": beside.ways,
    "lets_in": access.lets_in,
}
