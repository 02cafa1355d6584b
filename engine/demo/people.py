"""Who works in the demo: two departments, five teams, people in every role, and those they help."""

from engine import Department, NewAgent, NewTeam, Role

SUPPORT, OPERATIONS = Department.SUPPORT, Department.OPERATIONS

TEAMS = (
    NewTeam("Servicedesk", SUPPORT, is_default=True),
    NewTeam("Fagsystemer", SUPPORT),
    NewTeam("Netværk", OPERATIONS, is_default=True),
    NewTeam("Server og backup", OPERATIONS),
    NewTeam("Arbejdsplads", OPERATIONS),
)


def _agent(
    name: str,
    department: Department,
    home: str,
    *,
    teams: frozenset[str] | None = None,
    dispatches: frozenset[str] = frozenset(),
    leads: frozenset[str] = frozenset(),
    roles: frozenset[str] = frozenset(),
) -> NewAgent:
    username = name.split()[0].lower()
    member = frozenset({home}) if teams is None else teams
    email = f"{username}@sagsgang.example"
    return NewAgent(name, username, department, home, member, dispatches, leads, email, roles)


def _in(*teams: str) -> frozenset[str]:
    return frozenset(teams)


AGENTS = (
    _agent("Mette Holm", SUPPORT, "Servicedesk", dispatches=_in("Servicedesk")),
    _agent("Anders Krogh", SUPPORT, "Servicedesk"),
    _agent("Signe Dahl", SUPPORT, "Servicedesk"),
    _agent("Lars Bech", SUPPORT, "Servicedesk", leads=_in("Servicedesk")),
    _agent("Nadia Yusuf", SUPPORT, "Fagsystemer", dispatches=_in("Fagsystemer")),
    _agent("Tue Winther", SUPPORT, "Fagsystemer"),
    _agent("Jonas Friis", OPERATIONS, "Netværk", dispatches=_in("Netværk")),
    _agent("Pia Lund", OPERATIONS, "Netværk"),
    _agent("Emil Storm", OPERATIONS, "Netværk"),
    _agent("Hanne Vest", OPERATIONS, "Netværk", leads=_in("Netværk")),
    _agent("Omar Said", OPERATIONS, "Server og backup", dispatches=_in("Server og backup")),
    _agent("Kirsten Juhl", OPERATIONS, "Server og backup"),
    _agent("Bo Ravn", OPERATIONS, "Arbejdsplads", dispatches=_in("Arbejdsplads")),
    _agent("Sofie Møller", OPERATIONS, "Arbejdsplads"),
    _agent("Birgit Toft", OPERATIONS, "Netværk", teams=frozenset(), roles=_in(Role.OWNER)),
    _agent("Rosa Lind", SUPPORT, "Servicedesk", teams=frozenset(), roles=_in(Role.AUDITOR)),
    _agent("Kaj Munk", SUPPORT, "Servicedesk", teams=frozenset(), roles=_in(Role.ADMINISTRATOR, Role.OWNER)),
)

HELPED = "Viggo Thy, Byrådssekretariatet"  # the customer whose cases are all closed
CUSTOMERS = (
    ("Gitte Sørensen, Borgerservice", "gitte@kommunen.example"),
    ("Henrik Palle, Skoleforvaltningen", "henrik@kommunen.example"),
    ("Ayşe Demir, Jobcenter", "ayse@kommunen.example"),
    ("Ole Ipsen, Vej og Park", "ole@kommunen.example"),
    ("Lone Grau, Bibliotekerne", "lone@kommunen.example"),
    ("Per Ålund, Ældrecenter Nord", "per@kommunen.example"),
    ("Camilla Rye, Børnehuset Solsikken", "camilla@kommunen.example"),
    ("Viggo Thy, Byrådssekretariatet", "viggo@kommunen.example"),
    ("Karen Bak, Økonomi", "karen@kommunen.example"),
    ("Mads Iversen, Sundhedshuset", None),
)
