"""Putting a diagram into operation: what the check and the desk say of a file, and the version that it becomes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine import runner
from engine.diagrams import Difference, Problem, Unreadable, check, read
from engine.diagrams.checks import deployment
from engine.diagrams.drawing import open_drawing
from engine.diagrams.version_tag import began_from, tagged
from engine.errors import ChangedMeanwhile, Invalid, NotDeployable, Refused
from engine.history.events.desk_events import Deployed
from engine.history.shape import Subject
from engine.model.diagrams import Diagram
from engine.model.instances import Definition
from engine.model.people import Agent, Directory
from engine.model.roles import Right
from engine.sentences import say, told_by
from engine.store import Connection, definitions
from engine.store.history import chains
from engine.store.people import people
from engine.texts.lines import tidy
from engine.transaction.desk import Desk
from engine.workshop.definitions import differences_from, get

MAX_NOTE = 2_000  # characters


@dataclass(frozen=True)
class Preview:
    """What deploying a file would find: `diagram` None where there is no process to read, `newest` what it follows.

    `differences` are from the newest version, None where there is none to compare with; `same` is the version that is
    this very file, the latest such; `began` the version that the file says it was downloaded as.
    """

    problems: tuple[Problem, ...]
    diagram: Diagram | None = None
    newest: Definition | None = None
    differences: tuple[Difference, ...] | None = None
    same: Definition | None = None
    began: int | None = None

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def seen(self) -> int:
        """The number of the version that it follows; 0 for a new process."""
        return self.newest.version if self.newest else 0

    @property
    def version(self) -> int:
        """The number that it would get."""
        return self.seen + 1

    @property
    def is_newest(self) -> bool:
        """Whether the file is the newest version already: there is nothing to deploy."""
        return self.same is not None and self.same == self.newest


def preview(desk: Desk, content: bytes) -> Preview:
    """Every problem of a file, and where it would be deployed; writes nothing."""
    problems = check(content)
    try:
        diagram = read(content)
    except Unreadable:
        return Preview(problems)
    if not has_errors(problems):
        problems = (*problems, *_not_runnable(content, diagram))
    with desk.reading() as connection:
        problems = (*problems, *_other_kind(connection, diagram))
        found = definitions.versions(connection, diagram.key)
        newest, began = next(iter(found), None), began_from(open_drawing(content))
        return Preview(
            problems,
            diagram,
            newest,
            differences=differences_from(connection, newest, diagram) if newest else None,
            same=next((version for version in found if _is_same(connection, version, content)), None),
            began=began if newest and began and began <= newest.version else None,
        )


def deploy(desk: Desk, content: bytes, *, by: int | None, note: str, seen_version: int | None = None) -> Definition:
    """Checks a diagram and deploys it as its process's next version; running instances keep theirs.

    Raises NotDeployable with the check's problems, Refused where `by` is no process owner, Invalid without a note or
    where the same content is the newest version already, ChangedMeanwhile where somebody deployed another one after
    `seen_version`. `by` None is the installation.
    """
    diagram = deployable(content)
    with desk.database.write() as connection:
        directory = desk.directory(connection)
        if by is not None:
            _must_own(directory.agents.get(by))
        _must_say_why(note := tidy(note))
        if faults := _other_kind(connection, diagram):
            raise NotDeployable(faults)
        newest = definitions.newest(connection, diagram.key, lock=True)
        if newest and seen_version not in (None, newest.version) and newest.sha256 != _sum_of(content):
            raise _overtaken(newest, directory)
        return add_version(desk, connection, content, diagram, by=by, note=note)


def deployable(content: bytes) -> Diagram:
    """What is in the file; raises NotDeployable with the check's problems."""
    problems = check(content)
    if has_errors(problems):
        raise NotDeployable(problems)
    diagram = read(content)
    if faults := _not_runnable(content, diagram):
        raise NotDeployable(faults)
    return diagram


