"""Short texts as the databases keep them: ids, names and words of the product's own."""

from sqlalchemy import String as AnyString


def String(length: int) -> AnyString:
    """Compared by code point (collation C), so that no server's language changes an order or a page (D-21)."""
    return AnyString(length).with_variant(AnyString(length, collation="C"), "postgresql")
