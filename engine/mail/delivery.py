"""Takes messages out of the outbox and to the mail server: the job `deliver-mail`. Writing them is the desk's.

Each row is one recipient's, so what one of them is refused is asked again for that one alone. A row is taken with a
lease: whoever dies with it in hand leaves it to the look that takes over, under the same Message-ID. At worst a message
that the server took just before that goes out twice, and its receiver's mailbox can tell. A process that lives on
remembers what it could not write down because the database was away.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.errors import MessageError

from engine.clock import Clock
from engine.errors import NotFound, WrongContent
from engine.files import Files
from engine.mail.compose import as_email
from engine.mail.smtp import Connection, NotTaken, Server, Unreachable
from engine.model.correspondence import Message, Upload
from engine.model.outgoing import Due
from engine.sentences import told_by
from engine.store import Database, Holder
from engine.store.work import correspondence, outbox
from engine.texts.addresses import checked_address

LEASE = timedelta(minutes=15)  # longer than the slowest server can keep one message
FIRST_DELAY = timedelta(minutes=1)
MOST_TRIES = 16  # given up after about a day
BATCH = 50  # messages a look, over one connection


@dataclass(frozen=True)
class Post:
    """What delivering takes. `sender` is the address that mail comes from, `holder` the process that delivers.

    `desk` is the desk's uuid. `unrecorded`: {id: (message, when the server took it)}, of those whose row does not say
    so yet.
    """

    database: Database
    clock: Clock
    files: Files
    server: Server
    sender: str
    desk: str
    holder: Holder | None = None
    unrecorded: dict[int, tuple[Message, datetime]] = field(default_factory=dict)


def deliver_due(post: Post) -> datetime | None:
    """Sends what is due, at most a batch of it; answers when the next one is. Never raises for what a server does."""
    _record_sent(post)
    with Connection(post.server) as connection:
        down = None
        for _ in range(BATCH):
            due = _take(post)
            if due is None:
                break
            down = _deliver(post, connection, due, down)
    with post.database.read() as reading:
        return outbox.next_due(reading)


def delay_after(attempts: int) -> timedelta:
    """How long to wait after the nth try: twice as long each time."""
    doublings: int = min(max(attempts - 1, 0), 20)
    return min(FIRST_DELAY * (1 << doublings), outbox.LONGEST_DELAY)


def _take(post: Post) -> Due | None:
    with post.database.write() as writing:
        return outbox.take_due(writing, post.clock(), LEASE, post.holder)


def _deliver(post: Post, connection: Connection, due: Due, down: str | None) -> str | None:
    """One try, and what became of it. `down`: why the server cannot be reached, as found out in this look already."""
    message = due.message
    try:
        if down:
            raise Unreachable(down)
        recipient = checked_address(message.address or "")
        connection.send(as_email(due, post.sender, _attachments(post, message)), post.sender, recipient)
    except Unreachable as trouble:
        down = told_by(trouble)
        _not_sent(post, message, down)
    except NotTaken as answer:
        _not_sent(post, message, told_by(answer), for_good=answer.for_good)
    except (ValueError, MessageError, WrongContent) as wrong:  # no address, or another file than was attached
        _not_sent(post, message, told_by(wrong), for_good=True)
    except NotFound as missing:  # the store of files may be away for a while
        _not_sent(post, message, told_by(missing))
    else:
        post.unrecorded[message.id] = message, post.clock()
        _record_sent(post)
    return down


def _record_sent(post: Post) -> None:
    if sent := dict(post.unrecorded):
        with post.database.write() as writing:
            for message, at in sent.values():
                outbox.record_sent(writing, message, at, post.desk)
        for message_id in sent:
            post.unrecorded.pop(message_id, None)


def _not_sent(post: Post, message: Message, reason: str, *, for_good: bool = False) -> None:
    with post.database.write() as writing:
        if for_good or message.attempts >= MOST_TRIES:
            outbox.record_failed(writing, message, reason, post.clock(), post.desk)
        else:
            outbox.record_later(writing, message, post.clock() + delay_after(message.attempts), reason)


def _attachments(post: Post, message: Message) -> tuple[Upload, ...]:
    if message.entry_id is None:
        return ()
    with post.database.read() as reading:
        entry = correspondence.find(reading, message.entry_id)
    assert entry is not None
    return tuple(Upload(file.name, post.files.content(file.sha256)) for file in entry.attachments)
