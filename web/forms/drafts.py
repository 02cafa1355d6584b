"""Drafts of forms (D-22): what is typed is kept on the server, for one person and one place, until it is sent.

How a form joins, with two lines:

1. In its template, right after `csrf()`: `{{ drafted(mine, place) }}` (forms/parts.html). `mine` is the form's `Said`,
   `place` the address that the form is sent to. Where another page shows the form, give its address as a third: it is
   where a draft is opened again, and drafts are looked up by it.
2. In its view: `mine = said_of(find(place))` instead of `NOTHING` (web/forms/said.py), so that the template finds
   what was typed in `mine.typed`; or `with_drafts` where a page has several forms. `attempt` keeps a form that is
   refused, and `source_of` has the draft deleted by the transaction that does what the form asks; where that keeps no
   source, `discard_sent` deletes it.

The script (js/desk/form-drafts.js) finds such forms by themselves, also those that come later. A password, a sign-in, a
filter or a setting never joins.
"""

from collections.abc import Iterable

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

import engine
from engine import FormDraft, SentForm
from engine.errors import ChangedMeanwhile, DeskError, Invalid
from web.forms import kept
from web.forms.once import FIELD, source_of
from web.forms.places import (
    COUNT,
    SENT_COUNT,
    TOKEN,
    VERSION,
    WRITER,
    Place,
    read_place,
    seen_version,
    sent_count,
    writer_of,
)
from web.frame.request_context import desk, find_me, me

# inputs that nobody typed in, and buttons that only look something up
UNTYPED = frozenset(
    {"csrf_token", FIELD, TOKEN, VERSION, COUNT, SENT_COUNT, WRITER, "save", "look-up"}
    | {f"customer-{name}" for name in ("add", "required", "label", "help")}
)
OLDER = "older-"  # before the names of what an older page's form had otherwise
# inputs that say what was seen or pressed: no part of what is shown beside
UNWRITTEN = frozenset({"version", "step", "outcome", "svar", "exact-deadline"})


def find(place: str) -> FormDraft | None:
    """What I have begun there."""
    return engine.find_draft(desk(), place, by=me().id)


def keep(
    place: Place, typed: MultiDict[str, str], files: MultiDict[str, FileStorage], *, anyway: bool = False
) -> tuple[FormDraft | None, dict[str, str]]:
    """Keeps what stands in a form, files included, and what to say of files that cannot be kept.

    There is no draft of a form that was sent meanwhile.

    Raises ChangedMeanwhile where another tab wrote since, unless it is to be kept `anyway`; Invalid for too much text.
    """
    typed, unkept = kept.keep(typed, files, by=place.agent_id)
    draft = engine.save_draft(
        desk(),
        place.address,
        place.page,
        [(name, text) for name, text in typed.items(multi=True) if name not in UNTYPED],
        by=place.agent_id,
        writer=writer_of(typed, typed.get(FIELD, "")),
        seen_version=None if anyway else seen_version(typed),
        count=sent_count(typed),
        files=tuple(kept.named(typed, by=place.agent_id)),
        file_fields=[name for name in typed if name.startswith(kept.PREFIX)],
    )
    return draft, unkept


def keep_unsent() -> Place | None:
    """The form of this request, which is not done: kept for whoever it was made for, if they are still here."""
    place = read_place(request.form)
    if place is None or desk().directory().active(place.agent_id) is None:
        return None
    try:
        try:
            keep(place, request.form, request.files)
        except ChangedMeanwhile:
            _keep_older(place)
    except Invalid:
        return None
    return place


def _keep_older(place: Place) -> None:
    """An older page's form joins the newer draft: its files, and beside its fields what was typed otherwise.

    The draft is then no open page's own, so each of them is asked before it writes there.
    """
    typed, _unkept = kept.keep(request.form, request.files, by=place.agent_id)
    newer = engine.find_draft(desk(), place.address, by=place.agent_id)
    fields = typed_of(newer) if newer else MultiDict(typed)
    for name, text in typed.items(multi=True):
        shown = name if name.startswith((kept.PREFIX, OLDER)) else OLDER + name
        known = (*fields.getlist(name), *fields.getlist(shown), typed.get(f"seen-{name}"))
        if text not in known and _is_written(name, text):
            fields.add(shown, text)
    keep(place, fields, MultiDict(), anyway=True)


def _is_written(name: str, text: str) -> bool:
    """Whether somebody typed it: the number of what is chosen in a list says nothing beside."""
    is_own = name in UNTYPED | UNWRITTEN or name.startswith("seen-")
    return bool(text.strip()) and not text.isdecimal() and not is_own


def older_texts(typed: MultiDict[str, str]) -> tuple[tuple[str, str], ...]:
    """(input's name, text) of what an older page had otherwise: the draft keeps it until it is sent."""
    return tuple((name, text) for name, text in typed.items(multi=True) if name.startswith(OLDER))


def keep_refused(typed: MultiDict[str, str]) -> tuple[MultiDict[str, str], dict[str, str], FormDraft | None]:
    """A form of mine that was refused: what was typed, with a token for each file; what to say of files; its draft."""
    typed, unkept = kept.keep(typed, request.files, by=me().id)
    place = read_place(typed)
    if place is None or place.agent_id != me().id:
        return typed, unkept, None
    try:
        return typed, unkept, keep(place, typed, MultiDict())[0]
    except DeskError:  # it stands in the page all the same; a newer draft stays
        return typed, unkept, None


def discard_sent() -> None:
    """The draft of this request's form, which is done."""
    sent = source_of(request, me().id)
    if isinstance(sent, SentForm):
        engine.discard_sent_draft(desk(), sent, by=me().id)


def typed_of(draft: FormDraft) -> MultiDict[str, str]:
    return MultiDict(list(draft.fields))


def is_mine(place: Place) -> bool:
    agent = find_me()
    return agent is not None and agent.id == place.agent_id


def file_fields(typed: MultiDict[str, str]) -> Iterable[str]:
    """The names of the file fields that have kept files."""
    return dict.fromkeys(name.removeprefix(kept.PREFIX) for name in typed if name.startswith(kept.PREFIX))
