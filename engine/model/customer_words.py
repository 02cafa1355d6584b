"""What customers are found by, and what tells that two are the same: without regard to capitals, in NFC (D-21)."""

import re

from engine.model.people import Customer
from engine.sentences import say
from engine.texts.lines import composed

MAX_NAME, MAX_EMAIL, MAX_PHONE, MAX_DEPARTMENT = 200, 254, 40, 120
MOST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """As names and addresses are compared."""
    return composed(composed(text).casefold())


def email_key(email: str | None) -> str | None:
    return folded(email)[:MAX_EMAIL] if email else None


def found_by(name: str | None, email: str | None, phone: str | None, department: str | None) -> str:
    """All that is searched: its words, each behind a space, then as it is written, a telephone number without spaces
    too.
    """
    digits = re.sub(r"\D", "", phone or "")
    known = folded(" ".join(filter(None, (name, email, phone, digits, department))))
    return f" {' '.join(_WORD.findall(known))}\n{known}"


def wanted(typed: str) -> list[str]:
    """The parts that all have to stand there."""
    return folded(typed).split()[:MOST_WORDS]


def beginnings(typed: str) -> list[str]:
    """The same, each as the beginning of a word."""
    return [f" {word}" for word in _WORD.findall(folded(typed))[:MOST_WORDS]]


def why_not_chosen(found: Customer | None) -> str:
    """Why no work can be for that customer; empty where it can."""
    if found is None:
        return say("Brugeren findes ikke. Vælg en anden.")
    if not found.can_be_chosen:
        return say("%(name)s kan ikke vælges: flettet eller ikke aktiv. Vælg en anden.", name=found.name)
    return ""
