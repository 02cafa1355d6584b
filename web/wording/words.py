"""Times, names and statuses as a person says them, in the language of the page."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from markupsafe import Markup, escape

from engine import (
    PREFIX,
    ROLES,
    Agent,
    Delivery,
    Department,
    Directory,
    EntryKind,
    Kind,
    Message,
    Role,
    Sentence,
    Status,
    WorkItem,
    reason_of,
)
from web.wording.language import gettext as _
from web.wording.language import language, ngettext
from web.wording.language import lazy_gettext as _l

ZONE = ZoneInfo("Europe/Copenhagen")
HALF_A_YEAR = 183  # days

STATUSES: Mapping[Status, str] = {
    Status.REGISTERED: _l("Registreret"),
    Status.ASSIGNED: _l("Tildelt"),
    Status.SOLVED: _l("Løst"),
    Status.CLOSED: _l("Lukket"),
}
STATUS_ICONS: Mapping[Status, str] = {
    Status.REGISTERED: "circle",
    Status.ASSIGNED: "dot",
    Status.SOLVED: "check",
    Status.CLOSED: "lock",
}
DEPARTMENTS: Mapping[Department, str] = {Department.SUPPORT: _l("Support"), Department.OPERATIONS: _l("Drift")}
KINDS: Mapping[Kind, str] = {Kind.CASE: _l("Sag"), Kind.TASK: _l("Opgave")}
NUMBERS: Mapping[Kind, str] = PREFIX  # what stands before an item's number
ENTRY_KINDS: Mapping[EntryKind, str] = {
    EntryKind.INTERNAL: _l("Intern kommentar"),
    EntryKind.EXTERNAL: _l("Til bruger"),
    EntryKind.MAIL: _l("Mail"),
}
DELIVERIES: Mapping[Delivery, str] = {
    Delivery.WAITING: _l("venter på at blive sendt"),
    Delivery.SENT: _l("sendt"),
    Delivery.FAILED: _l("kunne ikke sendes"),
    Delivery.NOT_SENT: _l("ikke sendt"),
    Delivery.CANCELLED: _l("fortrudt"),
}
JOBS: Mapping[str, str] = {
    "deliver-mail": _l("Send mail"),
    "fire-timers": _l("Hold øje med deadlines"),
    "offer-again": _l("Tilbyd efterladt arbejde igen"),
    "sweep-drafts": _l("Ryd gamle kladder op"),
    "close-viewings": _l("Afslut dagens visninger, og slet gamle"),
    "index-search": _l("Gør det skrevne søgbart"),
}


def tell(sentence: object) -> str:
    """What the engine says, in the language of the page; of what is filled in, that which is a sentence itself."""
    if isinstance(sentence, Sentence):
        filled = {name: tell(v) if isinstance(v, Sentence) else v for name, v in sentence.values.items()}
        return _(sentence.template, **filled)
    text = str(sentence)
    return _(text) if text else ""


def why_unsent(reason: str) -> str:
    """What the outbox says of a message that has not left the house, in the language of the page."""
    return tell(reason_of(reason))


def fate(message: Message) -> str:
    """What became of a message, and why."""
    became = str(DELIVERIES[message.delivery])
    return f"{became}: {why_unsent(message.reason)}" if message.reason else became


def tell_or_keep(text: str) -> str:
    """What the engine says, in the language of the page; what somebody wrote, as they wrote it."""
    return tell(text) if isinstance(text, Sentence) else text


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZONE)


def clock_time(moment: datetime) -> str:
    return format_time(local(moment), "short", locale=language().locale) + _which(local(moment))


def _which(there: datetime) -> str:
    """Which of the two it is, of an hour that comes twice when summer time ends."""
    if there.replace(fold=0).utcoffset() == there.replace(fold=1).utcoffset():
        return ""
    return f" ({_('sommertid') if there.dst() else _('vintertid')})"


def exact(moment: datetime) -> str:
    """The whole time: "mandag den 2. marts 2026 kl. 09.00"."""
    return _exact(moment.replace(second=0, microsecond=0), language().name)


def said(moment: datetime, now: datetime) -> str:
    """A time near now by its day: "i dag 14.05"; within half a year by date and time, else by its date."""
    return _said(moment.replace(second=0, microsecond=0), local(now).date(), language().name)


# A long case says the same minutes again and again; the language of the request is part of the key.
@lru_cache(maxsize=4096)
def _exact(moment: datetime, spoken: str) -> str:
    day = format_date(local(moment).date(), "full", locale=language().locale)
    return _("%(day)s kl. %(time)s", day=day, time=clock_time(moment))


@lru_cache(maxsize=4096)
def _said(moment: datetime, today: date, spoken: str) -> str:
    there = local(moment).date()
    near = {-1: _("i går"), 0: _("i dag"), 1: _("i morgen")}
    days = (there - today).days
    if days in near:
        return f"{near[days]} {clock_time(moment)}"
    if abs(days) < HALF_A_YEAR:
        day = format_date(there, _("d. MMM"), locale=language().locale)
        return f"{day} {clock_time(moment)}"
    return format_date(there, "medium", locale=language().locale)


def until(deadline: datetime, now: datetime) -> str:
    """How long there is to a deadline, or how long it is over."""
    left = deadline - now
    if left < timedelta(0):
        return _("%(span)s over", span=span(-left))
    if left < timedelta(hours=12):
        return _("om %(span)s", span=span(left))
    return said(deadline, now)


def span(length: timedelta) -> str:
    minutes = max(1, int(length.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(num)s minut", "%(num)s minutter", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)s time", "%(num)s timer", minutes // 60)
    return ngettext("%(num)s dag", "%(num)s dage", minutes // (24 * 60))


def time_tag(moment: datetime | None, now: datetime, *, deadline: bool = False) -> Markup:
    """A time in words, the exact one on hover and for screen readers."""
    if moment is None:
        return Markup("")
    if not deadline:
        return _said_tag(moment, local(now).date(), language().name)
    return _tag(moment, until(moment, now), ' class="late"' if moment < now else "")


def age_tag(moment: datetime, now: datetime) -> Markup:
    """How long ago that was, the moment itself on hover and for screen readers."""
    return _tag(moment, span(now - moment))


@lru_cache(maxsize=4096)
def _said_tag(moment: datetime, today: date, spoken: str) -> Markup:
    return _tag(moment, _said(moment.replace(second=0, microsecond=0), today, spoken))


def _tag(moment: datetime, words: str, attributes: str = "") -> Markup:
    whole = escape(exact(moment))
    return Markup(  # noqa: S704 - what is filled in is escaped
        f'<time datetime="{moment.isoformat()}" title="{whole}"{attributes}>{escape(words)}'
        f'<span class="visually-hidden"> ({whole})</span></time>'
    )


def as_typed(moment: datetime) -> str:
    """A time as it stands in a field, and as `web.wording.moments` reads it again: 24.12.2026 16.00."""
    there = local(moment)
    return f"{day_as_typed(there)} {there:%H.%M}"


def day_as_typed(day: date) -> str:
    """A day as it stands in a field: 24.12.2026."""
    return f"{day:%d.%m}.{day.year:04}"


def stamp(moment: datetime) -> str:
    """For tables that compare: date and time to the minute."""
    return format_datetime(local(moment), "short", locale=language().locale) + _which(local(moment))


_RULE = re.compile(r"\b(?:[RW]\d+(?:\.\w)?|[AD]-\d+)\b")


def breakable(address: str) -> Markup:
    """A mail address, broken before its @ where it does not fit."""
    return Markup("<wbr>@").join(address.split("@"))


def with_rules(text: str, url: Callable[[str], str]) -> Markup:
    """A text of a diagram, each rule's number in it leading to the rule."""
    parts, end = [], 0
    for found in _RULE.finditer(text):
        parts += [
            escape(text[end : found.start()]),
            Markup('<a class="rule" href="{}">{}</a>').format(url(found[0]), found[0]),
        ]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def agent_name(directory: Directory, agent_id: int | None) -> str:
    """With the team, and the username where that is not enough, where somebody else has the same name."""
    return directory.name_of(agent_id) if agent_id is not None and agent_id in directory.agents else ""


