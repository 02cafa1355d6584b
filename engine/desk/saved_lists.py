"""Lists saved under a name: how one was narrowed, sorted and laid out, for oneself or for a team."""

from engine.errors import Invalid, NotFound
from engine.store.reading import saved_lists as store
from engine.texts.lines import one_line
from engine.transaction.desk import Desk

MAX_NAME, MAX_QUERY = 60, 1000  # characters


def save_list(desk: Desk, name: str, list_: str, query: str, *, by: int, team_id: int | None = None) -> None:
    """`query` is what the list's address says after its name. Raises Invalid."""
    name = one_line(name)
    problems = {}
    if not name or len(name) > MAX_NAME:
        problems["name"] = "Skriv et navn, højst 60 tegn."
    if len(query) > MAX_QUERY:
        problems["name"] = "Filtrene er for lange til at blive gemt."
    with desk.database.write() as connection:
        agent = desk.directory(connection).agents[by]
        if team_id is not None and team_id not in agent.teams:
            problems["team"] = "Vælg et af dine egne teams."
        if problems:
            raise Invalid(problems)
        store.save(connection, by, name, list_, query, team_id)


def remove_list(desk: Desk, saved_id: int, *, by: int) -> None:
    """One's own, or as a lead one of the team's. Raises NotFound."""
    with desk.database.write() as connection:
        agent = desk.directory(connection).agents[by]
        if not store.remove(connection, saved_id, by, agent.leads):
            raise NotFound("Den gemte liste findes ikke.")
