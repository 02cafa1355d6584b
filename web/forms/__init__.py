"""Forms: from BPMN form fields, or a form's own, to the page, and back to the values that the engine takes.

Here is nothing of any one diagram: what a field is comes from its type (`kinds`), whom it offers from its properties
(`choices`), and what went wrong from what the engine said (`said`).
"""

from web.forms.choices import Choices, Group, Option, grouped, team_options
from web.forms.kinds import KINDS
from web.forms.once import new_name, source_of
from web.forms.places import token_of
from web.forms.said import NOTHING, Said, attempt, overrides_of, said_of, with_drafts
from web.forms.sender import sender_of
from web.forms.view import FieldView, plain_field, read_values, views_of

__all__ = [
    "KINDS",
    "NOTHING",
    "Choices",
    "FieldView",
    "Group",
    "Option",
    "Said",
    "attempt",
    "grouped",
    "new_name",
    "overrides_of",
    "plain_field",
    "read_values",
    "said_of",
    "sender_of",
    "source_of",
    "team_options",
    "token_of",
    "views_of",
    "with_drafts",
]
