"""`sagsgang check`: everything that is wrong with BPMN files, at once."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

import engine

LARGEST_BYTES = 60 * 1024 * 1024  # more than the check itself takes: it says so in its own words


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout: {file: [problems]}.")
def check(files: Sequence[Path], as_json: bool) -> None:
    """Read BPMN files and answer with every problem: element, rule, what is wrong and what to do.

    Exit code 0 without errors (warnings do not count), 1 with errors, 2 for wrong usage or a file that cannot be read.
    """
    contents, unread = _read(files)
    found = {str(file): engine.check(content) for file, content in contents.items()}
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
    for problem in problems:
        word = "fejl" if problem.severity == "error" else "advarsel"
        where = " ".join(filter(None, (problem.element, f"“{problem.name}”" if problem.name else "")))
        line = f":{problem.line}" if problem.line else ""
        lines.append(f"{file}{line}: {word} [{problem.rule}] {where}\n  {problem.sentence}\n  {problem.remedy}")
    return "\n".join(lines)


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
