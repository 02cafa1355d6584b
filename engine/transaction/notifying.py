"""The hooks' part of a decision: who is told of what happened, as messages for the outbox."""

from dataclasses import replace

from engine.flow import Decision, Standing
from engine.flow.decision import ChangedItem, Key
from engine.flow.messages import draft, new_message_id
from engine.flow.needs import CustomerOf, ItemOf
from engine.greeting import team_of
from engine.history import messages
from engine.history.events.item_events import HookFailed, Written
from engine.hooks import Failure, Hooks, Notice
from engine.model.by import By
from engine.model.items import Case
from engine.model.outgoing import Draft
from engine.model.people import Agent, Customer


def notified(hooks: Hooks, standing: Standing, decision: Decision) -> Decision:
    """The decision with the notices of everybody concerned. A subscriber that failed is told of in the history."""
    if not decision.occurrences:
        return decision
    gathered = hooks.gather(decision.occurrences)
    cases = {(one.item.kind, one.item.id): one.case for one in decision.occurrences}
    notices = [_as_draft(standing, notice, cases) for notice in gathered.notices]
    first = decision.occurrences[0].item
    items = decision.items
    if gathered.failures:
        items = tuple(_with_failures(item, (first.kind, first.id), gathered.failures, standing.by) for item in items)
    return replace(decision, items=items, messages=(*decision.messages, *notices))


def told_of_messages(standing: Standing, decision: Decision) -> Decision:
    """The decision in which the history of each item tells of the messages that were written about it."""
    drafts: dict[Key, list[Draft]] = {}
    for one in decision.messages:
        drafts.setdefault((one.item_kind, one.item_id), []).append(one)
    items = []
    for item in decision.items:
        mine = drafts.pop((item.after.kind, item.after.id), None)
        items.append(replace(item, events=(*item.events, _written(mine, standing.by))) if mine else item)
    for (kind, number), others in drafts.items():
        about = standing.get(ItemOf(kind, number))
        assert about is not None
        items.append(ChangedItem(about, about, (_written(others, standing.by),)))
    return replace(decision, items=tuple(items))


def _written(drafts: list[Draft], by: By) -> Written:
    return Written(**messages.written(drafts), on_behalf_of=by.on_behalf_of)


def _with_failures(item: ChangedItem, of: Key, failures: tuple[Failure, ...], by: By) -> ChangedItem:
    if (item.after.kind, item.after.id) != of:
        return item
    told = (HookFailed(hook=failure.name, error=failure.error, on_behalf_of=by.on_behalf_of) for failure in failures)
    return replace(item, events=(*item.events, *told))


def _as_draft(standing: Standing, notice: Notice, cases: dict[Key, Case]) -> Draft:
    """The customer hears from the team that signs; people of the house from the team that has the item."""
    item, directory = notice.item, standing.directory
    assert item is not None
    case = cases[item.kind, item.id]
    who: Agent | Customer
    if notice.agent_id is None:
        who = standing.get(CustomerOf(case.customer_id))
        sender = team_of(directory, case, directory.active(case.agent_id))
    else:
        who, sender = directory.agents[notice.agent_id], directory.teams[item.team_id]
    return draft(
        standing,
        item,
        address=who.email,
        reason=notice.skipped,
        kind="notice",
        message_id=new_message_id(standing),
        recipient=f"{who.name} <{who.email}>" if who.email else who.name,
        agent_id=notice.agent_id,
        subject=notice.subject,
        body=notice.text,
        why=notice.why,
        sender=sender.name,
    )
