"""A worker of its own process that looks at the outbox once, at a given time: `python -m … DATABASE SMTP FOLDER TIME`.

The mail server of the test kills it after taking its message, before it can write that down.
"""

import sys
from datetime import datetime
from pathlib import Path

from engine.files import Files
from engine.mail.delivery import Post, deliver_due
from engine.mail.smtp import Server
from engine.presence import Presence
from engine.store import Database


def main(database: str, smtp: str, folder: str, time: str) -> None:
    now = datetime.fromisoformat(time)
    server = Server.from_url(smtp)
    presence = Presence(Database(database))
    presence.beat()
    files = Files(Path(folder))
    deliver_due(
        Post(Database(database), lambda: now, files, server, "sagsgang@kommunen.example", "uuid", presence.holder)
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
