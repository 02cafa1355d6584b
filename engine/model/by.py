"""Who does something, and how it came here: every act takes one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.model.form_drafts import Source

NO_REASONS: Mapping[str, str] = {}


@dataclass(frozen=True)
class By:
    """`agent` None is the system. `on_behalf_of` is whoever asked for it, in words (A-14).

    `source` is the name that an import or a sent form has for the act, which is done once. `reasons` are {rule: why it
    is overridden}.
    """

    agent: int | None = None
    on_behalf_of: str | None = None
    source: Source | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
