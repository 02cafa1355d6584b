"""Every kind of act that writes, prepared up to the moment at which somebody presses the button.

`ACTS` tell whoever repeats them that they are done; `SETTINGS` set what is set already.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import engine
from engine import By, Case, Department, Desk, EntryKind, Kind, NewAgent, NewTeam, Task, Upload, WorkItem
from engine.desk import deadlines
from engine.reasons import NO_SERVER
from engine.store.work import timers
from tests.fixtures.house import House

Act = Callable[[str | None], Any]  # takes the source that it carries into the history
Prepare = Callable[[House], Act]

REASONS = {"A-03": "opgaverne lever videre", "R110": "aftalt", "R045": "aftalt", "R051": "aftalt med Anders"}
MAIL = "Kære Gitte\n\nHvornår er lokalet ledigt?\n\nMed venlig hilsen\nAnders"
FILE = Upload("plan.txt", b"3. sal")


def act(function: Callable[..., Any], *given: Any, by: int, **named: Any) -> Act:
    """With everything looked up beforehand: the act's own statements alone are what can be cut."""
    return lambda source: function(*given, by=By(by, source=source, reasons=REASONS), **named)


def unsourced(function: Callable[..., Any], *given: Any, **named: Any) -> Act:
    """The same of an act that an import never does."""
    return lambda source: function(*given, **named)


def pressing(house: House, item: WorkItem, button: str, by: str, **fields: Any) -> Act:
    """The press of the step that waits now, and of no later one."""
    step, desk, by_id = house.step(item), house.desk, house.id(by)
    form = engine.diagram_of(desk, step.definition_id).steps[step.element].form
    outcome = next(o for o in form.outcomes if o.name == button)
    values = {f.id: house.meant(fields[f.type]) for f in form.fields_of(outcome) if f.type in fields}
    return act(engine.complete, desk, step.id, outcome.id, values, by=by_id)


# --- where they begin ---


def registered(house: House) -> Case:
    return house.register("anders", "Netværk", deadline=house.clock() + timedelta(days=1))


def dispatched(house: House) -> Case:
    case = registered(house)
    house.press(case, "Tildel", "jonas", agent="pia")
    return case


def asked(house: House) -> Case:
    case = dispatched(house)
    house.press(case, "Send retur", "pia", comment="Hvilket lokale?", agent="anders")
    return case


def solved(house: House) -> Case:
    case = dispatched(house)
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    return case


def closed(house: House) -> Case:
    case = solved(house)
    house.press(case, "Luk sagen", "anders")
    return case


def given_task(house: House) -> Task:
    return house.create_task(house.keep("anders"), "anders", "Netværk", agent="pia", agreed="ja")


def solved_task(house: House, task: Task | None = None) -> Task:
    task = task or given_task(house)
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    return task


def solved_tasks(house: House) -> Task:
    """Two of them solved, so that closing from the one withdraws the other's step; a third is open."""
    task = given_task(house)
    case = house.now(task)
    parent = engine.get_case(house.desk, case.case_id)
    house.create_task(parent, "anders", "Netværk")
    solved_task(house, house.create_task(parent, "anders", "Netværk", agent="pia", agreed="ja"))
    return solved_task(house, task)


def accepted_task(house: House) -> Task:
    task = solved_task(house)
    house.press(task, "Accepter løsningen, sagen holdes åben", "anders")
    return task


# --- new work ---


def register(house: House) -> Act:
    values = {"customer": house.customer("Gitte").id, "subject": "Printer", "description": "Den skriver ikke. " * 3}
    values |= {"team": house.id("Netværk"), "deadline": house.clock() + timedelta(days=1), "attachments": (FILE,)}
    return act(engine.register_case, house.desk, values, by=house.id("anders"))


def create_task(house: House) -> Act:
    case = house.keep("anders")
    values = {"subject": "Kabel", "description": "Undersøg kablet i lokalet. " * 3, "team": house.id("Netværk")}
    values |= {"deadline": house.clock() + timedelta(days=1), "agent": house.id("pia"), "agreed": "ja"}
    return act(engine.create_task, house.desk, case.id, values, by=house.id("anders"))


# --- outcomes of waiting steps ---


def outcome(begin: Callable[[House], WorkItem], button: str, by: str, **fields: Any) -> Prepare:
    return lambda house: pressing(house, begin(house), button, by, **fields)


def kept(house: House) -> Case:
    return house.keep("anders")


def kept_with_task(house: House) -> Case:
    case = house.keep("anders")
    house.create_task(case, "anders", "Netværk")
    return case


def with_support(house: House) -> Case:
    return house.register("pia", "Servicedesk")


def taken(house: House) -> Case:
    case = with_support(house)
    house.press(case, "Tag sagen", "signe")
    return case


