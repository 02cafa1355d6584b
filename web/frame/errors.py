"""Every no of the engine, and every mistake of a browser, as one status and one page. No traceback is ever shown."""

import errno
from collections.abc import Mapping

from flask import Flask, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

import engine
from engine.errors import (
    AlreadyThere,
    ChangedMeanwhile,
    DeskError,
    Invalid,
    NeedsReason,
    NotDeployable,
    NotFound,
    ProcessFault,
    ReadOnly,
    Refused,
    SignInRefused,
    Unavailable,
    WrongContent,
    WrongSetting,
)
from web.frame.request_context import desk
from web.watching.request_metrics import count_refusal
from web.wording import words
from web.wording.language import gettext as _
from web.wording.language import lazy_gettext as _l

# engine error → status; the nearest class counts
STATUS: Mapping[type[DeskError], int] = {
    Refused: 422,
    NeedsReason: 422,
    Invalid: 422,
    AlreadyThere: 422,
    NotDeployable: 422,
    NotFound: 404,
    WrongContent: 404,
    ChangedMeanwhile: 409,
    SignInRefused: 403,
    Unavailable: 503,
    ReadOnly: 503,
    ProcessFault: 500,
    WrongSetting: 500,
    DeskError: 500,
}

TITLES: Mapping[int, str] = {
    400: _l("Forespørgslen kan ikke læses"),
    401: _l("Du er logget ud"),
    403: _l("Det har du ikke adgang til"),
    404: _l("Siden findes ikke"),
    405: _l("Det kan siden ikke"),
    409: _l("Nogen kom først"),
    413: _l("Det fylder for meget"),
    422: _l("Det kan ikke lade sig gøre"),
    429: _l("For mange forsøg"),
    500: _l("Der er en fejl hos os"),
    503: _l("Sagsgang er væk et øjeblik"),
}
SENTENCES: Mapping[int, str] = {
    401: _l("Intet er gemt. Log ind igen, og prøv en gang til."),
    403: _l("Din rolle giver ikke adgang her. Gå tilbage til Overblik."),
    404: _l("Der er ikke noget her, eller også må du ikke se det."),
    405: _l("Adressen kan ikke bruges på den måde. Gå tilbage, og brug knapperne på siden."),
    413: _l("Det, du sendte, er for stort. Vedhæft mindre filer, eller send dem hver for sig."),
    500: _l("Intet er gemt. Fejlen er skrevet i loggen. Prøv igen, eller sig det til en administrator."),
}
FULL = _l("Der er ikke plads på serverens disk. Intet er gemt. Sig det til en administrator, og prøv igen om lidt.")
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
RETRY_AFTER_SECONDS = 5
TOUCHED = _l(
    "Nogen har ændret i databasen uden om Sagsgang, så det kan ikke vises. Intet er gemt. "
    "Sig det til en administrator; Kontrol af historikken siger, hvad der ikke stemmer."
)
FORGED = _l("Siden var for gammel eller blev sendt fra et andet sted. Intet er gemt. Genindlæs siden, og prøv igen.")
# Fields of a form that nobody wrote: they are not shown again.
UNSHOWN = frozenset(
    {
        "csrf_token",
        "once",
        "next",
        "username",
        "password",
        "current",
        "again",
        "customer-label",
        "customer-help",
        "customer-add",
    }
)


def status_of(error: DeskError) -> int:
    """The status of the nearest class that the table names."""
    if isinstance(error, SignInRefused) and error.wait_seconds:
        return 429
    if isinstance(error, Refused) and error.rule == "R067":
        return 409
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def register(app: Flask) -> None:
    app.register_error_handler(DeskError, _desk_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(OSError, _os_error)


def _desk_error(error: DeskError) -> tuple[str, int]:
    status = status_of(error)
    count_refusal(error)
    if status >= 500:
        current_app.logger.error("the desk could not: %s", error, exc_info=error)
    return error_page(status, words.tell(error.args[0] if error.args else ""), error)


def _unavailable(error: Unavailable) -> tuple[str, int, dict[str, str]]:
    """Whoever noticed has written it in the log already."""
    return _try_later(words.tell(error.args[0]))


def _os_error(error: OSError) -> tuple[str, int, dict[str, str]]:
    """A full disk passes; anything else is a fault."""
    if error.errno not in NO_ROOM:
        raise error
    current_app.logger.error("the disk is full: %s", error)
    return _try_later(str(FULL))


def _try_later(sentence: str) -> tuple[str, int, dict[str, str]]:
    g.without_database = True
    return *error_page(503, sentence), {"Retry-After": str(RETRY_AFTER_SECONDS)}


def _http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    status = error.code or 500
    if status < 400:
        return error  # a redirect that Werkzeug raised
    if isinstance(error, InternalServerError) and error.original_exception:
        current_app.logger.error("unexpected", exc_info=error.original_exception)
        if _touched():
            return error_page(status, str(TOUCHED))
    return error_page(status, str(SENTENCES.get(status, _("Prøv igen fra Overblik."))))


def _touched() -> bool:
    """Whether somebody changed the record of the case or task that was asked for."""
    here = request.view_args or {}
    try:
        return "item_id" in here and bool(engine.verify_item(desk(), here["kind"], here["item_id"]))
    except (NotFound, Unavailable):
        return False


def _typed() -> tuple[str, ...]:
    """The texts of a form that was not taken, to copy from: what has the length or the look of something written."""
    written = (
        text.strip()
        for name, text in request.form.items(multi=True)
        if name not in UNSHOWN and not name.startswith(("seen-", "kept-"))
    )
    return tuple(text for text in written if len(text) > 40 or " " in text)


def _files() -> tuple[str, ...]:
    """The names of files that came along with it, to choose again."""
    return tuple(file.filename for file in request.files.values() if file.filename)


def error_page(status: int, sentence: str, error: DeskError | None = None) -> tuple[str, int]:
    """The page and its status; one for strangers where there is no database to know anybody by.

    Whoever is signed out is shown nothing of what was typed: it may be another's.
    """
    kept, files = (_typed(), _files()) if status not in (401, 413) else ((), ())  # too large a form is not read
    title = TITLES.get(status, TITLES[400] if status < 500 else TITLES[500])
    about = {"status": status, "title": title, "sentence": sentence, "error": error, "kept": kept, "files": files}
    try:
        return render_template("errors/page.html", **about), status
    except Unavailable:
        g.without_database = True
        return render_template("errors/page.html", **about), status
