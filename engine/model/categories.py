"""What cases are about: a list of the desk, kept by its administrators."""

from dataclasses import dataclass

MAX_CATEGORY = 120  # characters


@dataclass(frozen=True)
class Category:
    """One of the list; a retired one is chosen no more, and read on the cases that bear it."""

    id: int
    name: str
    active: bool
