"""What the record alone cannot tell of is found against a file of heads: `sagsgang verify --heads` and `--since`."""

import base64
import hashlib
import json
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, make_url, select, text

import engine
from engine import Kind
from engine.history.heads import read
from engine.history.shape import Subject
from engine.store.history import heads as head_rows
from engine.store.tables import events, metadata
from tests.fixtures.tampering import Found, Tampered
from tests.fixtures.threads import PATIENCE_SECONDS, finish
from web.cli import sagsgang

GONE = "Historikken er væk. Den havde {} hændelser, da filen blev skrevet."
OTHER = "Hændelse {} er en anden end den, der stod der, da filen blev skrevet."
SHORTER = "Historikken har {} hændelser, men havde {}, da filen blev skrevet."


class Kept:
    """The morning's desk, and a file with its heads as they are when `take` is called."""

    def __init__(self, tampered: Tampered, file: Path):
        self.tampered, self.desk, self.house, self.file = tampered, tampered.desk, tampered.house, file

    def take(self) -> None:
        self.heads = engine.write_heads(self.desk, self.file)

    def found(self) -> Found:
        compared: list[int] = []
        heads = engine.read_heads(self.desk, self.file)
        found = [(one.place, one.sentence) for one in engine.verify_since(self.desk, heads, compared.append)]
        assert sum(compared) == len(heads.heads)
        return found


@pytest.fixture
def kept(tampered: Tampered, tmp_path: Path) -> Kept:
    return Kept(tampered, tmp_path / "heads.txt")


# --- nothing was touched ---


def test_the_file_has_every_chain_and_its_last_event(kept: Kept) -> None:
    with kept.desk.reading() as connection:
        rows = connection.execute(select(events).order_by(events.c.sequence)).all()
    kept.take()
    heads = read(kept.file.read_bytes())
    assert {(*place, head.count, head.hash) for place, head in heads.heads.items()} == {
        (*place, row.sequence, row.hash) for place, row in {(r.subject_kind, r.subject_id): r for r in rows}.items()
    }
    assert (heads.desk, heads.position) == (kept.desk.uuid, max(row.position for row in rows))


def test_chains_that_grew_since_are_as_they_were(kept: Kept) -> None:
    kept.take()
    engine.edit_case(kept.desk, 1, {"subject": "Skærm"}, by=kept.house.by("anders"))
    kept.house.keep("signe")
    assert kept.found() == [] and kept.tampered.found() == []


def test_the_desk_s_history_tells_of_the_file_and_the_next_one_names_it(kept: Kept) -> None:
    assert engine.heads_written_at(kept.desk) is None
    kept.take()
    assert read(kept.file.read_bytes()).previous is None
    first = hashlib.sha256(kept.file.read_bytes()).hexdigest()
    with kept.desk.reading() as connection:
        (row,) = connection.execute(select(events).where(events.c.type == "heads-written")).all()
    heads = read(kept.file.read_bytes())
    told = {"position": heads.position, "subjects": len(heads.heads), "root": heads.root, "sha256": first}
    assert (row.subject_kind, json.loads(row.data)) == ("desk", told)
    assert len(base64.b64decode(heads.root)) == 32
    assert engine.heads_written_at(kept.desk) == kept.house.clock()
    kept.file = kept.file.with_name("later.txt")
    kept.take()
    assert read(kept.file.read_bytes()).previous == first
    assert kept.tampered.found() == []


@pytest.mark.parametrize("tampered", ["postgresql"], indirect=True)
def test_an_event_that_is_written_and_not_yet_committed_is_waited_for(kept: Kept) -> None:
    """It has a lower position than one that was committed before it."""
    found: list[int] = []
    reader = threading.Thread(target=lambda: found.append(head_rows.final_position(kept.desk.database)), daemon=True)
    with kept.desk.database.write() as connection:
        copy = "SELECT 'team', 999, 1, format, type, at, data, hash FROM events WHERE position = 1"
        columns = "subject_kind, subject_id, sequence, format, type, at, data, hash"
        connection.execute(text(f"INSERT INTO events ({columns}) {copy}"))
        kept.house.keep("signe")
        reader.start()
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not connection.scalar(text("SELECT count(*) FROM pg_locks WHERE mode = 'ShareLock' AND NOT granted")):
            assert reader.is_alive() and time.monotonic() < give_up, "nobody waited"
            time.sleep(0.01)
    finish([reader])
    with kept.desk.reading() as connection:
        assert found == [connection.scalar(select(func.max(events.c.position)))]
        assert (Subject.TEAM, 999) in head_rows.up_to(connection, found[0])


