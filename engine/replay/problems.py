"""What stands in the way of a replay: mistakes in its map or its log, or a database that is not its own."""

from collections.abc import Iterable


class NotReplayable(Exception):
    """Nothing was replayed; `problems` are sentences for whoever keeps the map, each naming its place."""

    def __init__(self, problems: Iterable[str]):
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))
