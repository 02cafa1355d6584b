"""A new house: the diagrams of `processes/` deployed, and the routes that lead work to them (D-02).

The guide that lies beside them is read here too.
"""

import tomllib
from pathlib import Path

from engine.errors import ChangedMeanwhile, NotFound
from engine.model.people import Department
from engine.store import Connection, definitions
from engine.store.people import people
from engine.transaction.chains import directory_change
from engine.transaction.desk import Desk
from engine.workshop.deployment import add_version, deployable

FOLDER = Path(__file__).resolve().parents[2] / "processes"


def install(desk: Desk, folder: Path = FOLDER) -> int:
    """Deploys the shipped diagrams and makes their routes where the database has none; returns how many.

    All in one transaction: whoever is killed meanwhile leaves an empty house, not half of one.
    """
    with desk.reading() as connection:
        if _has_diagrams(connection) and people.all_routes(connection):
            return 0
    contents = [file.read_bytes() for file in sorted(folder.glob("*.bpmn"))]
    read = [(content, deployable(content)) for content in contents]
    try:
        with directory_change(desk, None) as connection:
            missing = [] if _has_diagrams(connection) else read
            for content, diagram in missing:
                add_version(desk, connection, content, diagram, by=None, note="Leveret med produktet")
            if not people.all_routes(connection):
                _add_routes(connection, folder)
    except ChangedMeanwhile:  # another process was first, and has made all of it
        return 0
    return len(missing)


def guide(folder: Path = FOLDER) -> str:
    """What a diagram may say, for whoever draws one: Markdown, in Danish; raises NotFound where it is not installed."""
    try:
        return (folder / "README.md").read_text(encoding="utf-8")
    except OSError as error:
        raise NotFound("Vejledningen er ikke installeret.") from error


def _has_diagrams(connection: Connection) -> bool:
    return bool(definitions.all_newest(connection))


def _add_routes(connection: Connection, folder: Path) -> None:
    routes = tomllib.loads((folder / "routes.toml").read_text(encoding="utf-8"))["route"]
    for route in routes:
        origin, receiver = Department(route["from"]), Department(route["to"])
        people.add_route(connection, route["kind"], origin, receiver, route["process"])