# --- the manipulations against a heads file ---


def take_out_the_newest_with_its_number(kept: Kept) -> None:
    """The next case is given the number again."""
    case = engine.get_case(kept.desk, 3)
    kept.tampered.take_out(case)
    kept.tampered.sql("UPDATE item_numbers SET last = 2 WHERE kind = 'case'")
    kept.house.clock.advance(timedelta(minutes=1))
    assert kept.house.keep("tue").id == 3


def take_out_half(kept: Kept) -> None:
    for number in (2, 3):
        kept.tampered.take_out(engine.get_case(kept.desk, number))


def cut_the_tail(kept: Kept) -> None:
    """Anders's last edit, and what it did."""
    *_, before, last = kept.tampered.links()
    kept.tampered.sql(
        "DELETE FROM events WHERE subject_kind = 'case' AND subject_id = 1 AND sequence = :last", last=last.sequence
    )
    kept.tampered.sql(
        "UPDATE cases SET event_count = :count, head_hash = :hash, category = '', updated_at = :at WHERE id = 1",
        count=before.sequence,
        hash=before.hash,
        at=kept.tampered.time(before.at),
    )


def hash_anew(kept: Kept) -> None:
    (first, *_) = kept.tampered.links()
    kept.tampered.forge(1, at=first.at - timedelta(minutes=1))


MORNING = 11  # events of the morning's case
MANIPULATIONS: list[tuple[Callable[[Kept], None], Found]] = [
    (lambda kept: kept.tampered.take_out(engine.get_case(kept.desk, 2)), [("SAG2", GONE.format(2))]),
    (take_out_half, [("SAG2", GONE.format(2)), ("SAG3", GONE.format(2))]),
    (take_out_the_newest_with_its_number, [("SAG3", OTHER.format(2))]),
    (cut_the_tail, [("SAG1", SHORTER.format(MORNING - 1, MORNING))]),
    (hash_anew, [("SAG1", OTHER.format(MORNING))]),
    (lambda kept: kept.tampered.sql("DELETE FROM events WHERE subject_kind = 'team' AND subject_id = 2"),
     [("team 2", "Historikken er væk. Den havde 1 hændelse, da filen blev skrevet.")]),
    (lambda kept: kept.tampered.sql("UPDATE events SET sequence = 99 WHERE subject_kind = 'task' AND sequence = 8"),
     [("TSK1", OTHER.format(8))]),
]  # fmt: skip


@pytest.mark.parametrize(("manipulate", "said"), MANIPULATIONS, ids=range(len(MANIPULATIONS)))
def test_what_the_file_knew_of_and_is_no_more_is_found(
    kept: Kept, manipulate: Callable[[Kept], None], said: Found
) -> None:
    for name in ("signe", "tue"):
        kept.house.keep(name)
    kept.take()
    manipulate(kept)
    assert kept.found() == said


def test_yesterday_s_copy_put_back_is_found(kept: Kept) -> None:
    """The record itself is whole then."""
    yesterday = rows(kept)
    kept.house.clock.advance(timedelta(days=1))
    case = kept.house.keep("signe")
    engine.write_comment(kept.desk, Kind.CASE, 1, "Ringet op igen.", by=kept.house.by("anders"))
    kept.take()
    put_back(kept, yesterday)
    assert kept.tampered.found() == []
    shorter = ("SAG1", SHORTER.format(MORNING, MORNING + 1))
    assert kept.found() == [shorter, (case.number, GONE.format(2))]


Rows = dict[str, list[dict[str, Any]]]


def rows(kept: Kept) -> Rows:
    with kept.desk.reading() as connection:
        return {
            table.name: [dict(row._mapping) for row in connection.execute(table.select())]
            for table in metadata.sorted_tables
        }


def put_back(kept: Kept, copy: Rows) -> None:
    with kept.desk.database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        for table in metadata.sorted_tables:
            if copy[table.name]:
                connection.execute(table.insert(), copy[table.name])


