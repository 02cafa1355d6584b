"""What happens because something happened: the registry of occurrences, and the notices that the product itself gives.

Pure: subscribers get frozen values and answer with notices. `engine.desk` writes those down, `engine.mail` delivers.
"""

from engine.hooks.notices import NOTICE_KINDS
from engine.hooks.registry import Hooks
from engine.hooks.values import Failure, Gathered, Notice
from engine.model.occurrences import Occurrence, OccurrenceKind


def built_in(base_url: str) -> Hooks:
    """The product's own notices, and room for more subscribers; links in texts begin with `base_url`."""
    return Hooks(base_url)


__all__ = [
    "NOTICE_KINDS",
    "Failure",
    "Gathered",
    "Hooks",
    "Notice",
    "Occurrence",
    "OccurrenceKind",
    "built_in",
]
