"""The mail addresses of accounts: no two people who work here get the same one.

By an address a customer is known to be somebody of the house, who then reads nothing internal on their own case (A-37).
"""

from collections.abc import Iterable, Mapping

from engine.model.customer_words import email_key
from engine.model.people import Agent, Directory
from engine.sentences import say

Holders = Mapping[str, Mapping[str, str]]  # {what an address is compared by: {username: name}}
Holding = tuple[str, str, str | None]  # username, name, mail address


def holders(directory: Directory, planned: Iterable[Holding] = ()) -> Holders:
    """Who has each address: those who work here, as they will be once what is planned is done."""
    addresses = {agent.username: (agent.name, agent.email) for agent in directory.agents.values() if agent.active}
    addresses |= {username: (name, email) for username, name, email in planned}
    found: dict[str, dict[str, str]] = {}
    for username, (name, email) in addresses.items():
        if key := email_key(email):
            found.setdefault(key, {})[username] = name
    return found


def problem_of_address(username: str, email: str | None, before: Agent | None, there: Holders) -> str | None:
    """Why that account may not get that address; it may keep the one that it has."""
    key = email_key(email)
    if key is None or (before and (not before.active or email_key(before.email) == key)):
        return None
    return _problem(username, there.get(key, {}))


def problem_of_return(agent: Agent, directory: Directory) -> str | None:
    """Why somebody may not come back with the address that they had."""
    key = email_key(agent.email)
    return _problem(agent.username, holders(directory).get(key, {})) if key else None


def _problem(username: str, of_address: Mapping[str, str]) -> str | None:
    other = next((name for holder, name in of_address.items() if holder != username), None)
    return say("%(name)s har den mailadresse. To konti kan ikke have den samme.", name=other) if other else None
