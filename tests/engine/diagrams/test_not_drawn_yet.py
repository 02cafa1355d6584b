"""What is drawn in BPMN and not executed here: one sentence for one mistake, and a remedy that can be followed."""

import pytest

from engine.diagrams import check
from tests.engine.diagrams.redrawing import W4, said, the_one, variant, with_boundary, with_more

TO_CLOSING = "fra_tilbage_til_opretteren_til_sagsagent_afslutter"
TO_CLOSED = "fra_hvad_goer_opretteren_til_sagen_lukkes_nu"
STEP = '<bpmn:userTask id="{0}" name="Ring" camunda:assignee="${{creator}}" camunda:candidateGroups="creating_side">' \
    "<bpmn:documentation>Ring.</bpmn:documentation></bpmn:userTask>"  # fmt: skip


def flow(source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}" />'


def side_by_side(onward: str) -> str:
    """Two steps at once, and then what follows."""
    gateways = '<bpmn:parallelGateway id="deles" name="Deles" /><bpmn:parallelGateway id="samles" name="Samles" />'
    ways = [flow("deles", one) + flow(one, "samles") for one in ("ring", "skriv")]
    return gateways + STEP.format("ring") + STEP.format("skriv") + "".join(ways) + flow("samles", onward)


BETWEEN = {
    "en underproces": (
        '<bpmn:subProcess id="nyt" name="Nyt"><bpmn:startEvent id="a" /><bpmn:userTask id="b" /></bpmn:subProcess>',
        "Tegn trinnene direkte",
    ),
    "et kald af en anden proces": (
        '<bpmn:callActivity id="nyt" name="Nyt" calledElement="p" />',
        "Tegn trinnene direkte",
    ),
    "en forretningsregel": (
        '<bpmn:businessRuleTask id="nyt" name="Nyt" camunda:decisionRef="d" />',
        "eksklusiv gateway",
    ),
    "en ventende mellemhændelse": (
        '<bpmn:intermediateCatchEvent id="nyt" name="Nyt"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>P2D'
        "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>",
        "Lad et brugertrin vente",
    ),
}


@pytest.mark.parametrize(("kind", "drawn", "remedy"), [(kind, *rest) for kind, rest in BETWEEN.items()], ids=BETWEEN)
def test_an_element_that_is_not_executed_is_one_mistake(kind: str, drawn: str, remedy: str) -> None:
    told = the_one(with_more(drawn + flow("nyt", "sagsagent_afslutter"), TO_CLOSING, "nyt"))
    assert (told.rule, told.element) == ("unsupported-element", "nyt")
    assert f"»Nyt« er {kind}" in told.sentence and remedy in told.remedy


def test_a_step_for_several_is_one_mistake_and_a_step_each_is_none() -> None:
    told = the_one(
        variant(
            (
                "<bpmn:incoming>fra_tilbage_til_opretteren_til_sagsagent_afslutter</bpmn:incoming>",
                '<bpmn:multiInstanceLoopCharacteristics camunda:collection="alle" camunda:elementVariable="en" />',
            )
        )
    )
    assert (told.rule, told.element) == ("unsupported-element", "sagsagent_afslutter")
    assert "en gentagelse for flere" in told.sentence and "et brugertrin for hver" in told.remedy
    one_each = STEP.format("ring") + flow("ring", "sagsagent_afslutter")
    assert check(with_more(one_each, TO_CLOSING, "ring")) == ()


def test_an_end_of_all_is_one_mistake_and_an_ordinary_end_is_none() -> None:
    end = '<bpmn:endEvent id="slut_sagen_er_lukket" name="Sagen er lukket">'
    told = the_one(variant((end, end + '<bpmn:terminateEventDefinition id="alt" />')))
    assert told.element == "slut_sagen_er_lukket" and "en almindelig slutbegivenhed" in told.remedy


def test_an_event_on_the_edge_that_is_not_executed_may_become_one_that_is() -> None:
    told = the_one(with_boundary('<bpmn:escalationEventDefinition id="e" />'))
    assert told.remedy == "Fjern hændelsen, eller gør den til en timer eller en besked."


