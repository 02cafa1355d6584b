"""The whole desk as one file, back from one, and from SQLite to PostgreSQL. The desk may run while it is backed up.

`archive` is the file, `backing_up`, `restoring` and `moving` are what an administrator does.
"""

from engine.backup.archive import Manifest
from engine.backup.backing_up import back_up
from engine.backup.moving import count_rows, move
from engine.backup.restoring import restore

__all__ = ["Manifest", "back_up", "count_rows", "move", "restore"]
