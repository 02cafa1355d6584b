"""The Danish words of the notices: what happened, to what, what to do, and why. Who is told is `notices`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from engine.greeting import footer, header, wrap_external
from engine.hooks.values import Notice, Occurrence
from engine.model.altered import altered
from engine.model.items import Kind, Task, WorkItem
from engine.model.people import Customer

MAX_SUBJECT = 250
MAX_WHY = 300
PATHS = {Kind.CASE: "/sager/{}", Kind.TASK: "/opgaver/{}"}
_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
INTERNAL = "Du er selv bruger på sagen, så det, der er skrevet internt, står ikke her (A-37)."
_NOUN = {Kind.CASE: "Sagen", Kind.TASK: "Opgaven"}
_WHY_ROLE = {
    "approver": "du er godkender på opgaven",
    "creator": "du har oprettet den",
    "agent": "den er tildelt dig",
    "case_agent": "du er agent på sagen",
    "team": "dit team har den",
    "dispatchers": "du er dispatcher i det team, der har den",
}


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
    role = "dispatcher" if task.role == "dispatchers" else "agent"
    return Words(
        f"{occurrence.item.number} venter på {team}: {occurrence.item.subject}",
        f"Næste trin er tilbudt {team}: {task.name}.",
        _because(f"du er {role} i {team}"),
    )


def assigned(occurrence: Occurrence) -> Words:
    return Words(
        f"{occurrence.item.number} er din: {occurrence.item.subject}",
        f"{_noun(occurrence)} er blevet din{_by(occurrence)}.{_next_step(occurrence)}",
        _because("den er tildelt dig"),
    )


def returned(occurrence: Occurrence) -> Words:
    return Words(
        f"{occurrence.item.number} er sendt retur til dig: {occurrence.item.subject}",
        f"{_noun(occurrence)} er sendt retur til dig{_by(occurrence)}.{_next_step(occurrence)}",
        _because("den er sendt retur til dig"),
    )


def reopened(occurrence: Occurrence) -> Words:
    return Words(
        f"{occurrence.item.number} er genåbnet: {occurrence.item.subject}",
        f"{_noun(occurrence)} er genåbnet{_by(occurrence)} og er din igen.{_next_step(occurrence)}",
        _because("den er tildelt dig"),
    )


def overdue(occurrence: Occurrence, concerns: str) -> Words:
    """`concerns`: "has" it, or waits for it as "approver" or "creator"."""
    why = _WHY_ROLE | {"has": "den venter på dig eller dit team"}
    do = "Løs den, eller aftal en ny deadline." if concerns == "has" else "Aftal eventuelt en ny deadline med agenten."
    return Words(
        f"{occurrence.item.number} har overskredet sin deadline: {occurrence.item.subject}",
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
        f"{item.number} har fået en anden godkender: {item.subject}",
        f"Godkenderen på opgaven er ændret{_by(occurrence)}. {now} Sig til, hvis det ikke er aftalt med dig (R052).",
        _because("du var den oprindelige godkender"),
    )


def message_received(occurrence: Occurrence) -> Words:
    return Words(
        f"Der er kommet en besked til {occurrence.item.number}: {occurrence.item.subject}",
        "Der er kommet en besked udefra. Det er agenten på sagen, der svarer brugeren (R121).",
        _because("du er agent på sagen eller dispatcher i det team, der har den"),
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


def _because(reason: str) -> str:
    return f"Du får beskeden, fordi {reason}."


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
