"""The console script's commands, one file each."""

import click


def tell(sentence: str) -> None:
    """What whoever runs the command should know; what it found is on the standard output alone."""
    click.echo(sentence, err=True)


def counted(number: int, one: str, many: str) -> str:
    """“1 sag”, “2 sager”: the commands speak Danish alone."""
    return f"{number} {one if number == 1 else many}"
