"""What a process owner reads of a changed diagram, before it is in force and after."""

from pathlib import Path

import pytest

from engine.diagrams import Unreadable, differences, read
from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import CHECK_RULES, CheckRule
from engine.diagrams.comparable import Facet
from engine.diagrams.wording import CAME, FACETS, KINDS, WENT, worded
from engine.sentences import Sentence
from tests.browser.redrawn import redrawn
from tests.engine.diagrams.examples import wrong
from tests.processes.renaming import renamed

FOLDER = Path(__file__).parents[3] / "processes"
W3 = (FOLDER / "case_support_to_operations.bpmn").read_text()
Rows = list[tuple[str, str, str, str]]


def rows(after: str | bytes, before: str | bytes = W3) -> Rows:
    """(name, what, before, after) of every difference."""
    old, new = (read(side.encode() if isinstance(side, str) else side) for side in (before, after))
    return [tuple(worded(difference)) for difference in differences(old, new)]


def changed(old: str, new: str) -> Rows:
    assert old in W3
    return rows(W3.replace(old, new, 1))


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.bpmn")), ids=lambda file: file.stem)
def test_a_diagram_differs_in_nothing_from_itself_and_from_itself_with_other_ids(file: Path) -> None:
    content = file.read_bytes()
    assert rows(content, content) == [] and rows(renamed(content), content) == []


def test_a_step_with_another_name_lane_and_holder() -> None:
    solve, name = 'id="agent_loeser_sagen" name="Agent i drift løser sagen"', "Agenten løser"
    assert changed(solve, f'id="agent_loeser_sagen" name="{name}"') == [
        (name, "Navn", "Agent i drift løser sagen", name)  # and what sits on it, or leads to it, is as it was
    ]
    elsewhere = changed('attachedToRef="agent_loeser_sagen"', 'attachedToRef="dispatcher_fordeler"')
    assert [row[1:] for row in elsewhere] == [
        ("Sidder på", "Agent i drift løser sagen", "Dispatcher i drift tildeler til agent")
    ]
    assert changed('camunda:assignee="${agent}"', 'camunda:assignee="${solver}"') == [
        ("Agent i drift løser sagen", "Gives til", "agent", "solver")
    ]
    assert changed('camunda:candidateGroups="agents"', 'camunda:candidateGroups="dispatchers"') == [
        ("Agent i drift løser sagen", "Tilbydes", "agents", "dispatchers")
    ]
    lanes = [
        row for row in changed('name="Drift · agent"', 'name="Drift · team"') if row[0].startswith("Agent i drift")
    ]
    assert lanes == [("Agent i drift løser sagen", "Bane", "Drift · agent", "Drift · team")]


def test_a_field_that_is_changed_added_moved_and_removed() -> None:
    start, emne = "Sag oprettes i support", '<camunda:formField id="emne" label="Emne" type="string">'
    assert changed(emne, emne.replace("Emne", "Titel")) == [(start, "Feltet ”Titel”: tekst", "Emne", "Titel")]
    assert changed(emne, emne.replace("string", "text")) == [
        (start, "Feltet ”Emne”: type", "en linje tekst", "flere linjer tekst")
    ]
    assert changed('value="Ét emne, der beskriver sagen."', 'value="Kort."') == [
        (start, "Feltet ”Emne”: hjælp", "Ét emne, der beskriver sagen.", "Kort.")
    ]
    assert changed('name="maxlength" config="200"', 'name="maxlength" config="80"') == [
        (start, "Feltet ”Emne”: højst så mange tegn", "200", "80")
    ]
    files = '<camunda:formField id="filer" label="Vedhæftede filer" type="attachments" />'
    assert changed(files, "") == [(start, "Feltet ”Vedhæftede filer” er fjernet", "", "")]
    assert changed(files, f'{files}<camunda:formField id="sted" label="Sted" type="string" />') == [
        (start, "Nyt felt: ”Sted”", "", ""),
        (start, "Feltet ”Sted”: type", "", "en linje tekst"),
    ]
    assert changed(files, "")[0] == rows(W3.replace(files, ""))[0]
    moved = W3.replace(files, "").replace('<camunda:formField id="bruger"', f'{files}<camunda:formField id="bruger"')
    ((name, what, was, now),) = rows(moved)
    assert (name, what) == (start, "Felternes rækkefølge") and was.endswith("Vedhæftede filer")
    assert now.startswith("Vedhæftede filer")


def test_a_field_that_must_be_filled_in_and_no_longer() -> None:
    required = '<camunda:constraint name="required" config="true" />'
    assert changed(required, "") == [("Sag oprettes i support", "Feltet ”Bruger”: skal udfyldes", "ja", "")]


