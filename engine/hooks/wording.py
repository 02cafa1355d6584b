"""The Danish words of the notices: what happened, to what, what to do, and why. Who is told is `notices`.

A notice is kept and mailed in Danish; `subject_of` and `reasons_of` read it again for a bell in another language.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from engine.greeting import footer, header, wrap_external
from engine.hooks.values import Notice, Occurrence
from engine.model.altered import altered
from engine.model.items import Kind, Task, WorkItem
from engine.model.people import Customer
from engine.sentences import recognise, say

MAX_SUBJECT = 250
MAX_WHY = 300
PATHS = {Kind.CASE: "/sager/{}", Kind.TASK: "/opgaver/{}"}
_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
READY = "%(number)s venter på %(team)s: %(subject)s"
ASSIGNED = "%(number)s er din: %(subject)s"
RETURNED = "%(number)s er sendt retur til dig: %(subject)s"
REOPENED = "%(number)s er genåbnet: %(subject)s"
OVERDUE = "%(number)s har overskredet sin deadline: %(subject)s"
APPROVER_CHANGED = "%(number)s har fået en anden godkender: %(subject)s"
RECEIVED = "Der er kommet en besked til %(number)s: %(subject)s"
SUBJECTS = (READY, ASSIGNED, RETURNED, REOPENED, OVERDUE, APPROVER_CHANGED, RECEIVED)

BECAUSE = "Du får beskeden, fordi %(why)s."
DISPATCHER_OF, AGENT_OF = "du er dispatcher i %(team)s", "du er agent i %(team)s"
IS_YOURS = "den er tildelt dig"
SENT_BACK = "den er sendt retur til dig"
WAS_APPROVER = "du var den oprindelige godkender"
WAITS = "den venter på dig eller dit team"
ANSWERS = "du er agent på sagen eller dispatcher i det team, der har den"
INTERNAL = "Du er selv bruger på sagen, så det, der er skrevet internt, står ikke her (A-37)."
_NOUN = {Kind.CASE: "Sagen", Kind.TASK: "Opgaven"}
_WHY_ROLE = {
    "approver": "du er godkender på opgaven",
    "creator": "du har oprettet den",
    "agent": IS_YOURS,
    "case_agent": "du er agent på sagen",
    "team": "dit team har den",
    "dispatchers": "du er dispatcher i det team, der har den",
}
_ANOTHER = re.compile(r"(?<=\.) (?=Du får beskeden, fordi )")
REASONS = (DISPATCHER_OF, AGENT_OF, SENT_BACK, WAS_APPROVER, WAITS, ANSWERS, *_WHY_ROLE.values())


@dataclass(frozen=True)
class Words:
    """One notice's own words; what every notice carries besides is `Frame`'s."""

    subject: str
    text: str
    why: str


def ready(occurrence: Occurrence) -> Words:
    task = occurrence.user_task
    assert task is not None
    team = occurrence.directory.teams[task.team_id].name if task.team_id is not None else ""
    return Words(
        _subject(occurrence, READY, team=team),
        f"Næste trin er tilbudt {team}: {task.name}.",
        _because(say(DISPATCHER_OF if task.role == "dispatchers" else AGENT_OF, team=team)),
    )


def assigned(occurrence: Occurrence) -> Words:
    return Words(
        _subject(occurrence, ASSIGNED),
        f"{_noun(occurrence)} er blevet din{_by(occurrence)}.{_next_step(occurrence)}",
        _because(IS_YOURS),
    )


def returned(occurrence: Occurrence) -> Words:
    return Words(
        _subject(occurrence, RETURNED),
        f"{_noun(occurrence)} er sendt retur til dig{_by(occurrence)}.{_next_step(occurrence)}",
        _because(SENT_BACK),
    )


def reopened(occurrence: Occurrence) -> Words:
    return Words(
        _subject(occurrence, REOPENED),
        f"{_noun(occurrence)} er genåbnet{_by(occurrence)} og er din igen.{_next_step(occurrence)}",
        _because(IS_YOURS),
    )


def overdue(occurrence: Occurrence, concerns: str) -> Words:
    """`concerns`: "has" it, or waits for it as "approver" or "creator"."""
    why = _WHY_ROLE | {"has": WAITS}
    do = "Løs den, eller aftal en ny deadline." if concerns == "has" else "Aftal eventuelt en ny deadline med agenten."
    return Words(
        _subject(occurrence, OVERDUE),
        f"{_noun(occurrence)} er ikke løst, og dens deadline er overskredet. {do}",
        _because(why[concerns]),
    )


def notified(occurrence: Occurrence, role: str) -> Words:
    """A send task's own subject and text, and what it is about."""
    subject, about = _with_number(occurrence), occurrence.item.subject
    subject = subject if about in subject else f"{subject}: {about}"
    return Words(subject, occurrence.text, _because(_WHY_ROLE[role]))


