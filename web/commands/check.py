"""`sagsgang check`: everything that is wrong with BPMN files, at once."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

import engine
from engine.config import Settings

MOST_TOLD = 100  # problems of one file; --json has them all
LARGEST_BYTES = 60 * 1024 * 1024  # more than the check itself takes: it says so in its own words


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout: {file: [problems]}.")
@click.option(
    "--against",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Also ask what deploying would: against that file, or without one against the desk's own processes.",
)
def check(files: Sequence[Path], as_json: bool, against: str | None) -> None:
    """Read BPMN files and answer with every problem: element, rule, what is wrong and what to do.

    Exit code 0 without errors (warnings do not count), 1 with errors, 2 for wrong usage or a file that cannot be read.
    """
    contents, unread = _read(files)
    found = _found(contents, against)
    if as_json:
        click.echo(
            json.dumps({file: [vars(p) for p in problems] for file, problems in found.items()}, ensure_ascii=False)
        )
    else:
        for file, problems in found.items():
            click.echo(in_words(file, problems))
    if unread:
        raise click.UsageError(" ".join(unread))
    sys.exit(any(engine.has_errors(problems) for problems in found.values()))


def in_words(file: str, problems: Sequence[engine.Problem]) -> str:
    """The problems of a file, one paragraph each."""
    if not problems:
        return f"{file}: ingen fejl."
    lines = []
    for problem in problems[:MOST_TOLD]:
        word = "fejl" if problem.severity == "error" else "advarsel"
        where = " ".join(filter(None, (problem.element, f"“{problem.name}”" if problem.name else "")))
        line = f":{problem.line}" if problem.line else ""
        lines.append(f"{file}{line}: {word} [{problem.rule}] {where}\n  {problem.sentence}\n  {problem.remedy}")
    if len(problems) > MOST_TOLD:
        lines.append(f"{file}: de første {MOST_TOLD} af {len(problems)} er nævnt.")
    return "\n".join(lines)


def _found(contents: Mapping[Path, bytes], against: str | None) -> dict[str, Sequence[engine.Problem]]:
    """{file: its problems}, those of the check, and with `against` those of deploying too."""
    if against is None:
        return {str(file): engine.check(content) for file, content in contents.items()}
    if against:
        try:
            deployed = content_of(Path(against))
        except OSError as error:
            raise click.UsageError(f"{against}: {error.strerror}.") from None
        return {str(file): engine.against(content, deployed) for file, content in contents.items()}
    desk = engine.open_desk(Settings.from_environment())
    try:
        return {str(file): _as_deployed(engine.preview(desk, content)) for file, content in contents.items()}
    finally:
        desk.close()


def _as_deployed(preview: engine.Preview) -> Sequence[engine.Problem]:
    if not preview.is_newest or preview.errors or preview.diagram is None:
        return preview.problems
    return (*preview.problems, engine.unchanged(preview.diagram, preview.seen))


def _read(files: Sequence[Path]) -> tuple[dict[Path, bytes], list[str]]:
    """What is in the files, and a sentence for each that cannot be read: the others are checked all the same."""
    contents, unread = {}, []
    for file in files:
        try:
            contents[file] = content_of(file)
        except OSError as error:
            unread.append(f"{file}: {error.strerror}.")
    return contents, unread


def content_of(file: Path) -> bytes:
    """The file's bytes, no more of them than the check needs to say that it is too large; raises OSError."""
    with file.open("rb") as stream:
        return stream.read(LARGEST_BYTES)
