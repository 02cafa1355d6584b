"""What the notices say, in Danish: what happened, what to do, a link to it, and why one was told (C10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from engine.hooks.values import Notice, Occurrence
from engine.model.items import Kind, WorkItem
from engine.model.people import Customer

MAX_SUBJECT = 200
PATHS = {Kind.CASE: "sager", Kind.TASK: "opgaver"}


@dataclass(frozen=True)
class Words:
    """One notice's subject, text and reason."""

    subject: str
    text: str
    why: str


def ready(occurrence: Occurrence) -> Words:
    team = _team(occurrence)
    return _words(occurrence, f"Venter på {team}: {_step(occurrence)}", f"Du er med i {team}.")


def assigned(occurrence: Occurrence) -> Words:
    return _words(occurrence, f"Til dig: {_step(occurrence)}", "Trinnet er dit.")


def returned(occurrence: Occurrence) -> Words:
    return _words(occurrence, f"Sendt retur til dig: {_step(occurrence)}", "Den er sendt retur til dig.")


def reopened(occurrence: Occurrence) -> Words:
    return _words(occurrence, f"Genåbnet: {_step(occurrence)}", "Du løste den, eller du har fået den nu.")


def overdue(occurrence: Occurrence, role: str) -> Words:
    return _words(occurrence, "Deadline er overskredet", _REASONS[role])


def notified(occurrence: Occurrence, role: str) -> Words:
    """What the diagram's send task says, to that role."""
    return _words(occurrence, occurrence.subject, _REASONS[role], occurrence.text)


def approver_changed(occurrence: Occurrence) -> Words:
    return _words(occurrence, "Opgaven har fået en anden godkender", "Du er opgavens oprindelige godkender.")


def message_received(occurrence: Occurrence) -> Words:
    return _words(occurrence, "Der er kommet en besked udefra", "Du har sagen, eller du fordeler teamets sager.")


def to_customer(occurrence: Occurrence, customer: Customer) -> Words:
    """A send task's own words, with nothing of the house in them."""
    return Words(_line(occurrence.subject), occurrence.text, f"{customer.name} er bruger på sagen.")


_REASONS = {
    "has": "Du har den, eller du fordeler teamets opgaver.",
    "approver": "Du er opgavens godkender.",
    "creator": "Du har oprettet den.",
    "agent": "Du har den.",
    "case_agent": "Du er sagsagent.",
    "team": "Du er med i teamet, der har den.",
    "dispatchers": "Du fordeler teamets sager og opgaver.",
}


@dataclass(frozen=True)
class Frame:
    """What stands around every notice: the item, its deadline and a link."""

    base_url: str
    zone: tzinfo

    def merge(self, told: Sequence[tuple[Occurrence, Notice]]) -> Notice:
        """One message to one person about one item: the first thing leads, the others follow."""
        occurrence, first = told[0]
        item = occurrence.item
        texts = list(dict.fromkeys(notice.text for _, notice in told))
        reasons = list(dict.fromkeys(notice.why for _, notice in told))
        if first.agent_id is None:
            return replace(first, item=item, text="\n\n".join(texts))
        subject = _line(f"{item.number} · {first.subject} · {item.subject}")
        more = [notice.subject for _, notice in told[1:] if notice.subject != first.subject]
        lines = [first.subject + ".", *dict.fromkeys(f"{other}." for other in more), *filter(None, texts)]
        text = "\n\n".join([*lines, self._about(item), " ".join(reasons)])
        return replace(first, item=item, subject=subject, text=text, why=" ".join(reasons))

    def _about(self, item: WorkItem) -> str:
        lines = [f"{item.number}: {item.subject}"]
        if item.deadline is not None:
            lines.append(f"Deadline: {self._time(item.deadline)}")
        return "\n".join([*lines, f"{self.base_url}/{PATHS[item.kind]}/{item.id}"])

    def _time(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%d.%m.%Y kl. %H.%M}"


def _words(occurrence: Occurrence, subject: str, why: str, text: str = "") -> Words:
    return Words(_line(subject), text.strip(), why)


def _step(occurrence: Occurrence) -> str:
    return occurrence.user_task.name if occurrence.user_task is not None else occurrence.item.subject


def _team(occurrence: Occurrence) -> str:
    task = occurrence.user_task
    team_id = task.team_id if task is not None and task.team_id is not None else occurrence.item.team_id
    return occurrence.directory.teams[team_id].name


def _line(text: str) -> str:
    """One line, as a mail's subject must be."""
    return " ".join(text.split())[:MAX_SUBJECT]
