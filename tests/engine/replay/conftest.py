"""The small log of our own and its map, and a replay of it that can be stopped anywhere."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest

import engine
from engine import Case, Settings
from engine.clock import system_clock
from engine.replay import Log, Map, Player, open_replay, read_log, read_map

FOLDER = Path(__file__).parent


class Replay:
    """The replay of one log on one database. Each `player()` starts anew, knowing only what the database says."""

    def __init__(self, settings: Settings, log: Log, map_: Map):
        self.settings, self.log, self.map = settings, log, map_
        self.desk, self.clock = open_replay(settings, log)
        self.order: defaultdict[int, list[str]] = defaultdict(list)

    def player(self) -> Player:
        return Player(self.desk, self.clock, self.log, self.map)

    def play(self) -> Player:
        """To the end; `order` has the actions of each row as they came."""
        player = self.player()
        for row in player.play():
            self.order[row.number] += player.record.done.get(row.number, set()) - set(self.order[row.number])
        return player

    def case(self, incident: str) -> Case:
        """What an incident of the log has become."""
        return engine.get_case(self.desk, self.player().record.cases[incident])


@pytest.fixture(scope="session")
def map_() -> Map:
    return read_map((FOLDER / "every_pair.toml").read_bytes())


@pytest.fixture(scope="session")
def log(map_: Map) -> Log:
    return read_log((FOLDER / "every_pair.csv").read_bytes(), map_)


@pytest.fixture(scope="session")
def few(map_: Map) -> Log:
    """The incidents that have most to them, and some of the pairs."""
    lines = (FOLDER / "every_pair.csv").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines[1:] if line[:4] in {"K002", "K003", "K004"} or line[:3] in {"H02", "H05"}]
    return read_log("\n".join([lines[0], *wanted]).encode(), map_)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """A fresh database of either kind."""
    url = database_url.replace("postgresql://", "postgresql+psycopg://")
    return Settings(url, tmp_path / "files", secret_key="k" * 48)


@pytest.fixture
def replay(settings: Settings, log: Log, map_: Map) -> Iterator[Replay]:
    """Not begun; checked when the test is over: the record is whole and every invariant holds."""
    replay = Replay(settings, log, map_)
    yield replay
    replay.clock.reach(system_clock())  # to nobody who looks today does the log lie ahead
    assert list(engine.verify(replay.desk)) == []
    replay.desk.close()


@pytest.fixture
def short(settings: Settings, few: Log, map_: Map) -> Iterator[Replay]:
    """The same of a log of few incidents."""
    replay = Replay(settings, few, map_)
    yield replay
    replay.clock.reach(system_clock())  # to nobody who looks today does the log lie ahead
    assert list(engine.verify(replay.desk)) == []
    replay.desk.close()


@pytest.fixture(scope="module")
def settings_of(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Settings]:
    """Settings of a fresh SQLite database of that name."""
    folder = tmp_path_factory.mktemp("replay")

    def make(name: str) -> Settings:
        copyfile(_sqlite_template, folder / f"{name}.db")
        return Settings(f"sqlite:///{folder / name}.db", folder / name, secret_key="k" * 48)

    return make


@pytest.fixture(scope="module")
def played(settings_of: Callable[[str], Settings], log: Log, map_: Map) -> Iterator[Replay]:
    """At its end, on SQLite: to look at, not to touch."""
    replay = Replay(settings_of("played"), log, map_)
    replay.play()
    yield replay
    replay.desk.close()
