"""The words of the notices: what happened, by whom, what was written with it, what to do, and why one is told.

Each is a sentence of `engine.sentences`, Danish until `Frame` says it in the reader's language. Who is told is
`notices`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from engine.greeting import header, signature, wrap_external
from engine.hooks.frame import when
from engine.model.items import Kind, Task
from engine.model.occurrences import Occurrence
from engine.model.people import Customer
from engine.sentences import joined, say

MAX_QUOTED = 4_000  # characters of what somebody wrote; the rest is read on the page
INTERNAL = say("Du er selv bruger på sagen, så det, der er skrevet internt, står ikke her (A-37).")
_THE = {Kind.CASE: say("sagen"), Kind.TASK: say("opgaven")}
_WAITS = say("den venter på dig eller dit team")
_WHY_ROLE = {
    "has": _WAITS,
    "approver": say("du er godkender på opgaven"),
    "creator": say("du har oprettet den"),
    "agent": say("den er tildelt dig"),
    "case_agent": say("du er agent på sagen"),
    "team": say("dit team har den"),
    "dispatchers": say("du er dispatcher i det team, der har den"),
}
_TO_TEAM = {
    "new": "%(who)s har oprettet %(the)s til %(team)s.",
    "moved": "%(who)s har sendt %(the)s til %(team)s.",
    "handed-back": "%(who)s har svaret og returneret %(the)s til %(team)s.",
}
_SOLVED = "%(who)s har løst %(the)s."
_TO_PERSON = {
    "solved": _SOLVED,
    "new": "%(who)s har oprettet %(the)s og givet dig den.",
    "handed-back": "%(who)s har svaret og returneret %(the)s til dig.",
}
_SUBJECT_TO_PERSON = {
    "solved": "%(number)s er løst: %(subject)s",
    "handed-back": "%(number)s er returneret til dig: %(subject)s",
}


@dataclass(frozen=True)
class Words:
    """One notice's own words; what every notice carries besides is `Frame`'s.

    `written` is what somebody wrote internally, with its heading; `do` the step that waits.
    """

    subject: str
    text: str
    why: str
    written: str = ""
    do: str = ""


def ready(occurrence: Occurrence) -> Words:
    """A step is offered to a team."""
    task = occurrence.user_task
    assert task is not None
    team = occurrence.directory.teams[task.team_id].name if task.team_id is not None else ""
    known = {**_known(occurrence), "team": team}
    subject = say("%(number)s venter på %(team)s: %(subject)s", **_item(occurrence), team=team)
    if occurrence.change == "solved":
        subject = say("%(number)s er løst og venter på %(team)s: %(subject)s", **_item(occurrence), team=team)
    why = say("du er dispatcher i %(team)s", team=team)
    if task.role != "dispatchers":
        why = say("du er agent i %(team)s", team=team)
    do = say("Næste trin er tilbudt %(team)s: %(step)s.", team=team, step=task.name)
    return Words(subject, _offered(occurrence, known), _because(why), _written(occurrence), do)


def _offered(occurrence: Occurrence, known: Mapping[str, str]) -> str:
    if occurrence.actor is None:
        return say("Det venter nu på %(team)s.", team=known["team"])
    template = _TO_TEAM.get(occurrence.change, "%(who)s har lagt %(the)s hos %(team)s.")
    return _solved(occurrence) or say(template, **known)


def assigned(occurrence: Occurrence) -> Words:
    """A step became somebody's."""
    change = occurrence.change
    subject = say(_SUBJECT_TO_PERSON.get(change, "%(number)s er din: %(subject)s"), **_item(occurrence))
    text = say("Det er nu dig, der har den.")
    if occurrence.actor is not None:
        text = say(_TO_PERSON.get(change, "%(who)s har givet dig %(the)s."), **_known(occurrence))
    why = say("næste trin er dit") if change == "solved" else _WHY_ROLE["agent"]
    return Words(subject, text, _because(why), _written(occurrence), _next_step(occurrence))


def _solved(occurrence: Occurrence) -> str:
    """Who has solved it, where the step did that."""
    if occurrence.actor is None or occurrence.change != "solved":
        return ""
    return say(_SOLVED, **_known(occurrence))


def returned(occurrence: Occurrence) -> Words:
    return Words(
        say("%(number)s er sendt retur til dig: %(subject)s", **_item(occurrence)),
        say("%(who)s har sendt %(the)s retur til dig med et spørgsmål.", **_known(occurrence)),
        _because(say("den er sendt retur til dig")),
        _quoted(say("Spørgsmål"), occurrence.comment),
        _next_step(occurrence),
    )


def reopened(occurrence: Occurrence) -> Words:
    return Words(
        say("%(number)s er genåbnet: %(subject)s", **_item(occurrence)),
        say("%(who)s har genåbnet %(the)s, og den er din igen.", **_known(occurrence)),
        _because(_WHY_ROLE["agent"]),
        _quoted(say("Hvorfor"), occurrence.comment),
        _next_step(occurrence),
    )