def add_version(
    desk: Desk, connection: Connection, content: bytes, diagram: Diagram, *, by: int | None, note: str
) -> Definition:
    """The next version of the diagram's process; raises Invalid where it would be the same again."""
    newest = definitions.newest(connection, diagram.key)
    if newest and _is_same(connection, newest, content):
        raise Invalid(
            {
                "file": say(
                    "Det er version %(version)s uændret. Der er ikke noget nyt at sætte i drift.",
                    version=newest.version,
                )
            }
        )
    number, now = newest.version + 1 if newest else 1, desk.clock()
    told: dict[str, Any] = {"key": diagram.key, "version": number, "name": diagram.name, "note": note}
    told["sha256"] = _sum_of(content)
    definition_id = definitions.add(connection, **told, content=content, deployed_by=by, deployed_at=now)
    deployed = Deployed(**told)
    chains.record(connection, Subject.DEFINITION, definition_id, deployed, desk=desk.uuid, now=now, by=by)
    return get(connection, definition_id)


def _is_same(connection: Connection, version: Definition, content: bytes) -> bool:
    """Whether the file is that version, as it was deployed or as it is downloaded."""
    if version.sha256 == _sum_of(content):
        return True
    return began_from(open_drawing(content)) == version.version and content == tagged(
        definitions.content_of(connection, version.id) or b"", version.version
    )


def _sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def has_errors(problems: Iterable[Problem]) -> bool:
    """Warnings do not count."""
    return any(problem.severity == "error" for problem in problems)


def _overtaken(newest: Definition, directory: Directory) -> ChangedMeanwhile:
    """The file was made from an older version: what the newer one changed would be lost without a word."""
    who = directory.agents.get(newest.deployed_by or 0)
    what = say(
        "Version %(version)s af %(name)s er sat i drift, siden du så den forrige",
        version=newest.version,
        name=newest.name or newest.key,
    )
    return ChangedMeanwhile(what, directory.name_of(who.id) if who else "", newest.deployed_at)


def against(content: bytes, deployed: bytes) -> tuple[Problem, ...]:
    """What deploying a file would find where another is in force; both are files, and no desk is asked."""
    problems = check(content)
    try:
        diagram, other = read(content), read(deployed)
    except Unreadable:
        return problems
    runs = () if has_errors(problems) else _not_runnable(content, diagram)
    kinds = {other.start.kind.value} if other.key == diagram.key else set[str]()
    return (*problems, *runs, *_of_other_kind(kinds, diagram))


def _other_kind(connection: Connection, diagram: Diagram) -> tuple[Problem, ...]:
    """D-02: work comes by the routes."""
    kinds = {kind for kind, _, _, key in people.all_routes(connection) if key == diagram.key}
    return _of_other_kind(kinds, diagram)


def _of_other_kind(kinds: set[str], diagram: Diagram) -> tuple[Problem, ...]:
    """A case cannot be made from a task's form, nor a task from a case's."""
    return (deployment.of_other_kind(diagram),) if kinds - {diagram.start.kind.value} else ()


def _not_runnable(content: bytes, diagram: Diagram) -> tuple[Problem, ...]:
    """A second net behind the check: what the runner cannot build is not deployed."""
    try:
        runner.build(content, diagram)
    except runner.RunnerError as error:
        return (deployment.not_runnable(diagram, told_by(error)),)
    return ()


def _must_say_why(note: str) -> None:
    if not note:
        raise Invalid({"note": "Skriv, hvad der er ændret, og hvorfor."})
    if len(note) > MAX_NOTE:
        raise Invalid({"note": say("Skriv højst %(most)s tegn; der er %(count)s.", most=MAX_NOTE, count=len(note))})


def _must_own(agent: Agent | None) -> None:
    if agent is None or not agent.may(Right.DEPLOY):
        raise Refused("D-08", "Kun procesejere sætter diagrammer i drift.")
