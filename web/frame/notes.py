"""What a page notes beside its request, so that reading waits for no write: see `engine.transaction.notes`."""

from collections.abc import Callable
from functools import partial

from flask import after_this_request
from werkzeug.wrappers import Response

import engine
from engine import Viewable
from web.frame.request_context import desk, me, now


def note_beside_request(write: Callable[[], object]) -> None:
    """Has `write` done, at best effort, when the answer to this request is on its way."""
    notes, agent_id = desk().notes, me().id

    @after_this_request
    def when_answered(response: Response) -> Response:
        response.direct_passthrough = False  # a file that the server reads by itself would not be closed
        response.call_on_close(lambda: notes.add(agent_id, write))
        return response


def note_viewing(viewed: Viewable) -> None:
    """D-28: that whoever is signed in opened it."""
    if desk().recent_viewings.is_new(me().id, viewed, now()):
        note_beside_request(partial(engine.note_viewing, desk(), viewed, by=me().id))
