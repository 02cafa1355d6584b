"""A new house: the diagrams of `processes/` deployed, and the routes that lead work to them (D-02)."""

import tomllib
from pathlib import Path

from engine.desk.definitions import deploy
from engine.desk.house import Desk
from engine.model.people import Department
from engine.store import definitions, people

FOLDER = Path(__file__).resolve().parents[2] / "processes"


def install(desk: Desk, folder: Path = FOLDER) -> int:
    """Deploys the shipped diagrams and makes their routes where the database has none; returns how many."""
    with desk.reading() as connection:
        there = bool(definitions.all_newest(connection))
        routed = bool(people.all_routes(connection))
    files = [] if there else sorted(folder.glob("*.bpmn"))
    for file in files:
        deploy(desk, file.read_bytes(), by=None, note="Leveret med produktet")
    if not routed:
        routes = tomllib.loads((folder / "routes.toml").read_text(encoding="utf-8"))["route"]
        with desk.database.write() as connection:
            for route in routes:
                origin, receiver = Department(route["from"]), Department(route["to"])
                people.add_route(connection, route["kind"], origin, receiver, route["process"])
    return len(files)
