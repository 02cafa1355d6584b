"""The words around a letter to the outside: header and footer (R115 to R117, A-09 to A-11), and if they are there."""

import re

from engine.model.items import Case
from engine.model.people import Agent, Directory, Team

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


def signature(directory: Directory, case: Case) -> str:
    """The footer of what the case agent writes: with a team of their own, wherever the case lies meanwhile (D-14)."""
    agent = directory.active(case.agent_id)
    return footer(team_of(directory, case, agent).name, agent.name if agent else None)


def team_of(directory: Directory, case: Case, agent: Agent | None) -> Team:
    """In whose name that agent writes from the case: the team that has it, or where they are not in it, their own."""
    own = agent is not None and case.team_id not in agent.teams
    return directory.teams[(directory.home(agent) or agent.team_id) if agent and own else case.team_id]


def wrap_external(header: str, text: str, footer: str) -> str:
    """R115: the comment between its header and its footer."""
    return f"{header}\n\n{text.strip()}\n\n{footer}\n"


def lacks_greeting(text: str) -> bool:
    """A-09: neither salutation nor farewell, which a mail does not get by itself (R072, R124)."""
    return not _GREETING.match(text) and not _FAREWELL.search(text)
