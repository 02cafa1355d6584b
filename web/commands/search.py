"""`sagsgang search rebuild`: the index of words made anew."""

import sys

import click
from tqdm import tqdm

import engine
from engine.config import Settings
from web.commands import counted


@click.group()
def search() -> None:
    """The index of everything written, which searching reads."""


@search.command()
def rebuild() -> None:
    """Make the index anew, the newest cases first, and leave nothing of the old one in the database's files.

    The desk may be in use meanwhile; a case that is not indexed yet is opened by its number alone.
    """
    desk = engine.open_desk(Settings.from_environment())
    try:
        with tqdm(total=engine.count_cases(desk), unit=" cases", file=sys.stderr, disable=None) as bar:
            indexed = engine.rebuild_index(desk, bar.update)
    finally:
        desk.close()
    click.echo(f"{counted(indexed, 'sag', 'sager')} kan søges.")
