"""What can become of a message after it was written. Its chain is its own: its fate makes no case unread again."""

from dataclasses import dataclass

from engine.history.shape import Recorded, private


@dataclass(frozen=True, kw_only=True)
class OfMessage(Recorded):
    """`message` is its key in the outbox."""

    message: str


@dataclass(frozen=True, kw_only=True)
class Delivered(OfMessage):
    """A server took it, at the try of that number."""

    attempts: int


@dataclass(frozen=True, kw_only=True)
class Failed(OfMessage):
    """It was given up after so many tries, and why."""

    attempts: int
    why: str | None = private()


@dataclass(frozen=True, kw_only=True)
class Again(OfMessage):
    """It was put in line again."""
