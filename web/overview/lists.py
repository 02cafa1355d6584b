"""The lists of work as pages have them: what each is called, what an empty one says, which columns it can have."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import Sort, WorkList
from web.wording.language import lazy_gettext as _l


@dataclass(frozen=True)
class Column:
    """One column of a list; `sort` is what a press on its head sorts by."""

    name: str
    title: str
    sort: Sort


_ALL = (
    Column("nummer", _l("Nummer"), Sort.NUMBER),
    Column("emne", _l("Emne"), Sort.SUBJECT),
    Column("bruger", _l("Bruger"), Sort.CUSTOMER),
    Column("kategori", _l("Kategori"), Sort.CATEGORY),
    Column("fra-til", _l("Fra → til"), Sort.TEAM),
    Column("trin", _l("Trin"), Sort.STEP),
    Column("status", _l("Status"), Sort.STATUS),
    Column("hos", _l("Hos"), Sort.PERSON),
    Column("siden", _l("Siden"), Sort.SINCE),
    Column("alder", _l("Alder"), Sort.CREATED),
    Column("deadline", _l("Deadline"), Sort.DEADLINE),
)
COLUMNS: Mapping[str, Column] = {column.name: column for column in _ALL}
ALWAYS = ("nummer", "emne")  # without them a row says nothing, and leads nowhere
_USUAL = ("nummer", "emne", "fra-til", "trin", "hos", "deadline")


@dataclass(frozen=True)
class ListPage:
    """One list. `empty` says what would stand here and how it gets here; `columns` are those it has unless chosen."""

    name: str
    work: WorkList
    title: str
    empty: str
    holds_both: bool = False  # cases and tasks
    columns: tuple[str, ...] = _USUAL
    sorted_by: Column = COLUMNS["deadline"]


_LISTS = (
    ListPage(
        "venter",
        WorkList.WAITING,
        _l("Venter på mig"),
        _l("Intet venter på dig lige nu. Her står det, der tildeles dig eller tilbydes dit team."),
        holds_both=True,
    ),
    ListPage(
        "sager",
        WorkList.CASES,
        _l("Mine sager"),
        _l("Du har ingen åbne sager. En sag er din, når du er dens agent; du opretter en med Opret sag."),
    ),
    ListPage(
        "opgaver",
        WorkList.TASKS,
        _l("Jeg er agent"),
        _l("Du har ingen åbne opgaver. De kommer hertil, når dispatcheren tildeler dig dem."),
    ),
    ListPage(
        "godkender",
        WorkList.APPROVING,
        _l("Jeg er godkender"),
        _l("Du følger ingen opgaver. Står du som godkender på en opgave, ser du den her, til den er løst og set."),
    ),
    ListPage(
        "hos-andre",
        WorkList.ELSEWHERE,
        _l("Oprettet af mig, hos andre"),
        _l("Intet, du har oprettet eller sendt videre, ligger hos andre. Det står her, til det er løst og lukket."),
        holds_both=True,
        columns=("nummer", "emne", "trin", "hos", "siden", "deadline"),
    ),
    ListPage(
        "koe",
        WorkList.QUEUE,
        _l("Mit teams kø"),
        _l("Køen er tom: intet i dine teams venter på en dispatcher."),
        holds_both=True,
    ),
    ListPage(
        "team",
        WorkList.TEAM,
        _l("Mit team"),
        _l("Teamet har intet åbent arbejde. Her står alt åbent i de teams, du er dispatcher eller leder for."),
        holds_both=True,
        columns=("nummer", "emne", "bruger", "trin", "hos", "alder", "deadline"),
        sorted_by=COLUMNS["hos"],
    ),
)
LISTS: Mapping[str, ListPage] = {page.name: page for page in _LISTS}
PAGES: Mapping[WorkList, ListPage] = {page.work: page for page in _LISTS}
