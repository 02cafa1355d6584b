"""What can happen to the desk itself, and to its processes."""

from dataclasses import dataclass

from engine.history.shape import Recorded, private


@dataclass(frozen=True, kw_only=True)
class Installed(Recorded):
    """The desk is there. Every chain begins with its `uuid`; `product` is the version that made it."""

    uuid: str
    product: str


@dataclass(frozen=True, kw_only=True)
class Deployed(Recorded):
    """A version of a process is in force; `sha256` is that of its text."""

    key: str
    version: int
    name: str
    sha256: str
    note: str | None = private()


@dataclass(frozen=True, kw_only=True)
class RouteSet(Recorded):
    """Which process serves which work (D-02): `changes` has all `routes`, [[kind, origin, receiver, process]]."""


@dataclass(frozen=True, kw_only=True)
class SettingSet(Recorded):
    """Something else that holds for the whole desk: `changes` has all `categories`, [[id, name, active]]."""


@dataclass(frozen=True, kw_only=True)
class HeadsWritten(Recorded):
    """The heads of all chains were written to a file, of all events up to `position`: how many chains (`subjects`),
    their Merkle root in base64, and the sha256 of the file.
    """

    position: int
    subjects: int
    root: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ReplayBegun(Recorded):
    """What the desk holds is played from another desk's log: its sha256, that of the map it is read by, its rows."""

    log: str
    map: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class ReplayEnded(Recorded):
    """The last row of that log has been played, or refused."""

    log: str


@dataclass(frozen=True, kw_only=True)
class ViewingsClosed(Recorded):
    """A day is over (YYYY-MM-DD): how many viewings it had, and the sha256 of their rows in canonical form, a line
    each, in the order of time (D-28).
    """

    day: str
    count: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ViewingsDeleted(Recorded):
    """The viewings of all days before this one (YYYY-MM-DD) were deleted for their age."""

    before: str
