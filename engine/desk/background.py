"""What the desk does by itself: passed deadlines, work left behind, the index of words, mail. When: `engine.jobs`."""

from datetime import datetime, timedelta
from functools import partial

from engine.audit.viewings import close_viewings
from engine.desk.deadlines import fire_due_timers, next_deadline
from engine.desk.form_drafts import sweep_drafts
from engine.jobs import Handler, Runner
from engine.mail.delivery import Post, deliver_due
from engine.mail.smtp import Server
from engine.people.vacancies import sweep
from engine.presence import Presence
from engine.search.indexing import keep_indexed
from engine.store import Holder
from engine.transaction.desk import Desk

SELDOM = timedelta(hours=1)


def background(desk: Desk, presence: Presence | None = None) -> Runner:
    """The desk's own runner: `start()` it in a process that stays, or `run_due()` to do what is due here and now."""
    presence = presence or Presence(desk.database)
    jobs = handlers(desk, presence.holder)
    return Runner(desk.database, desk.clock, jobs, wake=desk.wake, presence=presence, tallies=desk.tallies)


def handlers(desk: Desk, holder: Holder) -> dict[str, Handler]:
    """By the names under which the desk asks for a look. Where nothing leaves the house nobody carries mail."""
    found: dict[str, Handler] = {
        "fire-timers": partial(_fire, desk),
        "offer-again": partial(sweep, desk),
        "sweep-drafts": _seldom(desk, partial(sweep_drafts, desk)),
        "close-viewings": _seldom(desk, partial(close_viewings, desk)),
        "index-search": partial(keep_indexed, desk),
    }
    if desk.settings.smtp_url and desk.not_sent is None:
        server = Server.from_url(desk.settings.smtp_url)
        post = Post(desk.database, desk.clock, desk.files, server, desk.settings.mail_from, desk.uuid, holder)
        found["deliver-mail"] = partial(deliver_due, post)
    return found


def _seldom(desk: Desk, handler: Handler) -> Handler:
    """The handler, which has much to look at, once in so long in this process; a job is looked at more often."""
    looked_at: datetime | None = None

    def look() -> datetime | None:
        nonlocal looked_at
        now = desk.clock()
        if looked_at and looked_at <= now < looked_at + SELDOM:
            return None
        planned, looked_at = handler(), now
        return planned

    return look


def _fire(desk: Desk) -> datetime | None:
    fire_due_timers(desk)
    return next_deadline(desk)
