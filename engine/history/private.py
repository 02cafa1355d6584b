"""Which values of a process are private: what people write in their own words, dates, and people who are no agents."""

PUBLIC_TYPES = frozenset({"agent", "team", "enum", "boolean", "deadline"})  # of fields
PRIVATE_FACTS = frozenset({"subject", "case_subject", "solution"})


def is_private_field(type_: str) -> bool:
    return type_ not in PUBLIC_TYPES
