"""Numbers that an address or a form names: of people, items, versions."""


def numbers_of(text: str | None) -> frozenset[int]:
    """The numbers between the commas."""
    return frozenset(number for part in (text or "").split(",") if (number := number_of(part)) is not None)


def number_of(text: str | None) -> int | None:
    """The number, of at most nine digits; None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
