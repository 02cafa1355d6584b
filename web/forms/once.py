"""A form that is sent again because its answer was lost is done once: it has a name, which the history keeps.

The name holds for the same words and files only. Whoever goes back and writes something else has not sent it yet.
"""

import hashlib
import re
import secrets

from flask import Request

from engine import SentForm
from web.forms.places import SENT_COUNT, TOKEN, VERSION, WRITER, read_place, saves_before, seen_version, writer_of

FIELD = "once"
# what differs from page to page, and says nothing
UNREAD = frozenset({"csrf_token", TOKEN, VERSION, SENT_COUNT, WRITER})
_NAME = re.compile(r"[A-Za-z0-9_-]{22}")


def new_name() -> str:
    """For one form on one page."""
    return secrets.token_urlsafe(16)


def source_of(request: Request, agent_id: int) -> SentForm | str | None:
    """What the history knows the sent form by, and the draft that goes with it; None for a form without a name."""
    name = request.form.get(FIELD, "")
    if not _NAME.fullmatch(name):
        return None
    key, place = f"form:{agent_id}:{_content(request)}", read_place(request.form)
    if place is None or place.agent_id != agent_id:
        return key
    writer = writer_of(request.form, name)
    return SentForm(key, place.address, writer, seen_version(request.form), saves_before(request.form))


def _content(request: Request) -> str:
    sent = hashlib.sha256()
    for name, text in sorted(request.form.items(multi=True)):
        if name not in UNREAD:
            sent.update(f"{name}\0{text}\0".encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda one: one[0]):
        file.seek(0)  # whoever reads the form may have been here before, or come after
        sent.update(f"{name}\0{file.filename}\0".encode() + hashlib.sha256(file.read()).digest())
        file.seek(0)
    return sent.hexdigest()
