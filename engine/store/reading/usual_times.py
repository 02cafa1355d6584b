"""How long closed cases took to be solved: by the index of closed cases, which a case enters once it is closed."""

from datetime import timedelta

from sqlalchemy import Connection, select

from engine.store.tables import cases


def solving_times(connection: Connection, team_id: int, category: str, limit: int) -> list[timedelta]:
    """From creation to solution, of the closed cases that the team solved last in that category; newest first."""
    found = select(cases.c.created_at, cases.c.solved_at).where(
        cases.c.solver_team_id == team_id,
        cases.c.category == category,
        cases.c.closed_at.is_not(None),  # as the index says it
    )
    rows = connection.execute(found.order_by(cases.c.solved_at.desc()).limit(limit))
    return [row.solved_at - row.created_at for row in rows]
