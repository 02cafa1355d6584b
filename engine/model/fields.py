"""What is kept of a case and a task: one row a field, which stands at the attribute that holds it.

The tables, start forms, *Ret*, the history and the pages read these rows; whoever adds a field adds a row.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any, get_args, get_type_hints

ROW = "row"


@dataclass(frozen=True)
class Row:
    """One field.

    `type` says how its value is typed, stored and said: string (one line), text, deadline, boolean, agent, team and
    customer (by number), and of what nobody types moment, status, department, case, entry and answers.

    `name` is what start forms and *Ret* call it. `filled_by` are the types of start form fields that may fill it
    (`sets`); `required` is the sentence where it is editable and empty; `limit` counts characters; `private` values
    can be forgotten (`engine.history`). `references` says that the database holds it to a row that is there.
    """

    label: str
    type: str
    name: str = ""
    filled_by: frozenset[str] = frozenset()
    editable: bool = False
    required: str = ""
    limit: int | None = None
    private: bool = False
    references: bool = False


@dataclass(frozen=True)
class ItemField:
    """A row with the attribute at which it stands; `empty` is its value where nobody gave one."""

    column: str
    row: Row
    empty: Any
    can_be_none: bool

    @property
    def name(self) -> str:
        return self.row.name or self.column


def row(
    label: str,
    type_: str,
    *,
    name: str = "",
    filled_by: tuple[str, ...] = (),
    editable: bool = False,
    required: str = "",
    limit: int | None = None,
    private: bool = False,
    references: bool = False,
    **default: Any,
) -> Any:
    """An attribute of a work item with its row; `default` or `default_factory` as of a dataclass."""
    kept = Row(label, type_, name, frozenset(filled_by), editable, required, limit, private, references)
    return dataclasses.field(metadata={ROW: kept}, **default)


def fields_of(item_type: type) -> Mapping[str, ItemField]:
    """{column: field} of all that has a row, in the order of the attributes."""
    types = get_type_hints(item_type)
    rows = (f for f in dataclasses.fields(item_type) if ROW in f.metadata)
    return {f.name: ItemField(f.name, f.metadata[ROW], _empty(f), NoneType in get_args(types[f.name])) for f in rows}


def _empty(attribute: "dataclasses.Field[Any]") -> Any:
    if attribute.default_factory is not dataclasses.MISSING:
        return attribute.default_factory()
    return None if attribute.default is dataclasses.MISSING else attribute.default
