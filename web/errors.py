"""Every no of the engine, and every mistake of a browser, as one status and one page. No traceback is ever shown."""

from collections.abc import Mapping

from flask import Flask, current_app, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from engine.errors import (
    AlreadyDone,
    ChangedMeanwhile,
    DeskError,
    Invalid,
    NeedsReason,
    NotDeployable,
    NotFound,
    ProcessFault,
    Refused,
    SignInRefused,
    WrongSetting,
)

# engine error → status; the nearest class counts
STATUS: Mapping[type[DeskError], int] = {
    Refused: 422,
    NeedsReason: 422,
    Invalid: 422,
    NotDeployable: 422,
    NotFound: 404,
    ChangedMeanwhile: 409,
    AlreadyDone: 409,
    SignInRefused: 403,
    ProcessFault: 500,
    WrongSetting: 500,
    DeskError: 500,
}

TITLES: Mapping[int, str] = {
    400: _l("Forespørgslen kan ikke læses"),
    403: _l("Det har du ikke adgang til"),
    404: _l("Siden findes ikke"),
    405: _l("Det kan siden ikke"),
    409: _l("Nogen kom først"),
    413: _l("Det fylder for meget"),
    422: _l("Det kan ikke lade sig gøre"),
    429: _l("For mange forsøg"),
    500: _l("Der er en fejl hos os"),
}
SENTENCES: Mapping[int, str] = {
    403: _l("Din rolle giver ikke adgang her. Gå tilbage til Overblik."),
    404: _l("Der er ikke noget her, eller også må du ikke se det."),
    405: _l("Adressen kan ikke bruges på den måde. Gå tilbage, og brug knapperne på siden."),
    413: _l("Det, du sendte, er for stort. Vedhæft mindre filer, eller send dem hver for sig."),
    500: _l("Intet er gemt. Fejlen er skrevet i loggen. Prøv igen, eller sig det til en administrator."),
}
FORGED = _l("Siden var for gammel eller blev sendt fra et andet sted. Intet er gemt. Genindlæs siden, og prøv igen.")


def status_of(error: DeskError) -> int:
    """The status of the nearest class that the table names."""
    if isinstance(error, SignInRefused) and error.wait_seconds:
        return 429
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def register(app: Flask) -> None:
    app.register_error_handler(DeskError, _desk_error)
    app.register_error_handler(HTTPException, _http_error)


def _desk_error(error: DeskError) -> tuple[str, int]:
    status = status_of(error)
    if status >= 500:
        current_app.logger.error("the desk could not: %s", error, exc_info=error)
    return _page(status, str(error), error), status


def _http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    status = error.code or 500
    if status < 400:
        return error  # a redirect that Werkzeug raised
    if isinstance(error, InternalServerError) and error.original_exception:
        current_app.logger.error("unexpected", exc_info=error.original_exception)
    sentence = FORGED if isinstance(error, CSRFError) else SENTENCES.get(status, _("Prøv igen fra Overblik."))
    return _page(status, str(sentence)), status


def _page(status: int, sentence: str, error: DeskError | None = None) -> str:
    title = TITLES.get(status, TITLES[400] if status < 500 else TITLES[500])
    return render_template("errors/page.html", status=status, title=title, sentence=sentence, error=error)
