"""A browser from which somebody has signed in before: what strangers type against their name does not slow it, and it
may send files.

One cookie, signed with the desk's key, names the account and the browser; it lets nobody in.
"""

import secrets
from collections.abc import Mapping

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

COOKIE = "kendt"
A_YEAR_SECONDS = 365 * 24 * 3600


def of(username: str) -> str:
    """The name of this browser, if that account has signed in from it; else nothing."""
    account, browser = _read(request.cookies.get(COOKIE, ""), _key())
    return browser if account == username.strip().lower() else ""


def is_known(cookies: Mapping[str, str], key: str) -> bool:
    """Whether anybody of this desk, whose secret key that is, has signed in from the browser with those cookies."""
    return bool(_read(cookies.get(COOKIE, ""), key)[1])


def remember(response: Response, username: str) -> None:
    """From now on this browser is known to that account."""
    value = _signer(_key()).dumps([username.lower(), of(username) or secrets.token_urlsafe(16)])
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, value, max_age=A_YEAR_SECONDS, httponly=True, samesite="Lax", secure=secure)


def _read(value: str, key: str) -> tuple[str, str]:
    """(account, name of the browser); empty ones of what was not signed here."""
    try:
        account, browser = _signer(key).loads(value)
    except (BadSignature, ValueError, TypeError):
        return "", ""
    return str(account), str(browser)


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])


def _signer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="known-browser")
