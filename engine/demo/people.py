"""Who works in the demo: two departments, five teams, people in every role, and those they help."""

from engine import Department, NewAgent, NewTeam

S, O = Department.SUPPORT, Department.OPERATIONS

TEAMS = (
    NewTeam("Servicedesk", S, is_default=True),
    NewTeam("Fagsystemer", S),
    NewTeam("Netværk", O, is_default=True),
    NewTeam("Server og backup", O),
    NewTeam("Arbejdsplads", O),
)


def _agent(name: str, department: Department, home: str, **roles: frozenset[str]) -> NewAgent:
    username = name.split()[0].lower().replace("ø", "oe").replace("å", "aa").replace("æ", "ae")
    teams = roles.pop("teams", frozenset({home}))
    return NewAgent(name, username, department, home, teams, email=f"{username}@sagsgang.example", **roles)


def _in(*teams: str) -> frozenset[str]:
    return frozenset(teams)


AGENTS = (
    _agent("Mette Holm", S, "Servicedesk", dispatches=_in("Servicedesk")),
    _agent("Anders Krogh", S, "Servicedesk"),
    _agent("Signe Dahl", S, "Servicedesk"),
    _agent("Lars Bech", S, "Servicedesk", leads=_in("Servicedesk")),
    _agent("Nadia Yusuf", S, "Fagsystemer", dispatches=_in("Fagsystemer")),
    _agent("Tue Winther", S, "Fagsystemer"),
    _agent("Jonas Friis", O, "Netværk", dispatches=_in("Netværk")),
    _agent("Pia Lund", O, "Netværk"),
    _agent("Emil Storm", O, "Netværk"),
    _agent("Hanne Vest", O, "Netværk", leads=_in("Netværk")),
    _agent("Omar Said", O, "Server og backup", dispatches=_in("Server og backup")),
    _agent("Kirsten Juhl", O, "Server og backup"),
    _agent("Bo Ravn", O, "Arbejdsplads", dispatches=_in("Arbejdsplads")),
    _agent("Sofie Møller", O, "Arbejdsplads"),
    _agent("Birgit Toft", O, "Netværk", teams=frozenset(), roles=_in("process_owner")),
    _agent("Rosa Lind", S, "Servicedesk", teams=frozenset(), roles=_in("auditor")),
    _agent("Kaj Munk", S, "Servicedesk", teams=frozenset(), roles=_in("administrator", "process_owner")),
)

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
