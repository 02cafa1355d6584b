"""The small log played to its end, on SQLite and on PostgreSQL: what came of it, who did what, who is who."""

import pytest

import engine
from engine import Department, EntryKind, Kind, Settings, Status
from engine.replay import Log, Map, NotReplayable, Player, read_log, read_map
from tests.engine.replay.conftest import FOLDER, Replay


def test_what_came_of_it(replay: Replay) -> None:
    told = replay.play().summary(1.0).to_json()
    refused = told.pop("refused")
    assert {rule: one["count"] for rule, one in refused.items()} == {"R130": 3}
    assert refused["R130"]["example"].startswith("K003, row 182: Sagen er løst og ligger hos den, der oprettede den")
    assert told == {
        "incidents": 68,
        "events": 197,
        "applied": 194,
        "noted": 16,
        "implied": {
            "dispatch-task": 38,
            "dispatch-to-comment": 7,
            "dispatch-to-create-task": 14,
            "dispatch-to-solve": 23,
            "solve-to-close": 31,
        },
        "handovers": 15,
        "reopened": 14,
        "user_tasks_completed": 370,
        # one ends closed where the log has it resolved again: that is no open state, so nobody reopens it
        "final": {
            "closed": {"log": 28, "ours": 29},
            "open": {"log": 16, "ours": 16},
            "solved": {"log": 24, "ours": 23},
        },
        "this_run": 197,
        "seconds": 1.0,
    }
    for incident, row in replay.log.last.items():
        if row.state.name == "Lukket":
            assert replay.case(incident).status == Status.CLOSED, incident


def test_who_did_it_and_on_whose_behalf(played: Replay) -> None:
    agents = played.desk.directory().agents
    case = played.case("K001")
    history = engine.history_of(played.desk, Kind.CASE, case.id)
    steps = [(e.details["outcome_name"], agents[e.actor_id or 0].name) for e in history if e.type == "completed"]
    assert steps == [
        ("Tildel", "Nets dispatcher"),
        ("Tildel anden agent", "Palle"),
        ("Overdrag til andet team", "Signe"),
        ("Tildel", "Servers dispatcher"),
        ("Tilbage til dispatcher", "Palle"),
        ("Tildel", "Servers dispatcher"),
        ("Marker som løst", "Signe"),
        ("Luk sagen", "Anna"),
    ]
    assert {event.on_behalf_of for event in history} == {"Ulla"}
    assert agents[case.created_by].name == "Anna" and agents[case.created_by].department == Department.SUPPORT
    assert all(event.at.year == 2024 for event in history)  # the log's own clock


def test_columns_are_separate_pseudonyms(settings: Settings, map_: Map) -> None:
    line = "A1;Lukket;2024-01-08 08:00;Kim;Kim;Kim;Net;Kim;Kim;Printer\n"
    header = (FOLDER / "every_pair.csv").read_text(encoding="utf-8").split("\n")[0]
    replay = Replay(settings, read_log(f"{header}\n{line}".encode(), map_), map_)
    replay.play()
    found = [(a.username, a.department) for a in replay.desk.directory().agents.values() if a.name == "Kim"]
    assert sorted(found) == [
        ("agent:Kim", Department.OPERATIONS),
        ("opener:Kim", Department.SUPPORT),
        ("resolver:Kim", Department.OPERATIONS),
    ]
    replay.desk.close()


def test_unknown_people_and_groups(played: Replay) -> None:
    """K002: nobody is known, the group from row four; the dispatchers do what needs an agent."""
    directory = played.desk.directory()
    case = played.case("K002")
    history = engine.history_of(played.desk, Kind.CASE, case.id)
    assert directory.agents[case.created_by].name == "Ukendt"
    assert engine.get_customer(played.desk, case.customer_id).name == "Ukendt"
    steps = [
        (e.details["outcome_name"], directory.agents[e.actor_id or 0].name) for e in history if e.type == "completed"
    ]
    assert steps == [
        ("Tildel", "Ukendt gruppes dispatcher"),  # implied: a question needs an agent
        ("Tilbage til dispatcher", "Ukendt gruppes dispatcher"),  # the next row knows of none
        ("Send til andet hovedteam", "Ukendt gruppes dispatcher"),
        ("Tildel", "Nets dispatcher"),  # implied: so does a solution
        ("Marker som løst", "Nets dispatcher"),
        ("Luk sagen", "Ukendt"),
    ]
    questions = [e for e in engine.entries_of(played.desk, Kind.CASE, case.id) if e.kind == EntryKind.EXTERNAL]
    assert len(questions) == 1  # two rows in the same state are one question


