"""What customers are found by, and what tells that two are the same: without regard to capitals, in NFC (D-21)."""

import re

from engine.model.texts import composed

MAX_NAME, MAX_EMAIL, MAX_PHONE, MAX_DEPARTMENT = 200, 254, 40, 120
MOST_WORDS = 8


def folded(text: str) -> str:
    """As names and addresses are compared."""
    return composed(composed(text).casefold())


def email_key(email: str | None) -> str | None:
    return folded(email)[:MAX_EMAIL] if email else None


def found_by(name: str | None, email: str | None, phone: str | None, department: str | None) -> str:
    """All that is searched; a telephone number without its spaces too."""
    digits = re.sub(r"\D", "", phone or "")
    return folded(" ".join(filter(None, (name, email, phone, digits, department))))


def wanted(typed: str) -> list[str]:
    """The parts that all have to stand there."""
    return folded(typed).split()[:MOST_WORDS]
