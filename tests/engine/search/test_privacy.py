"""Who finds what: the words of a case for those who may see it, internal ones not for its own customer (A-37)."""

import pytest
from sqlalchemy import text

import engine
from engine import By, Kind, NewAgent, Upload, rules
from engine.store.people import customers
from tests.fixtures.house import House

SECRET = {  # word → where it stands
    "alfasaft": "subject of a case",
    "betasaft": "description of a task",
    "gammasaft": "internal comment on the case",
    "deltasaft": "internal comment on the task",
    "epsilonsaft": "file of an internal comment",
    "zetasaft": "external comment",
}


@pytest.fixture
def written(house: House) -> engine.Case:
    """A case of support's for Signe, whose address is that of an agent, with a task at Servicedesk."""
    signe = house.agent("signe")
    with house.by_hand() as connection:
        customer = customers.add(connection, name="Signe Dahl", email=str(signe.email).upper(), phone=None)
    case = house.keep("anders", subject="Printer og alfasaft", customer=customer)
    task = house.create_task(case, "anders", "Servicedesk", description="Undersøg om betasaft er løbet ud på kontoret.")
    by = house.id("anders")
    files = [Upload("epsilonsaft.txt", b"x")]
    engine.write_comment(house.desk, Kind.CASE, case.id, "Hun har spildt gammasaft.", by=By(by), attachments=files)
    engine.write_comment(house.desk, Kind.TASK, task.id, "Hun har spildt deltasaft.", by=By(by))
    engine.send_external(house.desk, case.id, "Hej Signe. Det er zetasaft.", by=By(by))
    engine.index_waiting(house.desk)
    return case


def finds(house: House, name: str) -> set[str]:
    """The secret words with which somebody finds the case, each counted, listed and shown alike."""
    found = set()
    for word in SECRET:
        for typed in (word, word[:6], word + "en"):
            result = engine.search_written(house.desk, typed, by=house.id(name))
            assert result.count == len(result.hits), (name, typed)
            shown = "".join(part.text for hit in result.hits for part in (*hit.subject, *hit.excerpt))
            assert (word in shown) == bool(result.hits), (name, typed)
            found |= {word} if result.hits else set()
    return found


OPEN = {"alfasaft", "betasaft", "zetasaft"}


def test_everybody_finds_what_they_may_see_and_nothing_else(house: House, written: engine.Case) -> None:
    directory = house.desk.directory()
    tasks = engine.tasks_of(house.desk, written.id)
    for agent in directory.agents.values():
        sees = rules.may_see(agent, written, tasks, directory)
        own = agent.username == "signe"
        wanted = set() if not sees else OPEN if own else set(SECRET)
        assert finds(house, agent.username) == wanted, agent.username
    names = {a.username for a in directory.agents.values() if rules.may_see(a, written, tasks, directory)}
    assert {"anders", "signe"} <= names < {a.username for a in directory.agents.values()}


def test_the_index_is_asked_and_the_reader_again(house: House, written: engine.Case) -> None:
    """The index is a second behind: whoever has become the customer of a case meanwhile is told nothing."""
    assert finds(house, "tue") == set(SECRET)
    tue = house.agent("tue")
    with house.by_hand() as connection:
        connection.execute(text("UPDATE customers SET email = :email WHERE name = 'Signe Dahl'"), {"email": tue.email})
    assert finds_now(house, "tue") == OPEN
    assert finds_now(house, "signe") == OPEN  # hers in the index until the job has looked
    engine.index_waiting(house.desk)
    assert (finds(house, "tue"), finds(house, "signe")) == (OPEN, set(SECRET))


def finds_now(house: House, name: str) -> set[str]:
    """The same where the count is a second old."""
    return {word for word in SECRET if engine.search_written(house.desk, word, by=house.id(name)).hits}


@pytest.mark.parametrize("what", ["corrected", "merged", "merged the other way", "moved"])
def test_an_agent_stays_the_customer_that_they_are(house: House, what: str) -> None:
    """A-37: no correction of an address and no merging opens what is internal, nor does it in the index."""
    desk, tue, anders = house.desk, house.agent("tue"), house.id("anders")
    home = desk.directory().teams[tue.team_id].name
    emails = (str(tue.email).upper(), "tue@privat.example")
    own, new = (engine.add_customer(desk, name=email, email=email, phone=None, by=anders) for email in emails)
    cases = [house.keep("anders", subject="Skærm", customer=customer.id) for customer in (own, new)]
    for case in cases:
        engine.write_comment(desk, Kind.CASE, case.id, "Han har spildt jotasaft.", by=By(anders))
    engine.index_waiting(desk)
    if what == "corrected":
        known = {"name": own.name, "phone": None, "department": None}
        engine.change_customer(desk, own.id, **known, email=new.email, by=tue.id, seen=1)
    elif what == "moved":
        moved = NewAgent(tue.name, tue.username, tue.department, home, frozenset({home}), email="t@x.example")
        engine.change_agent(desk, tue.id, moved, by=house.id("kaj"))
    else:
        one, into = (own, new) if what == "merged" else (new, own)
        engine.merge_customers(desk, one.id, into.id, by=house.id("lars"), seen=1, seen_into=1)
    engine.index_waiting(desk)
    seen = [engine.look_at(desk, case.kind, case.id, by=tue.id).sees_internal for case in cases]
    assert seen == [False, not what.startswith("merged")]
    assert engine.search_written(desk, "jotasaft", by=tue.id).count == sum(seen)
    assert engine.search_written(desk, "jotasaft", by=anders).count == 2


def test_who_may_see_a_case_no_more_finds_it_no_more_at_once(house: House) -> None:
    case = house.register("anders", "Netværk", subject="Xylofon")
    engine.index_waiting(house.desk)
    assert finds_words(house, "pia") == [case.number]
    with house.desk.database.write() as connection:
        team = house.id("Servicedesk")
        connection.execute(text("UPDATE cases SET team_id = :team WHERE id = :id"), {"team": team, "id": case.id})
    assert finds_words(house, "pia") == []
    with house.desk.database.write() as connection:
        connection.execute(text("UPDATE cases SET team_id = :team"), {"team": case.team_id})


def finds_words(house: House, name: str) -> list[str]:
    return [hit.case.number for hit in engine.search_written(house.desk, "xylofon", by=house.id(name)).hits]


def test_a_reader_of_every_case_who_is_the_customer_reads_nothing_internal_either(house: House) -> None:
    (auditor,) = (a for a in house.desk.directory().agents.values() if "auditor" in a.roles and not a.teams)
    with house.by_hand() as connection:
        customer = customers.add(connection, name="R", email=None, phone=None, agent_id=auditor.id)
    case = house.keep("anders", subject="Xylofon", customer=customer)
    engine.write_comment(house.desk, Kind.CASE, case.id, "En kanariefugl.", by=house.by("anders"))
    engine.index_waiting(house.desk)
    search = engine.search_written
    assert search(house.desk, "xylofon", by=auditor.id).count == 1
    assert search(house.desk, "kanariefugl", by=auditor.id).count == 0
    assert search(house.desk, "kanariefugl", by=house.id("anders")).count == 1
