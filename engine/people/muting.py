"""What people have switched off: kinds of notices, each for oneself, and a team lead for the team (C10)."""

from collections.abc import Iterable

from engine.errors import Invalid, NotFound, Refused
from engine.hooks import NOTICE_KINDS
from engine.model.roles import Right
from engine.store.people import people
from engine.transaction.chains import directory_change
from engine.transaction.desk import Desk


def set_muted(desk: Desk, kinds: Iterable[str], *, by: int, team_id: int | None = None) -> None:
    """Switches exactly these kinds of notices off, for oneself or for a team that one leads."""
    kinds = frozenset(kinds)
    if not kinds <= NOTICE_KINDS.keys():
        raise Invalid({"": "En af slagsene af beskeder findes ikke."})
    with directory_change(desk, by) as connection:
        directory = desk.directory(connection)
        agent = directory.agents[by]
        if team_id is not None and team_id not in directory.teams:
            raise NotFound("Teamet findes ikke.")
        if team_id is not None and team_id not in agent.leads and not agent.may(Right.ADMINISTER):
            raise Refused("D-08", "Kun teamlederen slår beskeder fra for teamet.")
        people.set_muted(connection, kinds, agent_id=by if team_id is None else None, team_id=team_id)
        desk.people_changed(connection)


def muted_of(desk: Desk, agent_id: int) -> frozenset[str]:
    """What that person has switched off themselves; `Agent.muted` is with their teams'."""
    with desk.reading() as connection:
        return people.muted_by(connection, agent_id)


def muted_of_team(desk: Desk, team_id: int) -> frozenset[str]:
    with desk.reading() as connection:
        return people.muted_by_teams(connection).get(team_id, frozenset())
