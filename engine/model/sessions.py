"""Who is signed in, and since when (D-20)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

UNUSED = timedelta(hours=12)  # so long after its last use a session is over
LONGEST = timedelta(days=7)  # so long after its start it is over, however much it is used
NOTED = timedelta(minutes=10)  # its last use is noted no more often than this


@dataclass(frozen=True)
class Session:
    """One browser in which an agent is signed in. `browser` is what it calls itself, at most 300 characters."""

    id: int
    agent_id: int
    started_at: datetime
    last_used_at: datetime
    browser: str

    def is_over(self, now: datetime) -> bool:
        return self.last_used_at <= now - UNUSED or self.started_at <= now - LONGEST

    def is_to_be_noted(self, now: datetime) -> bool:
        """Whether its last use was noted so long ago that it is noted again."""
        return self.last_used_at <= now - NOTED
