"""The documents say what the code is: drawings and tables are the code's own, and what they name is there."""

import re
from pathlib import Path

import pytest

from engine.diagrams import check, check_rules
from engine.diagrams.check_rules import CHECK_RULES, CheckRule, Severity, read_rules
from engine.errors import Refused
from engine.operations import OPERATIONS, OperationKind
from engine.rules import RULES, judge, may
from engine.rules.registry import rule
from tests import house
from tests.documents import PARTS, ROOT, Part, check_rule_table
from tests.engine.diagrams import examples

DOCS = ROOT / "docs"
CHANGES = (DOCS / "where-to-change.md").read_text(encoding="utf-8")
PLACE = re.compile(r"^- `([^`]+)`:? ?(.*)$", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)#]+)")


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.file.stem}-{part.heading}")
def test_what_is_written_from_the_code_is_as_the_code_is(part: Part) -> None:
    assert part.now() == part.written(), "write it with: make docs"


def test_the_drawing_has_every_folder_and_no_arrow_upwards() -> None:
    drawing = house.drawing()
    folders = {path.parent.name for path in (ROOT / "engine").glob("*/__init__.py")}
    assert len(folders) > 10 and all(f'["{name}"]' in drawing for name in folders)
    for room, known in house.rooms().items():
        assert all(room not in house.rooms()[other] for other in known), room


def test_there_are_ten_changes_each_with_its_files() -> None:
    sections = re.split(r"^## \d+\. ", CHANGES, flags=re.MULTILINE)[1:]
    assert len(sections) == 10 and all(len(PLACE.findall(section)) >= 3 for section in sections)


@pytest.mark.parametrize(("path", "names"), PLACE.findall(CHANGES), ids=str)
def test_every_place_that_a_change_takes_is_there_with_the_names_in_it(path: str, names: str) -> None:
    place = ROOT / path
    assert place.exists(), path
    text = place.read_text(encoding="utf-8") if place.is_file() else ""
    for name in CODE.findall(names.partition(" – ")[0]):
        assert name in text, f"{name} is not in {path}"


@pytest.mark.parametrize("document", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_every_link_of_a_document_leads_to_a_file(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (document.parent / target).exists(), target


def test_every_name_of_the_glossary_is_a_name_of_the_code() -> None:
    rows = re.findall(r"^\| [^|]+ \| `(\w+)` \|", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "engine").rglob("*.py"))
    assert len(rows) > 25
    assert [name for name in rows if not re.search(rf"\b{name}\b", code)] == []


# --- three changes, made as the document says -------------------------------------------------------------------------


def test_an_operation_is_one_row_that_the_check_then_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = _example(
        right='sourceRef="giv_til_team" targetRef="arbejd" />',
        wrong='sourceRef="giv_til_team" targetRef="vink" /><serviceTask id="vink" name="Vink" camunda:type="external" '
        'camunda:topic="wave" /><sequenceFlow id="g1" sourceRef="vink" targetRef="arbejd" />',
    )
    check.cache_clear()
    assert [problem.rule for problem in check(drawn)] == ["unknown-operation"]
    monkeypatch.setitem(OPERATIONS, "wave", OperationKind("wave", {}, "Vinker", lambda situation, _: situation))  # type: ignore[arg-type]
    check.cache_clear()
    assert check(drawn) == ()
    check.cache_clear()


def _example(right: str, wrong: str) -> bytes:
    return examples.wrong(CheckRule("x", Severity.ERROR, "Et eksempel.", right=(right,), wrong=(wrong,)))


def test_a_rule_is_one_function_that_refuses_the_act_and_explains_the_button() -> None:
    class Waving:
        """What somebody is about to do."""

    refusal = Refused("D-99", "Man vinker ikke ad sager.")
    rule("D-99", Waving)(lambda _moment: refusal)
    try:
        assert may(Waving()) is refusal
        with pytest.raises(Refused, match="Man vinker ikke"):
            judge(Waving(), {})
    finally:
        del RULES[-1]


def test_a_check_rule_is_a_row_that_somebody_reports_and_the_guide_then_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = '[waves]\nseverity = "warning"\nsentence = "Nogen vinker."\nright = "a"\nwrong = "b"\n'
    monkeypatch.setitem(CHECK_RULES, "waves", read_rules(row)["waves"])  # type: ignore[arg-type]
    monkeypatch.setattr(check_rules, "_unclaimed", {"waves"})
    with pytest.raises(ValueError, match="waves"):
        check_rules.all_claimed()
    assert check_rules.check_rule("waves").severity is Severity.WARNING
    check_rules.all_claimed()
    assert "| `waves` | Nogen vinker. (advarsel) | `b` | `a` |" in check_rule_table()