def test_what_moves_after_it_is_solved_is_refused_and_it_is_closed_all_the_same(played: Replay) -> None:
    case = played.case("K003")
    directory = played.desk.directory()
    assert case.status == Status.CLOSED
    assert (directory.teams[case.solver_team_id or 0].name, directory.agents[case.solver_id or 0].name) == (
        "Net",
        "Palle",
    )


def test_waiting_for_others_is_a_task_that_ends_with_the_waiting(played: Replay) -> None:
    """K004: a task in the house each for cause and vendor, two to support for evidence; reopened twice."""
    case = played.case("K004")
    directory = played.desk.directory()
    tasks = engine.tasks_of(played.desk, case.id)
    assert [(directory.teams[t.team_id].name, t.status) for t in tasks] == [
        ("Server", Status.SOLVED),
        ("Server", Status.SOLVED),
        ("Servicedesk", Status.SOLVED),
        ("Servicedesk", Status.SOLVED),
    ]
    assert all(engine.waiting(played.desk, Kind.TASK, task.id) == () for task in tasks)  # accepted
    overdue = [e.at for t in tasks for e in engine.history_of(played.desk, Kind.TASK, t.id) if e.type == "overdue"]
    assert overdue == [task.deadline for task in tasks[:2]]  # each at its own time, before the rows that come later
    assert [(task.deadline - task.created_at).days for task in tasks if task.deadline] == [5, 5, 5, 5]
    types = [event.type for event in engine.history_of(played.desk, Kind.CASE, case.id)]
    assert types.count("started") == 2  # W3, and again after it was closed
    assert case.status == Status.CLOSED


def test_texts_are_marked(played: Replay) -> None:
    case = played.case("K004")
    texts = [case.subject, case.description, *(e.text for e in engine.entries_of(played.desk, Kind.CASE, case.id))]
    for task in engine.tasks_of(played.desk, case.id):
        texts += [task.subject, task.description]
        texts += [entry.text for entry in engine.entries_of(played.desk, Kind.TASK, task.id)]
    assert len(texts) > 20
    assert all(text.startswith("Genafspilning: ") for text in texts)


def test_another_log_or_map_on_the_same_database_is_refused(replay: Replay) -> None:
    replay.player()
    other_map = read_map((FOLDER / "every_pair.toml").read_bytes() + b"\n# another\n")
    with pytest.raises(NotReplayable, match="another map"):
        Player(replay.desk, replay.clock, replay.log, other_map)
    content = (FOLDER / "every_pair.csv").read_bytes()
    with pytest.raises(NotReplayable, match="another log"):
        Player(replay.desk, replay.clock, read_log(content + content.splitlines(True)[-1], replay.map), replay.map)
    assert replay.player().progress.rows == 0


def test_what_cannot_be_leaves_the_database_as_it_was(replay: Replay, map_: Map) -> None:
    """A group with the support team's name, a dispatcher whose name is too long: the map is mended and tried again."""
    content = (FOLDER / "every_pair.toml").read_text(encoding="utf-8")
    for good, bad in (('"Servicedesk"', '"Net"'), ('"{team}s dispatcher"', f'"{{team}}{"s" * 94}"')):
        other = read_map(content.replace(good, bad).encode())
        with pytest.raises(NotReplayable, match=r"people\.(support|dispatcher)"):
            Player(replay.desk, replay.clock, replay.log, other)
    assert (engine.processes(replay.desk), replay.desk.directory().agents) == ((), {})
    assert replay.player().progress.rows == 0


def test_two_at_a_time_would_spoil_it(settings: Settings, few: Log, map_: Map) -> None:
    """The second would look at the desk as the first leaves it; when the first is over, or dead, it may go on."""
    first = Replay(settings, few, map_)
    with pytest.raises(NotReplayable, match="Another replay is at work"):
        Replay(settings, few, map_)
    first.desk.close()
    Replay(settings, few, map_).desk.close()


def test_a_desk_that_is_in_use_is_left_alone(replay: Replay) -> None:
    team = engine.NewTeam("Servicedesk", Department.SUPPORT)
    engine.add_people(replay.desk, [team], [engine.NewAgent("Anders", "anders", Department.SUPPORT, "Servicedesk")])
    with pytest.raises(NotReplayable, match="in use"):
        replay.player()
    assert len(replay.desk.directory().agents) == 1
