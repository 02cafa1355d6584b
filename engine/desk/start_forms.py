"""Start forms: what a new case or task asks for, by the team that is to have it (D-02)."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.clock import local_day
from engine.errors import Invalid, NotFound
from engine.facts import Value
from engine.flow.defaults import defaults
from engine.model.diagrams import Form
from engine.model.instances import Definition
from engine.model.items import Kind
from engine.model.people import Team
from engine.sentences import say
from engine.store import definitions
from engine.store.people import people
from engine.texts.danish_order import by_name
from engine.transaction.desk import Desk


@dataclass(frozen=True)
class StartForm:
    """The form of a new case or task: the start event of the process that its team's department gives it (D-02)."""

    definition: Definition
    form: Form
    name: str
    documentation: str
    defaults: Mapping[str, Value]  # {field id: what stands there before anybody has typed}


def start_form(desk: Desk, kind: Kind, team_id: int, *, by: int) -> StartForm:
    """The form that `by` fills in to give that team a new case or task; raises Invalid where no process serves it."""
    with desk.reading() as connection:
        directory = desk.directory(connection)
        agent, team = directory.agents.get(by), directory.teams.get(team_id)
        if agent is None or team is None:
            raise NotFound("Teamet findes ikke.")
        key = people.find_route(connection, kind.value, agent.department, team.department)
        definition = definitions.newest(connection, key) if key else None
        if definition is None:
            raise Invalid({"team": say("Der er ingen proces, der giver %(team)s nyt arbejde fra dig.", team=team.name)})
        diagram = desk.program(connection, definition.id).diagram
        now = desk.clock()
        known: dict[str, Value] = {
            "actor": by,
            "creator": by,
            "team": team_id,
            "actor_department": agent.department.value,
        }
        known |= {"now": now, "today": local_day(now)}
        standing = defaults(diagram.start, known.__getitem__)
        return StartForm(definition, diagram.start, diagram.start_name, diagram.documentation, standing)


def receiving_teams(desk: Desk, kind: Kind, *, by: int) -> tuple[Team, ...]:
    """The main teams that `by` can give new work: those of a department that a process leads to."""
    with desk.reading() as connection:
        directory = desk.directory(connection)
        agent = directory.agents[by]
        routed = {
            receiver
            for k, origin, receiver, _ in people.all_routes(connection)
            if (k, origin) == (kind, agent.department)
        }
    teams = (team for team in directory.teams.values() if team.is_main and team.department.value in routed)
    return tuple(sorted(teams, key=by_name))