# --- the command ---


def run(kept: Kept, monkeypatch: pytest.MonkeyPatch, *arguments: str, url: str | None = None) -> Result:
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", url or kept.desk.settings.database_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(kept.desk.settings.data_dir))
    monkeypatch.delenv("SAGSGANG_SECRET_KEY", raising=False)
    return CliRunner().invoke(sagsgang, ["verify", *arguments])


def test_the_command_writes_compares_and_says_what_it_found(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    other = kept.house.keep("signe")
    done = run(kept, monkeypatch, "--heads", str(kept.file))
    assert (done.exit_code, done.stdout) == (0, "3 sager og opgaver: alt stemmer.\n"), done.output
    count = len(read(kept.file.read_bytes()).heads)
    assert done.stderr == f"{kept.file}: {count} historikker. Gem filen et andet sted end databasen.\n"
    again = run(kept, monkeypatch, "--heads", str(kept.file))
    assert again.exit_code == 2 and "Filen findes allerede." in again.output
    same = run(kept, monkeypatch, "--since", str(kept.file))
    assert same.exit_code == 0 and f"{count} historikker har alt, hvad de havde i filen fra " in same.stdout, (
        same.output
    )
    kept.tampered.take_out(other)
    kept.tampered.sql("UPDATE item_numbers SET last = 1 WHERE kind = 'case'")
    found = run(kept, monkeypatch, "--since", str(kept.file), "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["findings"] == [{"place": "SAG2", "sentence": GONE.format(2)}]


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
def test_a_file_of_another_desk_or_one_that_was_touched_is_refused(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.take()
    content = kept.file.read_bytes()
    for changed, why in (
        (content.replace(kept.desk.uuid.encode(), str(uuid.uuid4()).encode()), "Filen er fra en anden servicedesk."),
        (content.replace(b"\ncase 1 11 ", b"\ncase 1 10 "), "Filens rod er ikke den, som dens linjer giver"),
        (b"\0" * 100, "Filen begynder ikke, som"),
    ):
        kept.file.write_bytes(changed)
        done = run(kept, monkeypatch, "--since", str(kept.file))
        assert done.exit_code == 2 and why in done.output, done.output


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
@pytest.mark.parametrize("place", ["nowhere/heads.txt", "a file/heads.txt", "long" * 99], ids=lambda place: place[:9])
def test_a_place_that_cannot_be_written_to_is_one_sentence(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    kept.file.with_name("a file").write_bytes(b"")
    done = run(kept, monkeypatch, "--heads", str(kept.file.parent / place))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Invalid value for --heads: Filen kan ikke skrives der. Vælg et andet sted." in done.stderr, done.output
    assert engine.heads_written_at(kept.desk) is None


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
def test_rubbish_in_the_place_of_a_hash_goes_into_no_file(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.tampered.sql("UPDATE events SET hash = 'x\ncase 7 1 y' WHERE subject_kind = 'task'")
    done = run(kept, monkeypatch, "--heads", str(kept.file))
    assert done.exit_code == 2 and "Historikkerne kan ikke skrives i filen" in done.output
    assert not kept.file.exists()


def test_with_rights_to_read_alone_the_file_is_written_and_the_event_is_not(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = make_url(kept.desk.settings.database_url)
    reader = f"reader_{uuid.uuid4().hex}"
    if kept.tampered.sqlite:
        asked = f"sqlite:///file:{url.database}?mode=ro&uri=true"
    else:
        asked = f"{kept.desk.settings.database_url}&options=-c%20role%3D{reader}"
        kept.tampered.sql(f"CREATE ROLE {reader}")
        kept.tampered.sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}")
    try:
        done = run(kept, monkeypatch, "--heads", str(kept.file), url=asked)
    finally:
        if not kept.tampered.sqlite:
            kept.tampered.sql(f"DROP OWNED BY {reader}")
            kept.tampered.sql(f"DROP ROLE {reader}")
    assert done.exit_code == 0, done.output
    assert "filen er skrevet, men ikke noteret i servicedeskens historik." in done.stderr
    assert kept.found() == [] and engine.heads_written_at(kept.desk) is None