def test_a_button_with_other_words_and_fewer_fields() -> None:
    diagram = read(W3.encode())
    step = diagram.steps["agent_loeser_sagen"]
    outcome = next(one for one in step.form.outcomes if one.requires)
    button = f'<camunda:value id="{outcome.id}" name="'
    renamed_button = changed(f"{button}{outcome.name}", f"{button}Nyt ord")
    assert (step.name, "Knappen ”Nyt ord”: tekst", outcome.name, "Nyt ord") in renamed_button
    needed = ", ".join(field.label for name in outcome.requires for field in step.form.fields if field.id == name)
    without = changed(f'<camunda:property id="{outcome.id}.requires" value="{",".join(outcome.requires)}" />', "")
    assert without == [(step.name, f"Knappen ”{outcome.name}”: kræver", needed, "")]


def test_a_condition_an_operation_a_deadline_and_an_arrow() -> None:
    diagram = read(W3.encode())
    arrow = next(one for one in diagram.arrows if "outcome == 'tildel'" in diagram.conditions.get(one.id, ""))
    told = changed("${outcome == 'tildel'}", "${outcome == 'tildel' and creator}")
    assert told[0][1:] == ("Betingelse", "outcome == ”Tildel”", "outcome == ”Tildel” and creator")
    assert told[0][0] == f"{diagram.names[arrow.source] or 'valg'} → {diagram.names[arrow.target]}"
    assert changed('camunda:topic="assign-team"', 'camunda:topic="assign-agent"')[0][1:] == (
        "Systemet gør", "assign-team", "assign-agent",
    )  # fmt: skip
    assert changed('name="team">${chosen_team}<', 'name="team">${team}<')[0][1:] == (
        "Handlingens team", "chosen_team", "team",
    )  # fmt: skip
    assert changed("${deadline}</bpmn:timeDate>", "${now}</bpmn:timeDate>")[0][1] == "Venter på"


def test_the_process_s_own_name_and_documentation() -> None:
    assert changed('name="Sag fra support til drift"', 'name="En sag"') == [
        ("En sag", "Navn", "Sag fra support til drift", "En sag")
    ]
    assert changed("<bpmn:documentation>Workflow over", "<bpmn:documentation>En gang over")[0][1] == "Vejledning"


def test_a_step_more_in_a_diagram_that_was_drawn_anew() -> None:
    told = rows(redrawn())
    assert [row for row in told if row[1] in ("Nyt trin", "Nyt valg", "Ny pil", "Pilen er fjernet")] == [
        ("Sagsagent spørger brugeren", "Nyt trin", "", "→ Svar?"),
        (
            "Svar?",
            "Nyt valg",
            "",
            "outcome == ”Brugeren bekræfter” → Sagen lukkes; "
            "outcome == ”Jeg fik ikke fat i brugeren” → Sagsagent kommunikerer med bruger og lukker sag",
        ),
        ("Hvad nu? → Sagsagent spørger brugeren", "Ny pil", "", "outcome == ”Luk sagen”"),
        ("Hvad nu? → Sagen lukkes", "Pilen er fjernet", "", ""),
    ]
    assert ("Sagsagent spørger brugeren", "Knappen ”Brugeren bekræfter”: kræver", "", "Hvad sagde brugeren?") in told
    assert len({row[0] for row in told}) == 4


def test_and_the_other_way_round_it_is_gone() -> None:
    told = rows(W3, redrawn())
    assert [row[:2] for row in told] == [
        ("Sagsagent spørger brugeren", "Trinnet er fjernet"),
        ("Svar?", "Valget er fjernet"),
        ("Hvad nu? → Sagen lukkes", "Ny pil"),
        ("Hvad nu? → Sagsagent spørger brugeren", "Pilen er fjernet"),
    ]


def test_what_is_told_is_on_the_newer_drawing_or_nowhere() -> None:
    old, new = read(W3.encode()), read(redrawn())
    there = {*new.names, *(arrow.id for arrow in new.arrows), ""}
    assert {one.element for one in differences(old, new)} <= there
    assert {one.element for one in differences(new, old)} <= {*old.names, *(arrow.id for arrow in old.arrows), ""}


def test_a_difference_holds_values_and_no_words() -> None:
    old, new = read(W3.encode()), read(redrawn())
    found = [*differences(old, new), *differences(new, old)]
    assert len(found) > 10
    texts = [text for one in found for text in (one.part, one.before, one.after, *(named.name for named in one.of))]
    assert not any(isinstance(text, Sentence) for text in texts)
    assert {one.kind for one in found} <= {*v.FLOW_NODES, v.ARROW, ""}


def test_there_is_a_word_for_every_element() -> None:
    assert set(KINDS) == set(v.FLOW_NODES) and set(CAME) == set(WENT) == {*v.FLOW_NODES, v.ARROW}


def test_there_is_a_word_for_every_facet() -> None:
    assert set(FACETS) == set(Facet) - {Facet.PARAMETER, Facet.PROPERTY}, "those two are told by their names"


EXAMPLES = [rule for rule in CHECK_RULES.values() if rule.has_example]


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.id)
def test_a_diagram_with_faults_is_compared_as_far_as_it_can_be_read(rule: CheckRule) -> None:
    faulty = wrong(rule)
    try:
        read(faulty)
    except Unreadable:
        return
    for before, after in ((faulty, W3), (W3, faulty)):
        for row in rows(after, before):
            assert row[1]
