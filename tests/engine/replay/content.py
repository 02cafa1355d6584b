"""What a replay has come to, to compare one with another: its summary and every row of every table."""

import re
from typing import Any

from sqlalchemy import MetaData, select

from engine import Desk, WorkState
from tests.engine.replay.conftest import Replay

UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
COMMITMENT, SALT = re.compile(r"[0-9a-f]{64}"), re.compile(r"[A-Za-z0-9+/]{22}==")
CHANCE = {"hash", "head_hash", "head", "state"}  # made of what is drawn by lot: ids of steps and messages, salts
WORK_STATES = [state.value for state in WorkState]  # of a step; that of an instance is none of them
INDEX = "search_index"  # on SQLite several tables, in the database's own writing
RUNS = "directory"  # a mark that counts how often people were looked at anew


def content_of(desk: Desk) -> dict[str, list[str]]:
    """Every row of every table, without what is drawn by lot, and but for SQLite's index of words."""
    tables = MetaData()
    with desk.database.engine.connect() as connection:
        tables.reflect(connection)
        return {
            table.name: sorted(_told(row) for row in connection.execute(select(table)).mappings())
            for table in tables.tables.values()
            if INDEX not in table.name
        }


def _told(row: Any) -> str:
    told = {name: value for name, value in row.items() if name not in CHANCE or value in WORK_STATES}
    if "private" in told:  # an event
        told |= {"data": COMMITMENT.sub("#", told["data"]), "private": SALT.sub("#", told["private"] or "")}
    return UUID.sub("#", str(told))


def whole(replay: Replay) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The summary but for how much of it is this run's, and the content but for how many runs there were."""
    told = replay.player().summary(0).to_json()
    content = content_of(replay.desk)
    content["marks"] = [mark for mark in content["marks"] if RUNS not in mark]
    return told | {"this_run": 0}, content