def actor_name(directory: Directory, agent_id: int | None) -> str:
    """Who did something: a person who is gone is no machine."""
    if agent_id is None:
        return _("systemet")
    return agent_name(directory, agent_id) or _("person %(n)s (findes ikke mere)", n=agent_id)


def team_name(directory: Directory, team_id: int | None) -> str:
    team = directory.teams.get(team_id) if team_id is not None else None
    return team.name if team else ""


def holder(directory: Directory, team_id: int, agent_id: int | None) -> str:
    """Who has it: department and team, and the agent if there is one."""
    team = directory.teams.get(team_id)
    place = f"{DEPARTMENTS[team.department]} · {team.name}" if team else "?"
    return f"{place} / {agent_name(directory, agent_id)}" if agent_id is not None else place


def at_most(count: int, most: int = 100) -> str:
    """A number of things that are not counted to the end."""
    return f"{most}+" if count > most else str(count)


def whereabouts(directory: Directory, item: WorkItem) -> str:
    """Who has it. While it is sent back: whom it is with, in which team of their own, and who waits for it (D-14)."""
    receiver, sender = directory.active(item.agent_id), directory.agents.get(item.sender_id or 0)
    if receiver is None or sender is None or item.team_id in receiver.teams:
        return holder(directory, item.team_id, item.agent_id)
    own, team = directory.home(receiver) or receiver.team_id, team_name(directory, item.team_id)
    return _(
        "%(who)s (%(own)s), ventes på af %(sender)s (%(team)s)",
        who=directory.name_of(receiver.id),
        own=team_name(directory, own),
        sender=directory.name_of(sender.id),
        team=team,
    )


def size(count: int) -> str:
    """Bytes in words."""
    for unit, factor in (("MB", 1024 * 1024), ("kB", 1024)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}".replace(".", _(",")) if factor > 1024 else f"{count // factor} {unit}"
    return f"{count} B"


def role_name(role: str) -> str:
    """What one of them is called who got it from an administrator."""
    return tell(ROLES[Role(role)].name)


def roles(agent: Agent, directory: Directory) -> str:
    """What somebody is here: "dispatcher i Netværk"."""
    teams = {Role.DISPATCHER: agent.dispatches, Role.LEAD: agent.leads}
    duties = [_of_team(role, directory, team_id) for role, ids in teams.items() for team_id in sorted(ids)]
    duties += [role_name(role) for role in sorted(agent.roles)]
    return ", ".join(duties) or _of_team(Role.AGENT, directory, agent.team_id)


def _of_team(role: Role, directory: Directory, team_id: int) -> str:
    return _(ROLES[role].name, team=team_name(directory, team_id))
