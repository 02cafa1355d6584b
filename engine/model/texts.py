"""What people write, made fit for where it stands."""

LINES = frozenset({"subject", "category"})


def one_line(text: str) -> str:
    """On one line: what breaks a line or is no character becomes a space."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def fit(column: str, text: str) -> str:
    """As that column of a case or a task holds it."""
    return one_line(text) if column in LINES else text.strip().replace("\x00", "")
