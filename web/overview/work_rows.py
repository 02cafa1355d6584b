"""The rows of a list of work in words, put together before the template: the same for each cell of a column."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from engine import Directory, WorkItem, WorkRow
from web.frame.request_context import desk, now
from web.items.beside import row_url
from web.overview.lists import COLUMNS, Column
from web.urls import item_url
from web.wording.drawings import icon
from web.wording.language import gettext as _
from web.wording.words import DEPARTMENTS, STATUSES, age_tag, agent_name, team_name, time_tag


@dataclass(frozen=True)
class Cell:
    column: Column
    words: Markup


@dataclass(frozen=True)
class Act:
    """Something that can be done with a row where it stands (R101 to R105): a link to the form on the item's page.

    `part` is what of that page is shown in place, `spoken` what a screen reader says.
    """

    label: str
    drawing: Markup
    url: str
    part: str
    spoken: str


@dataclass(frozen=True)
class WorkLine:
    """One row as a template shows it; `ticked_as` is the value of its tick box, `tick` what the box is called."""

    unread: bool
    cells: tuple[Cell, ...]
    acts: tuple[Act, ...]
    ticked_as: str
    tick: str


@dataclass(frozen=True)
class _Page:
    """What the cells of one page are put into words with. `listed` is the list that one comes from, if it is whole."""

    directory: Directory
    now: datetime
    listed: str


def work_lines(rows: Iterable[WorkRow], columns: Iterable[str], listed: str = "") -> list[WorkLine]:
    """The rows with a cell for each of these columns."""
    page, chosen = _Page(desk().directory(), now(), listed), [COLUMNS[name] for name in columns]
    return [
        WorkLine(
            unread=row.unread,
            cells=tuple(Cell(column, escape(CELLS[column.name](row, page))) for column in chosen),
            acts=row_acts(row, row.user_task_id),
            ticked_as=f"{row.kind}-{row.id}",
            tick=_("Vælg %(number)s", number=row.number),
        )
        for row in rows
    ]


def row_acts(item: WorkItem | WorkRow, user_task_id: str | None = None) -> tuple[Act, ...]:
    """What can be done with the row of an item; `user_task_id` is the step that waits on it."""
    url, step = item_url(item), f"#trin-{user_task_id}" if user_task_id else ""
    found = (
        (_("Tildel"), "person", f"{url}{step}", ".step"),
        (_("Kommentar"), "lock", f"{item_url(item, skriv='intern')}#skriv", "#skriv-intern"),
        (_("Ret"), "pen", f"{item_url(item, ret='1')}#oplysninger", "[data-edit]"),
    )
    return tuple(
        Act(label, icon(drawing), url, part, _("%(what)s: %(number)s", what=label, number=item.number))
        for label, drawing, url, part in found
    )


def _number(row: WorkRow, page: _Page) -> str:
    if not row.unread:
        return row.number
    new = _("Nyt siden sidst")
    mark = Markup('<span class="mark" title="{}"></span><span class="visually-hidden">{} </span>{}')
    return mark.format(new, new, row.number)


def _subject(row: WorkRow, page: _Page) -> str:
    step = f"#trin-{row.user_task_id}" if row.user_task_id else ""
    url = row_url(row, page.listed) if page.listed else f"{item_url(row)}{step}"
    return Markup('<a href="{}">{}</a>').format(url, row.subject)


def _from_to(row: WorkRow, page: _Page) -> str:
    team = page.directory.teams[row.team_id]
    to = f"{DEPARTMENTS[team.department]} · {team.name}" if row.origin != team.department else team.name
    return f"{DEPARTMENTS[row.origin]} → {to}"


def _status(row: WorkRow, page: _Page) -> str:
    return str(STATUSES[row.status]) if row.status else "–"


def _with(row: WorkRow, page: _Page) -> str:
    directory = page.directory
    person = agent_name(directory, row.assignee_id or row.agent_id)
    return person or team_name(directory, row.offered_team_id) or directory.teams[row.team_id].name


# column → what stands in it
CELLS: Mapping[str, Callable[[WorkRow, _Page], str]] = {
    "nummer": _number,
    "emne": _subject,
    "bruger": lambda row, page: row.customer,
    "kategori": lambda row, page: row.category or "–",
    "fra-til": _from_to,
    "trin": lambda row, page: row.step or _status(row, page),
    "status": _status,
    "hos": _with,
    "siden": lambda row, page: time_tag(row.since, page.now),
    "alder": lambda row, page: age_tag(row.created_at, page.now),
    "deadline": lambda row, page: time_tag(row.deadline, page.now, deadline=True) if row.deadline else "–",
}
