"""Rules of the correspondence: comments, external comments and mail."""

from dataclasses import dataclass, field

from engine.errors import Caution, Link, Refused
from engine.model.correspondence import EntryKind
from engine.model.items import Case, Status, WorkItem
from engine.model.people import Agent, Customer, Directory
from engine.rules.registry import Verdict, rule
from engine.rules.seeing import NO_PART
from engine.rules.who import who_has
from engine.sentences import say


@dataclass(frozen=True)
class Commenting:
    """An internal comment. `reads_internal` is whether its writer sees what is internal on the item."""

    item: WorkItem
    by: Agent
    as_solution: bool
    reads_internal: bool = field(kw_only=True)
    taking_part: bool = field(kw_only=True)


@dataclass(frozen=True)
class MarkingSolution:
    """An entry marked as the solution (R078)."""

    item: WorkItem
    kind: EntryKind
    by: Agent
    taking_part: bool = field(kw_only=True)


@dataclass(frozen=True)
class WritingExternal:
    """An external comment to the customer, on the case or (never) on a task."""

    item: WorkItem
    case: Case
    by: Agent
    directory: Directory
    customer: Customer
    seen_customer_id: int | None


@dataclass(frozen=True)
class Mailing:
    """A mail from the case."""

    case: Case
    by: Agent
    lacks_greeting: bool
    taking_part: bool = field(kw_only=True)


@rule("D-16", Mailing)
def only_who_takes_part_mails(mail: Mailing) -> Verdict:
    """Sight is not enough to write to others."""
    return None if mail.taking_part else NO_PART


@rule("D-16", MarkingSolution)
def only_who_takes_part_says_what_the_solution_is(marking: MarkingSolution) -> Verdict:
    return None if marking.taking_part else NO_PART


@rule("D-16", Commenting)
def who_reads_what_is_internal_writes_it(comment: Commenting) -> Verdict:
    """A-37: an agent who is the case's own customer writes no more of it than they read."""
    if not comment.reads_internal:
        return Refused("D-16", "Du er selv sagens bruger og læser ikke det interne. Skriv til den, der har sagen.")
    return NO_PART if comment.as_solution and not comment.taking_part else None


@rule("R067", WritingExternal)
def never_from_a_task(writing: WritingExternal) -> Verdict:
    """A-08: never offered, never dropped in silence; R066 says where to go."""
    if writing.item is writing.case or isinstance(writing.item, Case):
        return None
    link = Link(writing.case.number, writing.case.subject)
    sentence = "En opgave har ingen bruger: en ekstern kommentar herfra sendes ikke. Skriv en mail fra sagen."
    return Refused("R067", sentence, links=(link,))


@rule("A-01", WritingExternal)
def only_the_case_agent_comments_externally(writing: WritingExternal) -> Verdict:
    """R070, R071: it would carry the case agent's signature."""
    if writing.by.id == writing.case.agent_id:
        return None
    who = who_has(writing.directory, writing.case)
    sentence = "En ekstern kommentar sendes med sagsagentens signatur. Skriv en mail fra sagen i stedet."
    return Refused("A-01", sentence, who=who)


@rule("R119", WritingExternal)
def it_goes_to_the_saved_customer(writing: WritingExternal) -> Verdict:
    """R120, A-12: what stood on the sender's screen must be what is saved."""
    if writing.seen_customer_id in (None, writing.customer.id):
        return None
    sentence = say("Gem sagen først – kommentaren vil ellers gå til %(who)s.", who=writing.customer.name)
    return Refused("R119", sentence, field="customer")


@rule("R072", Mailing)
def a_task_agents_mail_greets(mail: Mailing) -> Verdict:
    """A-09: the template adds nothing (R073)."""
    if mail.by.id == mail.case.agent_id or not mail.lacks_greeting:
        return None
    return Caution(
        "R072",
        "Husk selv at skrive “Kære …” og “Med venlig hilsen”: mailen pakkes ikke ind.",
        "text",
        needs_reason=False,
    )


@rule("R124", Mailing)
def a_case_agents_mail_greets(mail: Mailing) -> Verdict:
    if mail.by.id != mail.case.agent_id or not mail.lacks_greeting:
        return None
    return Caution(
        "R124", "Husk selv at skrive “Hej …” og “Med venlig hilsen”: mails pakkes ikke ind.", "text", needs_reason=False
    )


@rule("R077", MarkingSolution)
def a_solution_is_an_internal_comment(marking: MarkingSolution) -> Verdict:
    if marking.kind == EntryKind.INTERNAL:
        return None
    return Refused("R077", "Kun en intern kommentar kan markeres som løsning.")


@rule("A-31", MarkingSolution)
def the_solution_of_a_finished_item_stands(marking: MarkingSolution) -> Verdict:
    """One current solution; it moves while the item is open."""
    return _stands(marking.item)


@rule("A-31", Commenting)
def a_finished_item_gets_no_other_solution(comment: Commenting) -> Verdict:
    return _stands(comment.item) if comment.as_solution else None


def _stands(item: WorkItem) -> Verdict:
    if item.status in (Status.REGISTERED, Status.ASSIGNED):
        return None
    return Refused("A-31", "Den er løst: løsningen kan først flyttes, når den er genåbnet.")