def approver_changed(occurrence: Occurrence) -> Words:
    item = occurrence.item
    approver = occurrence.directory.agents.get(item.approver_id or 0) if isinstance(item, Task) else None
    now = f"Godkenderen er nu {approver.name}." if approver else "Den har ingen godkender nu."
    return Words(
        _subject(occurrence, APPROVER_CHANGED),
        f"Godkenderen på opgaven er ændret{_by(occurrence)}. {now} Sig til, hvis det ikke er aftalt med dig (R052).",
        _because(WAS_APPROVER),
    )


def message_received(occurrence: Occurrence) -> Words:
    return Words(
        _subject(occurrence, RECEIVED),
        "Der er kommet en besked udefra. Det er agenten på sagen, der svarer brugeren (R121).",
        _because(ANSWERS),
    )


def to_customer(occurrence: Occurrence, customer: Customer) -> Words:
    """Wrapped as all that goes to the customer, and without a link into the house (R115)."""
    agent = occurrence.directory.active(occurrence.case.agent_id)
    team = occurrence.directory.teams[occurrence.case.team_id]
    text = wrap_external(header(customer.name), occurrence.text, footer(team.name, agent.name if agent else None))
    return Words(_with_number(occurrence), text, "")


@dataclass(frozen=True)
class Frame:
    """What every notice carries: the item, its deadline, and the link, which begins with `base_url`."""

    base_url: str
    zone: tzinfo

    def merge(self, told: Sequence[tuple[Occurrence, Notice]]) -> Notice:
        """One notice of all that one person is told of one item in one step. What was told first is its subject."""
        (_, first), (last, _) = told[0], told[-1]
        paragraphs = dict.fromkeys(_clean(notice.text.strip()) for _, notice in told)
        if first.agent_id is not None:
            paragraphs[self._about(last)] = None
        return altered(
            first,
            subject=_line(first.subject, MAX_SUBJECT),
            text="\n\n".join(text for text in paragraphs if text),
            why=_line(" ".join(dict.fromkeys(notice.why for _, notice in told)), MAX_WHY),
            item=last.item,
        )

    def _about(self, occurrence: Occurrence) -> str:
        item = occurrence.item
        lines = [_described(item)]
        if item.id != occurrence.case.id or item.kind != Kind.CASE:
            lines.append(_described(occurrence.case))
        if item.deadline is not None:
            lines.append(f"Deadline: {self._when(item.deadline)}")
        return "\n".join((*lines, "", f"{item.number}: {self.base_url}{PATHS[item.kind].format(item.id)}"))

    def _when(self, at: datetime) -> str:
        at = at.astimezone(self.zone)
        return f"{at.day}. {_MONTHS[at.month - 1]} {at.year} kl. {at:%H.%M}"


def _described(item: WorkItem) -> str:
    return f"{'Sag' if item.kind == Kind.CASE else 'Opgave'} {item.number}: {item.subject}"


def _noun(occurrence: Occurrence) -> str:
    return _NOUN[occurrence.item.kind]


def _by(occurrence: Occurrence) -> str:
    return f" af {occurrence.actor.name}" if occurrence.actor else ""


def _next_step(occurrence: Occurrence) -> str:
    return f" Næste trin: {occurrence.user_task.name}." if occurrence.user_task else ""


def _subject(occurrence: Occurrence, template: str, **more: str) -> str:
    return say(template, number=occurrence.item.number, subject=occurrence.item.subject, **more)


def _because(reason: str) -> str:
    return say(BECAUSE, why=reason)


def subject_of(kept: str) -> str:
    """A notice's subject as a sentence; one in a diagram's own words stays as it is."""
    return recognise(kept, SUBJECTS)


def reasons_of(kept: str) -> tuple[str, ...]:
    """Why somebody was told, a sentence a reason."""
    return tuple(recognise(one, (BECAUSE,), REASONS) for one in _ANOTHER.split(kept))


def _with_number(occurrence: Occurrence) -> str:
    number = occurrence.item.number
    return occurrence.subject if number in occurrence.subject else f"{occurrence.subject} [{number}]"


def _line(text: str, most: int) -> str:
    """On one line, cut at `most` characters."""
    text = _clean(" ".join(text.split()))
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _clean(text: str) -> str:
    """Without the one character that PostgreSQL does not keep."""
    return text.replace("\x00", "")