def overdue(occurrence: Occurrence, concerns: str) -> Words:
    """`concerns`: "has" it, or waits for it as "approver" or "creator"."""
    do = say("Løs den, eller aftal en ny deadline.")
    if concerns != "has":
        do = say("Aftal eventuelt en ny deadline med agenten.")
    text = say("Den er ikke løst, og dens deadline er overskredet.")
    subject = say("%(number)s har overskredet sin deadline: %(subject)s", **_item(occurrence))
    return Words(subject, joined((text, do), " "), _because(_WHY_ROLE[concerns]))


def unclosed(occurrence: Occurrence) -> Words:
    """D-19."""
    return Words(
        say("%(number)s er løst, men ikke lukket: %(subject)s", **_item(occurrence)),
        say("Sagen er løst, men ikke lukket, og dens deadline er overskredet."),
        _because(say("det trin, der lukker den, venter på dig")),
        do=_next_step(occurrence),
    )


def notified(occurrence: Occurrence, role: str) -> Words:
    """A send task's own subject and text, and what it is about."""
    subject, about = _with_number(occurrence), occurrence.item.subject
    subject = subject if about in subject else f"{subject}: {about}"
    return Words(subject, _solved(occurrence), _because(_WHY_ROLE[role]), occurrence.text)


def approver_changed(occurrence: Occurrence) -> Words:
    item = occurrence.item
    approver = occurrence.directory.agents.get(item.approver_id or 0) if isinstance(item, Task) else None
    now = say("Den har ingen godkender nu.")
    if approver:
        now = say("Godkenderen er nu %(name)s.", name=approver.name)
    changed = say("%(who)s har ændret godkenderen på opgaven.", **_known(occurrence))
    tell = say("Sig til, hvis det ikke er aftalt med dig (R052).")
    subject = say("%(number)s har fået en anden godkender: %(subject)s", **_item(occurrence))
    return Words(subject, joined((changed, now, tell), " "), _because(say("du var den oprindelige godkender")))


def deadline_moved(occurrence: Occurrence, concerns: str, zone: tzinfo) -> Words:
    """D-17: from when to when, by whom and why."""
    before, after = occurrence.due_before, occurrence.item.deadline
    assert before is not None
    known = {**_known(occurrence), "before": when(before, zone)}
    subject = say("%(number)s har ikke længere en deadline: %(subject)s", **_item(occurrence))
    text = say("%(who)s har fjernet deadline, som var %(before)s.", **known)
    if after is not None:
        subject = say("%(number)s har fået ny deadline: %(subject)s", **_item(occurrence))
        text = say("%(who)s har flyttet deadline fra %(before)s til %(after)s.", **known, after=when(after, zone))
    return Words(subject, text, _because(_WHY_ROLE[concerns]), _quoted(say("Hvorfor"), occurrence.comment))


def message_received(occurrence: Occurrence) -> Words:
    return Words(
        say("Der er kommet en besked til %(number)s: %(subject)s", **_item(occurrence)),
        say("Der er kommet en besked udefra. Det er agenten på sagen, der svarer brugeren (R121)."),
        _because(say("du er agent på sagen eller dispatcher i det team, der har den")),
    )


def to_customer(occurrence: Occurrence, customer: Customer) -> Words:
    """Wrapped as all that goes to the customer, and without a link into the house (R115)."""
    ending = signature(occurrence.directory, occurrence.case)
    return Words(_with_number(occurrence), wrap_external(header(customer.name), occurrence.text, ending), "")


def _written(occurrence: Occurrence) -> str:
    """What the reader needs from what was written: the solution, the answer, or what it is all about."""
    if occurrence.change == "solved":
        return _quoted(say("Løsning"), occurrence.solution)
    if occurrence.change == "handed-back":
        return _quoted(say("Svar"), occurrence.comment)
    quotes = (_quoted(say("Kommentar"), occurrence.comment), _quoted(say("Beskrivelse"), occurrence.item.description))
    return joined([quote for quote in quotes if quote])


def _quoted(heading: str, text: str) -> str:
    """What somebody wrote, under its heading; cut where it is long."""
    text = text.strip()
    if not text:
        return ""
    return say(
        "%(heading)s:\n%(text)s", heading=heading, text=text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]}…"
    )


def _known(occurrence: Occurrence) -> dict[str, str]:
    """Who did it, and to what."""
    who = occurrence.actor.name if occurrence.actor else "Sagsgang"
    return {"who": who, "the": _THE[occurrence.item.kind]}


def _item(occurrence: Occurrence) -> dict[str, str]:
    return {"number": occurrence.item.number, "subject": occurrence.item.subject}


def _next_step(occurrence: Occurrence) -> str:
    return say("Næste trin: %(step)s.", step=occurrence.user_task.name) if occurrence.user_task else ""


def _because(reason: str) -> str:
    return say("Du får beskeden, fordi %(why)s.", why=reason)


def _with_number(occurrence: Occurrence) -> str:
    number = occurrence.item.number
    return occurrence.subject if number in occurrence.subject else f"{occurrence.subject} [{number}]"
