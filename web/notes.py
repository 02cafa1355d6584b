"""What a page notes beside its request, so that reading waits for no write: see `engine.transaction.notes`."""

from collections.abc import Callable

from flask import after_this_request
from werkzeug.wrappers import Response

from web.request_context import desk, me


def note_beside_request(write: Callable[[], object]) -> None:
    """Has `write` done, at best effort, when the answer to this request is on its way."""
    notes, agent_id = desk().notes, me().id

    @after_this_request
    def when_answered(response: Response) -> Response:
        response.call_on_close(lambda: notes.add(agent_id, write))
        return response