SERVERS: dict[str, Any] = {"team": "Server og backup", "agent": "kirsten", "comment": "Det er serveren."}
OUTCOMES: dict[str, Prepare] = {
    "dispatch": outcome(registered, "Tildel", "jonas", agent="pia"),
    "send to another main team": outcome(registered, "Send til andet hovedteam", "jonas", **SERVERS),
    "send back": outcome(dispatched, "Send retur", "pia", comment="Hvilket lokale?", agent="anders"),
    "hand back": outcome(asked, "Returnér til agenten", "anders", comment="3. sal."),
    "answer to the dispatcher": outcome(asked, "Tilbage til dispatcher", "anders", comment="Den er ikke din."),
    "hand over": outcome(dispatched, "Overdrag til andet team", "pia", **SERVERS),
    "assign another agent": outcome(dispatched, "Tildel anden agent", "pia", agent="emil", comment="Ferie."),
    "back to the dispatcher": outcome(dispatched, "Tilbage til dispatcher", "pia", comment="Jeg har ferie."),
    "solve": outcome(dispatched, "Marker som løst", "pia", solution="Kablet er skiftet."),
    "reopen": outcome(solved, "Genåbn sagen", "anders", comment="Den skriver stadig ikke."),
    "close": outcome(solved, "Luk sagen", "anders"),
    "take": outcome(with_support, "Tag sagen", "signe"),
    "put back": outcome(taken, "Læg tilbage til teamet", "signe", comment="Jeg har ferie."),
    "solve and close": outcome(kept_with_task, "Løs og luk sagen", "anders", solution="Færdig."),
    "pass on": outcome(
        kept_with_task, "Send sagen videre til anden afdeling", "anders", team="Netværk", comment="Netværket."
    ),
    "solve a task": outcome(given_task, "Marker som løst", "pia", solution="Kablet er skiftet.", attachments=(FILE,)),
    "close from a task": outcome(solved_tasks, "Luk sagen", "anders"),
    "accept": outcome(solved_task, "Accepter løsningen, sagen holdes åben", "anders"),
    "reopen a task": outcome(solved_task, "Genåbn opgaven", "anders", comment="Igen.", agent="emil"),
}


# --- from the list of closed ones ---


def reopen_closed_case(house: House) -> Act:
    case, until = closed(house), house.clock() + timedelta(days=1)
    return act(engine.reopen_case, house.desk, case.id, why="Fejlen er tilbage.", by=house.id("anders"), deadline=until)


def reopen_closed_task(house: House) -> Act:
    task = accepted_task(house)
    return act(engine.reopen_task, house.desk, task.id, why="Igen.", by=house.id("anders"), agent=house.id("emil"))


# --- what is written ---


def comment(house: House) -> Act:
    case = registered(house)
    return act(
        engine.write_comment, house.desk, Kind.CASE, case.id, "Ringet.", by=house.id("mette"), attachments=[FILE]
    )


def mark(house: House) -> Act:
    case = dispatched(house)
    entry = engine.write_comment(house.desk, Kind.CASE, case.id, "Kablet er skiftet.", by=house.by("pia"))
    assert entry.kind == EntryKind.INTERNAL
    return act(engine.mark_as_solution, house.desk, entry.id, by=house.id("pia"))


def external(house: House) -> Act:
    case = kept(house)
    return act(engine.send_external, house.desk, case.id, "Vi arbejder på sagen.", by=house.id("anders"))


def mail(house: House) -> Act:
    task = given_task(house)
    letter: dict[str, Any] = {"to": "a@firma.example", "cc": ["b@firma.example", "c@firma.example"], "text": MAIL}
    letter |= {"subject": "Lokalet", "attachments": [FILE], "kind": Kind.TASK}
    return act(engine.send_mail, house.desk, task.id, by=house.id("pia"), **letter)


def send_again(house: House) -> Act:
    house.desk.not_sent = NO_SERVER
    case = kept(house)
    engine.send_external(house.desk, case.id, "Vi arbejder på sagen.", by=house.by("anders"))
    (message,) = [one for one in engine.messages_of(house.desk, Kind.CASE, case.id) if one.kind == "external"]
    house.desk.not_sent = None  # a mail server was set up since
    return unsourced(engine.send_again, house.desk, message.id, by=house.by("anders"))


def edit_case(house: House) -> Act:
    case = registered(house)
    changes = {"deadline": house.clock() + timedelta(days=3), "subject": "Printer på 3. sal"}
    why = "Kablet er i restordre."
    return act(engine.edit_case, house.desk, case.id, changes, reason=why, by=house.id("anders"))


def edit_task(house: House) -> Act:
    task = given_task(house)
    changes = {"deadline": house.clock() + timedelta(days=3), "approver": house.id("signe"), "blocking": True}
    why = "Kablet er i restordre."
    return act(engine.edit_task, house.desk, task.id, changes, reason=why, by=house.id("signe"))


# --- by itself, and about the house ---


def overdue(house: House) -> Act:
    dispatched(house)
    house.clock.advance(timedelta(days=2))
    return unsourced(fire_the_first, house.desk)


def fire_the_first(desk: Desk) -> None:
    """One timer as `engine.fire_due_timers` fires it, which writes what fails to the log and goes on."""
    with desk.reading() as connection:
        due = timers.due(connection, desk.clock(), 1)
    for timer in due:
        deadlines._fire_one(desk, timer)


