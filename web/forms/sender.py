"""Who sent a form, as every act of the engine takes it."""

from flask import Request

from engine import By
from web.forms.once import source_of
from web.forms.said import overrides_of


def sender_of(request: Request, agent_id: int) -> By:
    """The agent, the sent form's own name, and the reasons that were given for overriding rules."""
    return By(agent_id, source=source_of(request, agent_id), reasons=overrides_of(request.form))