@pytest.mark.parametrize(
    ("reckoned", "rewritten"),
    [("${deadline - 2}", "${deadline - days(2)}"), ("${ deadline+14 }", "${ deadline+days(14) }")],
)
def test_a_number_taken_from_a_timers_date_is_told_how_days_are_written(reckoned: str, rewritten: str) -> None:
    event = '<bpmn:timerEventDefinition id="t"><bpmn:timeDate>{}</bpmn:timeDate></bpmn:timerEventDefinition>'
    told = the_one(with_boundary(event.format(reckoned)))
    assert told.rule == "unsupported-timer" and f"Et antal dage skrives {rewritten}" in told.remedy
    assert "skrives" not in the_one(with_boundary(event.format(rewritten))).remedy


def test_a_join_in_a_ring_and_a_step_outside_the_lanes_are_two_mistakes() -> None:
    """Mending either leaves the other: a reopened case comes to the join again, whoever has the steps."""

    def rules(content: bytes) -> list[tuple[str, str]]:
        return [(rule, element) for _, rule, element in said(content)]

    lane = "<bpmn:flowNodeRef>ring</bpmn:flowNodeRef>"
    in_ring = with_more(side_by_side("sagsagent_afslutter"), TO_CLOSING, "deles")
    after_it = with_more(side_by_side("sagen_lukkes_nu"), TO_CLOSED, "deles")
    assert rules(in_ring) == [("join-on-cycle", "samles")]
    assert rules(after_it) == []
    for content, also in ((in_ring, [("join-on-cycle", "samles")]), (after_it, [])):
        without = content.replace(lane.encode(), b"")
        assert sorted(rules(without)) == sorted([*also, ("not-in-lane", "ring")])


def test_a_join_that_waits_for_a_step_that_the_closing_of_the_case_ends() -> None:
    heard = "".join(
        f'<bpmn:boundaryEvent id="{one}_lukket" name="Lukket" attachedToRef="{one}">'
        f'<bpmn:messageEventDefinition id="m_{one}" messageRef="besked_om_lukket_sag" /></bpmn:boundaryEvent>'
        f"{flow(f'{one}_lukket', 'slut_trukket_tilbage')}"
        for one in ("ring", "skriv")
    )
    drawn = side_by_side("sagen_lukkes_nu") + heard
    told = the_one(with_more(drawn, TO_CLOSED, "deles"))
    assert (told.rule, told.element) == ("stands-still", "samles")


def test_a_deadline_that_closes_beside_a_waiting_step_is_one_mistake() -> None:
    timer = (
        '<bpmn:boundaryEvent id="sent" name="Sent" attachedToRef="ring" cancelActivity="false">'
        '<bpmn:timerEventDefinition id="t"><bpmn:timeDate>${deadline}</bpmn:timeDate></bpmn:timerEventDefinition>'
        "</bpmn:boundaryEvent>"
    )
    drawn = STEP.format("ring") + timer + flow("ring", "sagen_lukkes_nu") + flow("sent", "sagen_lukkes_nu")
    told = the_one(with_more(drawn, TO_CLOSED, "ring"))
    assert (told.rule, told.element) == ("not-by-timer", "sagen_lukkes_nu")


def field(type_: str) -> tuple[str, str]:
    old = '<camunda:formField id="deadline_dato"'
    return old, f'<camunda:formField id="mere" label="Mere" type="{type_}" />{old}'


@pytest.mark.parametrize(
    ("type_", "remedy"),
    [
        ("agent", "Fjern det, eller spørg på et trin: senere trin kan læse svaret ved feltets id."),
        ("deadline", "Fjern det: et andet felt udfylder det allerede."),
    ],
)
def test_a_field_of_the_start_form_is_never_told_to_fill_what_another_fills(type_: str, remedy: str) -> None:
    told = the_one(variant(field(type_), of=W4))
    assert (told.rule, told.remedy) == ("field-not-read", remedy)


def test_a_field_of_the_start_form_is_told_what_is_free() -> None:
    approver = '<camunda:property id="sets" value="approver" />'
    told = [p.remedy for p in check(variant(field("agent"), (approver, ""), of=W4))]
    assert told == ["Giv det egenskaben sets: approver."] * 2
