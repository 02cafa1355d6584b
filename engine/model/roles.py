"""What somebody can be at the desk, most are several: each role is one row of one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.sentences import say


class Role(StrEnum):
    """An agent, a dispatcher and a lead are it of a team; the others are what an administrator makes them."""

    AGENT = "agent"
    DISPATCHER = "dispatcher"
    LEAD = "lead"
    OWNER = "process_owner"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What a role may do or see."""

    WORK = "work"  # create, do and write; on cases that it sees
    KEEP_CUSTOMERS = "keep-customers"  # merge and deactivate them
    READ_ALL = "read-all"  # every case, wherever it lies, and every instance
    SEE_VIEWINGS = "see-viewings"  # who opened what (D-28)
    DEPLOY = "deploy"
    ADMINISTER = "administer"


@dataclass(frozen=True)
class RoleRow:
    """What one is called, several are called (both in Danish, `name` with %(team)s where it is one of a team), and may.

    `is_given`: by an administrator.
    """

    name: str
    plural: str
    rights: frozenset[Right]
    is_given: bool = False


ROLES: Mapping[Role, RoleRow] = {
    Role.AGENT: RoleRow("agent i %(team)s", say("agenter"), frozenset({Right.WORK})),
    Role.DISPATCHER: RoleRow("dispatcher i %(team)s", say("dispatchere"), frozenset({Right.WORK})),
    Role.LEAD: RoleRow("teamleder i %(team)s", say("teamledere"), frozenset({Right.WORK, Right.KEEP_CUSTOMERS})),
    Role.OWNER: RoleRow(
        say("procesejer"), say("procesejere"), frozenset({Right.READ_ALL, Right.DEPLOY}), is_given=True
    ),
    Role.AUDITOR: RoleRow(
        say("revisor"), say("revisorer"), frozenset({Right.READ_ALL, Right.SEE_VIEWINGS}), is_given=True
    ),
    Role.ADMINISTRATOR: RoleRow(
        say("administrator"),
        say("administratorer"),
        frozenset({Right.READ_ALL, Right.DEPLOY, Right.ADMINISTER, Right.KEEP_CUSTOMERS}),
        is_given=True,
    ),
}
GIVEN_ROLES = tuple(role for role, row in ROLES.items() if row.is_given)


def roles_with(right: Right) -> frozenset[Role]:
    return frozenset(role for role, row in ROLES.items() if right in row.rights)


if missing := [*(set(Role) - ROLES.keys()), *(right for right in Right if not roles_with(right))]:
    raise TypeError(f"nothing says who {missing} is: engine.model.roles is incomplete")
