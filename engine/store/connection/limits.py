"""How long anything waits for the database: neither a process that has stopped nor a broken network holds others up."""

from typing import Any

from sqlalchemy import URL, Connection, text

CONNECT_SECONDS = 5  # a server that does not answer is away
WAIT_SECONDS = 30  # for another who writes; for the network to take what is sent
REST_SECONDS = 60  # PostgreSQL ends a transaction that asks nothing for longer, and frees its locks


def of_postgresql(url: URL) -> dict[str, Any]:
    """The arguments for a connection; what the address itself says takes precedence."""
    limits = f"-c lock_timeout={WAIT_SECONDS}s -c idle_in_transaction_session_timeout={REST_SECONDS}s"
    network = {
        "connect_timeout": CONNECT_SECONDS,
        "keepalives_idle": WAIT_SECONDS,
        "tcp_user_timeout": WAIT_SECONDS * 1000,
    }
    ours = {name: value for name, value in network.items() if name not in url.query}
    return ours | {"options": " ".join((limits, *url.normalized_query.get("options", ())))}


def lift(connection: Connection) -> None:
    """This transaction may wait and rest for as long as it needs: a migration, a check that reads files meanwhile."""
    if connection.dialect.name == "postgresql":
        for name in ("lock_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(text(f"SET LOCAL {name} = 0"))
