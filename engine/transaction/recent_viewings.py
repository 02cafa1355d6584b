"""What people opened lately, as far as this process knows: so most pages that are opened again have nothing to note."""

from datetime import datetime

from engine.model.viewings import REPEATED, Viewable

MOST = 10_000


class RecentViewings:
    """{who and what: when it was last noted} of one process; the table has the last word."""

    def __init__(self) -> None:
        self._noted: dict[tuple[int, Viewable], datetime] = {}

    def is_new(self, agent_id: int, viewed: Viewable, now: datetime) -> bool:
        """Whether it is to be noted; from now on it is not, for a while."""
        noted = self._noted.get((agent_id, viewed))
        if noted is not None and noted <= now < noted + REPEATED:
            return False
        if len(self._noted) >= MOST:
            self._noted.clear()
        self._noted[agent_id, viewed] = now
        return True
