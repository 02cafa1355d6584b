"""What a button that closes a case brings about, said beside it: which case, what ends with it, and when its customer
was last written to. Such a button is known by the rule it names, in whatever diagram it stands.
"""

from collections.abc import Mapping
from datetime import datetime

from engine import ItemPage, Kind, Offer, Sight, Status
from web.frame.request_context import now
from web.wording.language import gettext as _
from web.wording.words import said


def notes(offer: Offer, read: ItemPage) -> Mapping[str, str]:
    """{outcome id: what to say}, for the buttons of a step that close a case and can be pressed."""
    written = _written_to(read.sight, read.written_to) if offer.closing else ""
    told = {}
    for outcome in offer.closing:
        ends_others = (offer.user_task.id, outcome.id) in read.ending_along
        told[outcome.id] = " ".join(filter(None, (_ends(outcome.name, read.sight, ends_others), written)))
    return told


def _ends(button: str, sight: Sight, ends_others: bool) -> str:
    """On the case itself it says so already, but for what ends along with it (D-06)."""
    on_task, which = sight.item.kind == Kind.TASK, f"{sight.case.number} {sight.case.subject}"
    if not ends_others:
        return _("%(button)s lukker %(case)s.", button=button, case=which) if on_task else ""
    if on_task:
        return _("%(button)s lukker %(case)s; dens øvrige løste opgaver afsluttes.", button=button, case=which)
    return _("%(button)s afslutter også de løste opgaver.", button=button)


def _written_to(sight: Sight, last: datetime | None) -> str:
    who = sight.customer.name
    if last is None:
        return _("Der er ikke skrevet til %(who)s på sagen.", who=who)
    solved = sight.item.status == Status.SOLVED
    since = sight.item.solved_at if solved else sight.item.opened_at
    if since is None or last >= since:
        return _("Sidst skrevet til %(who)s: %(when)s.", who=who, when=_when(last))
    if solved:
        return _("Der er ikke skrevet til %(who)s siden løsningen; sidst %(when)s.", who=who, when=_when(last))
    return _("Der er ikke skrevet til %(who)s siden genåbningen; sidst %(when)s.", who=who, when=_when(last))


def _when(moment: datetime) -> str:
    return said(moment, now())
