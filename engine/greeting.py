"""The words around a letter to the outside: header and footer (R115 to R117, A-09 to A-11), and if they are there."""

import re

_GREETING = re.compile(r"\s*(kære|hej|hejsa|goddag|god(morgen| morgen| aften)|dear|hi|hello)\b", re.IGNORECASE)
_FAREWELL = re.compile(
    r"^\s*((med )?(venlig|kærlig|bedste|mange) hilsen|(med )?(venlige|bedste|mange|de bedste) hilsner|mvh|vh|hilsen"
    r"|(kind|best) regards|regards|sincerely)\b",
    re.IGNORECASE | re.MULTILINE,
)


def header(customer: str) -> str:
    """R116: "Hej Gitte Sørensen". What follows a comma in the name is where somebody works."""
    return f"Hej {customer.split(',')[0].strip()}"


def footer(team: str, agent: str | None) -> str:
    """R117; the team always, the agent where the case has one (A-10)."""
    return "\n".join(("Med venlig hilsen", *([agent] if agent else []), team))


def wrap_external(header: str, text: str, footer: str) -> str:
    """R115: the comment between its header and its footer."""
    return f"{header}\n\n{text.strip()}\n\n{footer}\n"


def lacks_greeting(text: str) -> bool:
    """A-09: neither salutation nor farewell, which a mail does not get by itself (R072, R124)."""
    return not _GREETING.match(text) and not _FAREWELL.search(text)
