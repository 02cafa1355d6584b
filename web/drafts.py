"""Uploaded diagrams that are not deployed yet, each for the person who uploaded it. Nothing of them stands in the
database until they are deployed.
"""

import re
import secrets
from dataclasses import dataclass

from engine.errors import NotFound
from web.shelf import Shelf

MOST = 10  # of one person
MAX_BYTES = 5_000_000  # what is larger is no diagram; the check says so
_SHELF = Shelf("drafts", ".bpmn", MOST, MOST * MAX_BYTES)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Draft:
    """One uploaded file. `token` names it for whoever uploaded it, and for nobody else."""

    token: str
    content: bytes


def keep(content: bytes) -> Draft:
    """Keeps an upload of mine; raises ValueError for one that is too large to be kept."""
    if len(content) > MAX_BYTES:
        raise ValueError("larger than any diagram")
    draft = Draft(secrets.token_urlsafe(16), content)
    _SHELF.put(draft.token, content)
    return draft


def get(token: str) -> Draft:
    """An upload of mine; raises NotFound for one that is too old, gone, or somebody else's."""
    content = _SHELF.find(token) if _TOKEN.fullmatch(token) else None
    if content is None:
        raise NotFound("Diagrammet er ikke gemt længere. Upload filen igen.")
    return Draft(token, content)


def drop(token: str) -> None:
    """Forgets an upload of mine, if there is one."""
    if _TOKEN.fullmatch(token):
        _SHELF.drop(token)
