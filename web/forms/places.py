"""Where a form has its draft: a token in the form says it, signed for whom it was made, so that it needs no session."""

import re
from dataclasses import dataclass
from functools import lru_cache

from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict

from web.frame.request_context import desk, me

TOKEN, VERSION = "draft", "draft-version"  # inputs of such a form
COUNT = "draft-count"  # what the script sends beside them: with a save, which of the form's it is
SENT_COUNT, WRITER = "draft-saves", "draft-writer"  # with the form: its last one; a name that holds for this page alone
_UNNAMED = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True)
class Place:
    """`address` is where the form is sent to, `page` the one that shows it."""

    agent_id: int
    address: str
    page: str

    @property
    def token(self) -> str:
        return _signed(desk().settings.secret_key, self)


def token_of(address: str, page: str = "") -> str:
    """For a form of mine."""
    return Place(me().id, address, page or address).token


def read_place(typed: MultiDict[str, str]) -> Place | None:
    """Where a sent form has its draft; None for a form without one, or with a token that is made up."""
    try:
        return Place(*_signer(desk().settings.secret_key).loads(typed.get(TOKEN, "")))
    except (BadSignature, TypeError):
        return None


def seen_version(typed: MultiDict[str, str]) -> int:
    """The version of the draft that the form began with; 0 where there was none."""
    return _number(typed, VERSION)


def sent_count(typed: MultiDict[str, str]) -> int:
    """Which of the drafts that the form sent this is; 0 where no script counted."""
    return _number(typed, COUNT)


def saves_before(typed: MultiDict[str, str]) -> int:
    """How many drafts a form sent before it was sent itself; 0 where no script counted."""
    return _number(typed, SENT_COUNT)


def writer_of(typed: MultiDict[str, str], name: str) -> str:
    """What a form's drafts are known by: one that goes back has the name of before, which holds for what it sends."""
    return _UNNAMED.sub("", typed.get(WRITER, name))[:22]


def _number(typed: MultiDict[str, str], name: str) -> int:
    text = typed.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0


@lru_cache(maxsize=4096)
def _signed(key: str, place: Place) -> str:
    """A page signs its forms' places each time that it is shown; they come out the same."""
    return str(_signer(key).dumps([place.agent_id, place.address, place.page]))


@lru_cache(maxsize=8)
def _signer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="sagsgang-form-draft")
