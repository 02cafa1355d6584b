"""Which values of a process are private: what people write in their own words, dates, people who are no agents, and
what a diagram says is (`private`). A diagram can only add.
"""

from engine.model.diagrams import FormField

PUBLIC_TYPES = frozenset({"agent", "team", "enum", "boolean", "deadline"})  # of fields
PRIVATE_FACTS = frozenset({"subject", "case_subject", "solution"})


def is_private_field(field: FormField) -> bool:
    return field.is_private or field.type not in PUBLIC_TYPES
