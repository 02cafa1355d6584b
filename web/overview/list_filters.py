"""What the address of a list of work asks for: what is narrowed, what it is sorted by, and which columns it has."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from flask import request

import engine
from engine import Asked, Kind, Status
from web.frame.request_context import desk, now
from web.overview.filters import TypedFilters
from web.overview.lists import ALWAYS, COLUMNS, ListPage
from web.wording.language import gettext as _

NAMES = ("slags", "status", "team", "hos", "bruger", "kategori", "alder", "frist", "sorter")
COLUMN_NAMES = "kolonner"
NOBODY = "ingen"
AGES = {"1": timedelta(days=1), "3": timedelta(days=3), "7": timedelta(days=7), "30": timedelta(days=30)}
DOWN = "-"  # before a column's name: the last first
MOST_CUSTOMERS = 50


class ListFilters(TypedFilters):
    """`asked` is what the engine is asked, `columns` are names of columns in the order of the table."""

    def __init__(self, page: ListPage):
        super().__init__(request.args, NAMES)
        directory = desk().directory()
        self.categories = tuple(category.name for category in directory.categories)  # where there are none, it is typed
        holder = self.one_of("hos", [NOBODY, *(str(agent_id) for agent_id in directory.agents)])
        age = self.one_of("alder", AGES)
        sort = self.one_of("sorter", [*COLUMNS, *(DOWN + name for name in COLUMNS)])
        self.last_first = (sort or "").startswith(DOWN)
        self.sorted_by = COLUMNS[sort.removeprefix(DOWN)] if sort else page.sorted_by
        self.asked = Asked(
            kind=self.one_of("slags", Kind),
            status=self.one_of("status", Status),
            team_id=self.id_of("team", directory.teams),
            agent_id=None if holder is None else 0 if holder == NOBODY else int(holder),
            customer_ids=self._customers(),
            category=self.one_of("kategori", self.categories) if self.categories else None,
            category_begins=None if self.categories else self.typed.get("kategori"),
            created_before=now() - AGES[age] if age else None,
            late_at=now() if self.one_of("frist", ("overskredet",)) else None,
            sort=self.sorted_by.sort,
            last_first=self.last_first,
        )
        chosen = set(request.args.getlist(COLUMN_NAMES)) & set(COLUMNS)
        self.chooses = bool(chosen) and {*chosen, *ALWAYS} != set(page.columns)
        self.columns = tuple(name for name in COLUMNS if name in {*chosen, *ALWAYS}) if self.chooses else page.columns

    def query(self, **changes: str | None) -> str:
        """The address after its "?", with these instead; without the place of a page."""
        asked = {name: text for name, text in {**self.typed, **changes}.items() if text}
        columns: Iterable[str] = self.columns if self.chooses else ()
        return urlencode([*asked.items(), *((COLUMN_NAMES, name) for name in columns)])

    def reversed(self) -> Asked:
        """The same from the other end."""
        return replace(self.asked, last_first=not self.last_first)

    def _customers(self) -> tuple[int, ...] | None:
        text = self.typed.get("bruger")
        if not text:
            return None
        found = engine.customer_ids(desk(), text, limit=MOST_CUSTOMERS)
        if not found:
            self.problems["bruger"] = _("Ingen bruger passer til “%(text)s”, så filteret er ikke brugt.", text=text)
        return found or None
