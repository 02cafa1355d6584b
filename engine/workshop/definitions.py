"""Processes: deployed versions of diagrams, which work they serve, and what is in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.diagrams import Difference, Unreadable, differences, read
from engine.diagrams.version_tag import tagged
from engine.errors import NotFound
from engine.model.diagrams import Diagram
from engine.model.instances import Definition, InstanceState
from engine.store import Connection, definitions
from engine.store.people import people
from engine.texts.danish_order import sort_key
from engine.transaction.desk import Desk


@dataclass(frozen=True)
class Process:
    """The newest version of a process, how many instances run on any of its versions, and which work comes to it."""

    newest: Definition
    running: int
    routes: tuple[tuple[str, str, str], ...]  # (kind, from department, to department)


def download_of(desk: Desk, definition: Definition) -> bytes:
    """The BPMN file as it was deployed, carrying its version (`camunda:versionTag`)."""
    return tagged(content_of(desk, definition.id), definition.version)


def versions(desk: Desk, key: str) -> tuple[Definition, ...]:
    """Newest first; raises NotFound."""
    with desk.reading() as connection:
        found = definitions.versions(connection, key)
    if not found:
        raise NotFound("Processen findes ikke.")
    return found


def count_instances(desk: Desk, key: str) -> Mapping[int, Mapping[InstanceState, int]]:
    """{id of a version: how many instances are on it, by state}, for every version of a process."""
    with desk.reading() as connection:
        counted = definitions.counts(connection, key)
        found = definitions.versions(connection, key)
    return {one.id: {state: counted.get(one.id, {}).get(state, 0) for state in InstanceState} for one in found}


def processes(desk: Desk) -> tuple[Process, ...]:
    """Every process by name, in Danish order."""
    with desk.reading() as connection:
        running = definitions.running_by_key(connection)
        routes = people.all_routes(connection)
        found = (
            Process(
                newest,
                running.get(newest.key, 0),
                tuple((kind, origin, receiver) for kind, origin, receiver, key in routes if key == newest.key),
            )
            for newest in definitions.all_newest(connection)
        )
        return tuple(sorted(found, key=lambda process: sort_key(process.newest.name or process.newest.key)))


def changes_in(desk: Desk, definition: Definition) -> tuple[Difference, ...] | None:
    """What is otherwise in a version than in the one before it; None where there is none, or it cannot be read."""
    with desk.reading() as connection:
        found = definitions.versions(connection, definition.key)
        before = next((one for one in found if one.version < definition.version), None)
        if before is None:
            return None
        return differences_from(connection, before, desk.program(connection, definition.id).diagram)


def get_definition(desk: Desk, definition_id: int) -> Definition:
    with desk.reading() as connection:
        return get(connection, definition_id)


def content_of(desk: Desk, definition_id: int) -> bytes:
    """The BPMN file as it was deployed."""
    with desk.reading() as connection:
        content = definitions.content_of(connection, definition_id)
    if content is None:
        raise NotFound("Processen findes ikke.")
    return content


def diagram_of(desk: Desk, definition_id: int) -> Diagram:
    with desk.reading() as connection:
        return desk.program(connection, definition_id).diagram


def differences_from(connection: Connection, before: Definition, diagram: Diagram) -> tuple[Difference, ...] | None:
    try:
        return differences(read(definitions.content_of(connection, before.id) or b""), diagram)
    except Unreadable:  # somebody touched it
        return None


def get(connection: Connection, definition_id: int) -> Definition:
    found = definitions.find(connection, definition_id)
    if found is None:
        raise NotFound("Processen findes ikke.")
    return found