def deploy(house: House) -> Act:
    key = "case_support_to_operations"
    content = Path(f"processes/{key}.bpmn").read_bytes()
    content += f"<!-- version {len(engine.versions(house.desk, key)) + 1} -->".encode()
    return unsourced(engine.deploy, house.desk, content, by=house.id("birgit"), note="En bemærkning")


def leave(house: House) -> Act:
    """Someone leaves, and what waited for them is offered again."""
    pia = house.id("pia")
    engine.set_active(house.desk, pia, True, by=house.id("kaj"))  # who was away before
    dispatched(house)
    solved_task(house)
    return unsourced(engine.set_active, house.desk, pia, False, by=house.id("kaj"))


def a_new_agent(house: House, *teams: str) -> NewAgent:
    number = len(house.desk.directory().agents)
    return NewAgent(f"Ny {number}", f"ny{number}", Department.OPERATIONS, "Netværk", frozenset(teams))


def add_agent(house: House) -> Act:
    new = a_new_agent(house, "Netværk")
    return unsourced(engine.add_agent, house.desk, new, by=house.id("kaj"))


def add_people(house: House) -> Act:
    new = a_new_agent(house, "Netværk", "Server og backup")
    return unsourced(engine.add_people, house.desk, agents=[new], customers=[(new.name, None)])


def add_administrator(house: House) -> Act:
    number = len(house.desk.directory().agents)
    named = {"name": f"Ny {number}", "username": f"ny{number}", "email": None, "password": "en god lang kode"}
    return unsourced(engine.add_administrator, house.desk, **named)


def add_team(house: House) -> Act:
    """The new default of its department, so that another is it no more."""
    number = len(house.desk.directory().teams)
    new = NewTeam(f"Team {number}", Department.OPERATIONS, is_default=True)
    return unsourced(engine.add_team, house.desk, new, by=house.id("kaj"))


def change_team(house: House) -> Act:
    named = {"name": "Server, backup og lager", "is_main": True, "is_default": True}
    team_id = next(team.id for team in house.desk.directory().teams.values() if team.name.startswith("Server"))
    return unsourced(engine.change_team, house.desk, team_id, by=house.id("kaj"), **named)


def set_demands(house: House) -> Act:
    demands = engine.Demands(60, ("se bilag",))
    return unsourced(engine.set_demands, house.desk, house.id("Netværk"), demands, by=house.id("hanne"))


def change_agent(house: House) -> Act:
    """In no team any more, so that what waited for them is offered again."""
    pia, kaj = house.id("pia"), house.id("kaj")
    in_team = NewAgent("Pia Lund", "pia", Department.OPERATIONS, "Netværk", frozenset({"Netværk"}))
    engine.change_agent(house.desk, pia, in_team, by=kaj)
    dispatched(house)
    return unsourced(engine.change_agent, house.desk, pia, replace(in_team, teams=frozenset()), by=kaj)


def merge_customers(house: House) -> Act:
    lars, anders = house.id("lars"), house.id("anders")
    number = len(engine.find_customers(house.desk, "Tvilling"))
    twins = [
        engine.add_customer(house.desk, name=f"Tvilling {number} {n}", email=None, phone=None, by=anders) for n in "ab"
    ]
    ids = [twin.id for twin in twins]
    return unsourced(engine.merge_customers, house.desk, *ids, by=lars, seen=1, seen_into=1)


def rename_category(house: House) -> Act:
    kaj, number = house.id("kaj"), len(house.desk.directory().categories)
    engine.add_category(house.desk, f"Kategori {number}", by=kaj)
    category = house.desk.directory().categories[-1]
    return unsourced(engine.rename_category, house.desk, category.id, f"Omdøbt {number}", by=kaj)


def mute(house: House) -> Act:
    return unsourced(engine.set_muted, house.desk, ["ready", "overdue"], by=house.id("pia"))


def read_notices(house: House) -> Act:
    registered(house)
    return unsourced(engine.mark_notices_read, house.desk, house.id("jonas"))


def see(house: House) -> Act:
    task = solved_task(house)
    return unsourced(engine.mark_seen, house.desk, house.now(task), by=house.id("anders"))


ACTS: dict[str, Prepare] = OUTCOMES | {
    "register": register,
    "create a task": create_task,
    "reopen a closed case": reopen_closed_case,
    "reopen a closed task": reopen_closed_task,
    "comment": comment,
    "mark as solution": mark,
    "external comment": external,
    "mail with copies and a file from a task": mail,
    "send again": send_again,
    "edit a case": edit_case,
    "edit a task": edit_task,
    "overdue": overdue,
    "deploy": deploy,
    "add an administrator": add_administrator,
    "add an agent": add_agent,
    "add a team": add_team,
    "see": see,
}
SETTINGS: dict[str, Prepare] = {
    "leave": leave,
    "change an agent": change_agent,
    "change a team": change_team,
    "ask more of descriptions": set_demands,
    "add people": add_people,
    "merge customers": merge_customers,
    "rename a category": rename_category,
    "switch notices off": mute,
    "read notices": read_notices,
}
