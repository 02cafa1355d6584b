"""What every notice carries besides its own words: the item, its deadline, its address, in the reader's language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from engine.altered import altered
from engine.hooks.values import Notice
from engine.model.items import Kind, WorkItem
from engine.model.occurrences import Occurrence
from engine.model.people import Agent
from engine.sentences import joined, said_in, say

MAX_SUBJECT = 250
MAX_WHY = 300
PATHS = {Kind.CASE: "/sager/{}", Kind.TASK: "/opgaver/{}"}
MONTHS = (
    *(say("januar"), say("februar"), say("marts"), say("april"), say("maj"), say("juni")),
    *(say("juli"), say("august"), say("september"), say("oktober"), say("november"), say("december")),
)


@dataclass(frozen=True)
class Frame:
    """What every notice carries: the item, its deadline, and the link, which begins with `base_url`.

    `translate` gives a Danish sentence, or its template, in a language: `translate("en", "sagen")`.
    """

    base_url: str
    zone: tzinfo
    translate: Callable[[str, str], str]

    def merge(self, told: Sequence[tuple[Occurrence, Notice]]) -> Notice:
        """One notice of all that one person is told of one item in one step, in that person's language.

        What was told first is its subject and its reason; of one matter only the first has its words.
        """
        (occurrence, first), (last, _) = told[0], told[-1]
        texts: dict[str, str] = {}
        for _, notice in told:
            texts.setdefault(notice.matter or notice.text, notice.text)
        paragraphs = dict.fromkeys([*texts.values(), *(notice.do for _, notice in told)])
        if first.agent_id is not None:
            paragraphs[self._about(last)] = None
        reader = occurrence.directory.agents.get(first.agent_id) if first.agent_id is not None else None
        return altered(
            first,
            subject=_line(self._in_language_of(reader, first.subject), MAX_SUBJECT),
            text=_clean("\n\n".join(self._in_language_of(reader, text).strip() for text in paragraphs if text)),
            why=_line(self._in_language_of(reader, first.why), MAX_WHY),
            item=last.item,
        )

    def _in_language_of(self, reader: Agent | None, text: str) -> str:
        locale = reader.locale if reader else None
        return said_in(text, lambda template: self.translate(locale, template)) if locale else text

    def _about(self, occurrence: Occurrence) -> str:
        item = occurrence.item
        lines = [_described(item)]
        if item.id != occurrence.case.id or item.kind != Kind.CASE:
            lines.append(_described(occurrence.case))
        if item.deadline is not None:
            lines.append(say("Deadline: %(when)s", when=when(item.deadline, self.zone)))
        return joined((*lines, "", f"{item.number}: {self.base_url}{PATHS[item.kind].format(item.id)}"), "\n")


def when(at: datetime, zone: tzinfo) -> str:
    at = at.astimezone(zone)
    return say(
        "%(day)s. %(month)s %(year)s kl. %(time)s",
        day=at.day,
        month=MONTHS[at.month - 1],
        year=at.year,
        time=f"{at:%H.%M}",
    )


def _described(item: WorkItem) -> str:
    if item.kind == Kind.CASE:
        return say("Sag %(number)s: %(subject)s", number=item.number, subject=item.subject)
    return say("Opgave %(number)s: %(subject)s", number=item.number, subject=item.subject)


def _line(text: str, most: int) -> str:
    """On one line, cut at `most` characters."""
    text = _clean(" ".join(text.split()))
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _clean(text: str) -> str:
    """Without the one character that PostgreSQL does not keep."""
    return text.replace("\x00", "")
