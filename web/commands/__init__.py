"""The console script's commands, one file each."""

import click


def tell(sentence: str) -> None:
    """What whoever runs the command should know; what it found is on the standard output alone."""
    click.echo(sentence, err=True)
