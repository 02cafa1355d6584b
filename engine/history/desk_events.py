"""What can happen to the desk itself."""

from dataclasses import dataclass

from engine.history.shape import Recorded


@dataclass(frozen=True, kw_only=True)
class Installed(Recorded):
    """The desk is there. Every chain begins with its `uuid`; `product` is the version that made it."""

    uuid: str
    product: str
