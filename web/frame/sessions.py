"""The session in its cookie: signed as Flask signs it, and written as plain JSON, which is all that it holds here."""

from typing import Any

import orjson
from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import TimedSerializer
from itsdangerous.encoding import base64_decode, base64_encode
from itsdangerous.exc import BadData, BadSignature

from engine.errors import WrongSetting

UNREAD = 5  # messages that wait for their page


class _Signed(TimedSerializer[str]):
    def dump_payload(self, obj: Any) -> bytes:
        return base64_encode(orjson.dumps(obj))

    def load_payload(self, payload: bytes, serializer: Any = None) -> Any:
        try:
            return dict(orjson.loads(base64_decode(payload)))
        except (BadData, TypeError, ValueError) as error:
            raise BadSignature("signed, but not written here") from error


class Sessions(SecureCookieSessionInterface):
    """Of one application, whose key does not change while it runs."""

    salt = "sagsgang-session"  # a visit that Flask's own writing kept ends, and begins anew

    def __init__(self, app: Flask):
        if not app.secret_key:
            raise WrongSetting("SAGSGANG_SECRET_KEY is empty; expected at least 32 random characters")
        how = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
        self._signed = _Signed(app.secret_key, salt=self.salt, signer_kwargs=how)

    def get_signing_serializer(self, app: Flask) -> Any:
        return self._signed

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """A cookie has little room: of what nobody has read, the last is kept. A built file, which proxies may keep for
        everybody, carries none.
        """
        if request.endpoint == "static":
            return
        if len(session.get("_flashes", ())) > UNREAD:
            session["_flashes"] = session["_flashes"][-UNREAD:]
        super().save_session(app, session, response)
