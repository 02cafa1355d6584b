"""A browser from which somebody has signed in before: what strangers type against their name does not slow it.

One cookie, signed with the desk's key, names the account and the browser; it lets nobody in.
"""

import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

COOKIE = "kendt"
A_YEAR_SECONDS = 365 * 24 * 3600


def of(username: str) -> str:
    """The name of this browser, if that account has signed in from it; else nothing."""
    try:
        account, browser = _signer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(browser) if account == username.strip().lower() else ""


def remember(response: Response, username: str) -> None:
    """From now on this browser is known to that account."""
    value = _signer().dumps([username.lower(), of(username) or secrets.token_urlsafe(16)])
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, value, max_age=A_YEAR_SECONDS, httponly=True, samesite="Lax", secure=secure)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known-browser")
