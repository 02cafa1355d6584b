"""Times as a person says them, and the screens' second language."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask, session

import engine
import web
from engine import reasons
from engine.diagrams.check_rules import CHECK_RULES
from engine.diagrams.vocabulary import FIELD_TYPES
from engine.sentences import Sentence, parts_of, say, with_parts
from tests.engine.diagrams.examples import wrong
from tests.fixtures.house import House
from tests.web.conftest import Visit
from web.wording import words

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # nine o'clock in Copenhagen
FOLDER = Path(web.__file__).parent


@pytest.fixture
def danish(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        session["locale"] = "en"
        yield


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW + timedelta(hours=5, minutes=5), "i dag 14.05"),
        (NOW + timedelta(days=1), "i morgen 09.00"),
        (NOW - timedelta(days=1), "i går 09.00"),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "i morgen 00.30"),
        (datetime(2026, 5, 9, 8, 0, tzinfo=UTC), "9. maj 10.00"),
        (datetime(2025, 12, 24, 8, 0, tzinfo=UTC), "24. dec. 09.00"),
        (datetime(2025, 6, 24, 8, 0, tzinfo=UTC), "24. jun. 2025"),
    ],
)
def test_a_time_is_said_by_its_day(danish: None, moment: datetime, said: str) -> None:
    assert words.said(moment, NOW) == said


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(hours=3), "om 3 timer"),
        (timedelta(minutes=1), "om 1 minut"),
        (timedelta(days=-2), "2 dage over"),
        (timedelta(hours=-1), "1 time over"),
        (timedelta(days=1, hours=3), "i morgen 12.00"),
    ],
)
def test_a_deadline_is_said_by_what_is_left(danish: None, left: timedelta, said: str) -> None:
    assert words.until(NOW + left, NOW) == said


def test_the_exact_time_is_there_on_hover_and_for_screen_readers(danish: None) -> None:
    tag = str(words.time_tag(NOW, NOW))
    assert tag.count("mandag den 2. marts 2026 kl. 09.00") == 2 and 'datetime="2026-03-02T08:00:00+00:00"' in tag


def messages() -> dict[str, tuple[str, int]]:
    """Every text of the screens, with the place it was found."""
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    keywords = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}
    found = extract_from_dir(FOLDER, methods, {"templates/**.html": {"trimmed": "true"}}, keywords)
    return {m[0] if isinstance(m, tuple) else m: (file, line) for file, line, m, *_ in found}


ENGINE = Path(engine.__file__).parent
CHECKING = [  # what the check says of a diagram, what the runner does, and what verification finds
    *ENGINE.glob("diagrams/**/*.py"),
    *ENGINE.glob("runner/*.py"),
    *ENGINE.glob("record/*_record.py"),
    *(ENGINE / name for name in ("audit/verification.py", "store/history/record.py")),
]
SPEAKING = [
    *CHECKING,
    *ENGINE.glob("rules/*.py"),
    *(file for room in ("desk", "people", "search", "audit", "workshop") for file in ENGINE.glob(f"{room}/*.py")),
    *(ENGINE / name for name in ("errors.py", "files.py", "mail/compose.py", "operations.py")),
    *ENGINE.glob("expressions/*.py"),
    *(ENGINE / name for name in ("hooks/wording.py", "hooks/frame.py", "hooks/notices.py", "model/roles.py")),
]
BROKEN = [  # one or more a rule
    *(wrong(rule) for rule in CHECK_RULES.values() if rule.has_example),
    *(file.read_bytes() for file in (Path(__file__).parents[2] / "engine/diagrams/broken").glob("*.bpmn")),
]


def sentences() -> dict[str, str]:
    """Every sentence the engine says, with the place it was found: what `say` takes, and what ends as one does."""
    found: dict[str, str] = {}
    for file in SPEAKING:
        nodes = list(ast.walk(ast.parse(file.read_text())))
        docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        calls = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say"]
        said = {id(call.args[0]) for call in calls}
        for node in nodes:
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
                continue
            if id(node) in said or (node.value.endswith(".") and " " in node.value):
                found[node.value] = f"{file.name}:{node.lineno}"
    return found


def english_messages() -> Catalog:
    with (FOLDER / "translations/en/LC_MESSAGES/messages.po").open("rb") as po:
        return read_po(po, locale="en")


def test_every_sentence_of_the_engine_has_its_english() -> None:
    english = english_messages()
    assert len(sentences()) > 400
    missing = {
        text: place for text, place in sentences().items() if not (english.get(text) and english.get(text).string)
    }
    assert missing == {}


def test_every_kind_of_field_has_its_english(english: None) -> None:
    for name in FIELD_TYPES:
        told = engine.type_of(engine.FormField("x", name, "X"))
        assert words.tell_or_keep(told) != told
    assert words.tell_or_keep("en dato") == "en dato"  # somebody wrote it


def test_no_sentence_of_a_refusal_is_put_together_in_place() -> None:
    """An f-string cannot be said in another language; `say` can."""
    for file in (*ENGINE.glob("rules/*.py"), *ENGINE.glob("expressions/*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Refused", "Caution", "BadExpression"):
                assert not [part for part in ast.walk(node) if isinstance(part, ast.JoinedStr)], f"{file}:{node.lineno}"


def test_no_sentence_of_a_problem_or_a_finding_is_put_together_in_place() -> None:
    word = re.compile(r"[^\W\d_] | [^\W\d_]")
    for file in CHECKING:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.JoinedStr):
                texts = [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
                assert not any(map(word.search, texts)), f"{file}:{node.lineno}"


def test_every_problem_of_a_diagram_is_told_in_english(english: None) -> None:
    for content in BROKEN:
        for problem in engine.check(content):
            for text in (problem.sentence, problem.remedy):
                assert words.tell(text) != text, problem.rule


def test_what_is_filled_in_is_told_only_if_it_is_a_sentence(english: None) -> None:
    """A field may be called what is a word of the screens."""
    assert words.tell(say("Fjern %(name)s.", name="frist")) == "Remove frist."
    assert words.tell(say("Når %(item)s genåbnes,", item=say("sagen"))) == "When the case is reopened,"


def test_what_is_filled_in_stands_in_the_english_too() -> None:
    named = re.compile(r"%\(\w+\)s")
    for message in english_messages():
        texts = (message.id, message.string) if isinstance(message.id, str) else (message.id[1], message.string[1])
        assert set(named.findall(texts[0])) == set(named.findall(texts[1])), texts[0]


def test_a_refusal_is_read_in_english(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    task = house.create_task(house.keep("anders"), "anders", "Netværk", blocking=True)
    anders = visit("anders").go("/").press("English")
    assert "does not wait for you" in anders.go(f"/sager/{case.id}").text
    closing = anders.go(f"/sager/{task.case_id}").text
    assert "The case cannot be closed: 1 task must be solved first." in closing
    anders.press("Save internally")
    assert "Write a text." in anders.text
    assert "There is no case with number 99, or you may not see it." in anders.go("/sager/99").text


def test_every_reason_of_the_outbox_is_read_in_english(english: None) -> None:
    templates = [text for name, text in vars(reasons).items() if name.isupper() and not name.startswith("_")]
    assert len(templates) == 16
    for text in map(reasons.reason_of, templates):
        template = text.template if isinstance(text, Sentence) else text
        assert english_messages().get(template).string, template
    kept = say(reasons.OUT_OF_REACH, why=reasons.TOO_SLOW)
    told = "The mail server cannot be reached: it does not answer in time"
    assert words.why_unsent(kept) == told
    assert words.why_unsent(with_parts(str(kept), parts_of(kept))) == told
    assert words.why_unsent(reasons.NO_SERVER) == "no mail server is set up"
    assert words.why_unsent("noget helt andet") == "noget helt andet"


def test_what_a_person_is_told_is_in_their_language(house: House, visit: Visit) -> None:
    """Subject, body and reason, in the bell and in the mail; a diagram's own words are as they are."""
    for name in ("pia", "jonas", "anders"):
        visit(name).go("/").press("English")
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    pia = visit("pia").go("/").press("English").go("/beskeder").text
    assert "TSK1 is yours: Undersøg kabel" in pia and "You are told because it is assigned to you." in pia
    assert "Notices stand here and do not go out by mail: no mail server is set up." in pia
    assert "TSK1 waits for Netværk: Undersøg kabel" in visit("jonas").go("/beskeder").text
    told = [notice.message for notice in engine.notices(house.desk, house.id("pia")).rows]
    assert told[0].body.startswith("Jonas Friis has given you the task.\n\nDescription:\nPrinteren")
    assert "Next step: Agent løser opgaven.\n\nTask TSK1: Undersøg kabel" in told[0].body
    assert "Deadline: 4 March 2026 at 09.00" in told[0].body
    anders = engine.notices(house.desk, house.id("anders")).rows[0].message
    assert anders.body.startswith("Pia Lund has solved the task.\n\nTSK1 Undersøg kabel er løst.")
    assert anders.why == "You are told because you are the approver of the task."


def test_every_text_of_the_screens_has_its_english() -> None:
    english = english_messages()
    said = {(m.id[0] if isinstance(m.id, tuple) else m.id) for m in english if m.id and (all(m.string) and m.string)}
    assert len(messages()) > 200
    assert {text: place for text, place in messages().items() if text not in said} == {}
    assert not [m.id for m in english if m.fuzzy and m.id]


def test_a_person_reads_english_and_still_does_tomorrow(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/").press("English")
    assert anders.title == "Overview" and anders.document.get("lang") == "en"
    assert "Waiting for me" in anders.text and "Venter" not in anders.text
    assert words.STATUSES  # the tables are lazy: the language is the reader's, not the first reader's
    assert visit("pia").go("/").title == "Overblik"


def test_english_times_are_written_as_in_europe(english: None) -> None:
    assert words.said(NOW + timedelta(hours=6), NOW) == "today 15:00"
    assert words.exact(NOW) == "Monday, 2 March 2026 at 09:00"
