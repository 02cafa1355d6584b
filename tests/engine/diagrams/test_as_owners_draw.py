"""What process owners and their tools make of the shipped diagrams, and what the check says of each: exactly that."""

import re
import time

import pytest

from engine.bench.checking import with_choices
from engine.diagrams import check
from tests.engine.diagrams.redrawing import W3, said, the_one, variant, with_boundary
from tests.engine.runner.drawing import program_of

CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
SOLVES, CLOSES = 'id="agent_loeser_sagen"', 'id="sagsagent_afslutter"'


def test_the_boundary_variant_itself_is_sound_but_for_its_event() -> None:
    told = the_one(with_boundary(""))
    assert (told.rule, told.element) == ("boundary-waits-for-nothing", "rykker")


@pytest.mark.parametrize("prefix", ["camunda", "operaton", "flowable"])
@pytest.mark.parametrize("namespace", ["http://operaton.org/schema/1.0/bpmn", "http://flowable.org/bpmn"])
def test_the_engines_of_the_same_descent_name_the_same_things(prefix: str, namespace: str) -> None:
    content = variant((CAMUNDA, f'xmlns:{prefix}="{namespace}"'), ("camunda:", f"{prefix}:"))
    assert check(content) == ()
    assert len(program_of(content).diagram.operations) == len(program_of(W3.encode()).diagram.operations)


def test_what_such_a_file_has_too_much_is_named_with_its_own_prefix() -> None:
    content = variant(
        (CAMUNDA, 'xmlns:f="http://flowable.org/bpmn"'), ("camunda:", "f:"), (SOLVES, SOLVES + ' f:skip="1"')
    )
    assert the_one(content).remedy == "Fjern f:skip."


def test_a_file_for_camunda_8_is_told_so_in_one_line() -> None:
    zeebe = "<zeebe:userTask /><zeebe:formDefinition formId='f' />"
    content = variant(
        (CAMUNDA, f'{CAMUNDA} xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'),
        ("<camunda:formData>", f"{zeebe}<camunda:formData>"),
    )
    told = the_one(content)
    assert told.sentence.startswith("Filen er tegnet til Camunda 8") and "Camunda 7" in told.remedy


TIMERS = {
    "a duration": ("<bpmn:timeDuration>P2D</bpmn:timeDuration>", "false"),
    "a cycle": ("<bpmn:timeCycle>R3/P1D</bpmn:timeCycle>", "false"),
    "another date": ("<bpmn:timeDate>${deadline - 2}</bpmn:timeDate>", "false"),
    "a fixed date": ("<bpmn:timeDate>2020-01-01T00:00:00</bpmn:timeDate>", "false"),
    "an interrupting one": ("<bpmn:timeDate>${deadline}</bpmn:timeDate>", "true"),
}


@pytest.mark.parametrize("inside, interrupting", TIMERS.values(), ids=TIMERS)
def test_another_timer_is_one_mistake(inside: str, interrupting: str) -> None:
    event = f'<bpmn:timerEventDefinition id="t">{inside}</bpmn:timerEventDefinition>'
    told = the_one(with_boundary(event, interrupting))
    assert (told.rule, told.element) == ("unsupported-timer", "rykker")
    assert told.remedy.endswith("Fjern den: trinnet har allerede den timer.")


def test_the_same_timer_twice_is_one_mistake_too() -> None:
    event = '<bpmn:timerEventDefinition id="t"><bpmn:timeDate>${deadline}</bpmn:timeDate></bpmn:timerEventDefinition>'
    assert {problem.rule for problem in check(with_boundary(event))} == {"boundary-twice"}


def test_an_escalation_says_what_it_waits_for() -> None:
    told = the_one(with_boundary('<bpmn:escalationEventDefinition id="e" />'))
    assert told.rule == "unsupported-element" and "en eskalering" in told.sentence


def test_due_date_follow_up_and_priority_are_one_sentence() -> None:
    more = ' camunda:dueDate="${deadline}" camunda:followUpDate="P1D" camunda:priority="50"'
    told = the_one(variant((CLOSES, CLOSES + more)))
    assert "camunda:dueDate, camunda:followUpDate, camunda:priority" in told.sentence


READERS = {
    "data": '<bpmn:dataObjectReference id="d_r" dataObjectRef="d" /><bpmn:dataObject id="d" />'
    '<bpmn:dataStoreReference id="s" />',
    "group": '<bpmn:group id="g" />',
    "note": '<bpmn:textAnnotation id="n"><bpmn:text>Husk at ringe</bpmn:text></bpmn:textAnnotation>'
    '<bpmn:association id="a" sourceRef="sagsagent_afslutter" targetRef="n" />',
}  # fmt: skip


@pytest.mark.parametrize("drawn", READERS.values(), ids=READERS)
def test_what_is_drawn_for_readers_is_no_mistake_and_changes_nothing(drawn: str) -> None:
    shape = (
        '<bpmndi:BPMNShape id="n_di" bpmnElement="n"><dc:Bounds x="9" y="9" width="9" height="9" /></bpmndi:BPMNShape>'
    )
    changes = [("</bpmn:process>", f"{drawn}</bpmn:process>")]
    if 'id="n"' in drawn:
        changes.append(("</bpmndi:BPMNPlane>", f"{shape}</bpmndi:BPMNPlane>"))
    content = variant(*changes)
    assert check(content) == ()
    assert program_of(content).diagram.steps.keys() == program_of(W3.encode()).diagram.steps.keys()


def test_a_message_arrow_to_a_closed_pool_is_drawing_and_one_inside_the_process_is_not() -> None:
    pools = (
        '<bpmn:participant id="p1" processRef="case_support_to_operations" /><bpmn:participant id="p2" name="Bruger" />'
    )
    for target, right in (("p2", []), ("agent_loeser_sagen", [("error", "unsupported-element", "mf")])):
        flow = f'<bpmn:messageFlow id="mf" sourceRef="sagsagent_afslutter" targetRef="{target}" />'
        pool = f'<bpmn:collaboration id="col">{pools}{flow}</bpmn:collaboration><bpmn:process '
        assert said(variant(("<bpmn:process ", pool))) == right


def test_what_an_old_modeler_left_behind_means_nothing() -> None:
    assert check(variant(("<camunda:formData>", '<camunda:formData businessKey="emne">'))) == ()


def test_what_has_neither_name_nor_id_is_named_by_its_kind_and_what_it_stands_in() -> None:
    first = re.search(r"<camunda:formData>\s*<camunda:formField id=\"bruger\"", W3)
    assert first
    told = the_one(variant((first[0], first[0].replace("formData", 'formData x="1"'))))
    assert told.sentence == "camunda:formData i »Sag oprettes i support« har egenskaben x, som ikke udføres her."


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString"])
def test_an_id_that_no_browser_can_keep(name: str) -> None:
    assert said(variant(("giv_oplysninger", name)))[0] == ("error", "bad-id", name)


@pytest.mark.parametrize("bounds", ['x="1e308" y="780" width="130"', 'x="1111" y="780" width="1e9"'])
def test_a_shape_that_no_drawing_has_room_for(bounds: str) -> None:
    content = variant(('x="1111" y="780" width="130"', bounds))
    assert said(content) == [("error", "no-layout", "agent_loeser_sagen")]


def test_elements_on_top_of_each_other_are_a_warning_and_all_of_them_are_no_drawing() -> None:
    two = variant(('x="1111" y="780" width="130"', 'x="698" y="510" width="130"'))
    assert ("warning", "on-top-of-each-other", "agent_loeser_sagen") in said(two)
    everything = re.sub(r'<dc:Bounds x="[\d.]+" y="[\d.]+"', '<dc:Bounds x="10" y="10"', W3)
    assert said(everything.encode()) == [("error", "no-layout", "case_support_to_operations")]


def test_a_step_in_another_lane_than_it_is_drawn_in() -> None:
    step = "<bpmn:flowNodeRef>agent_loeser_sagen</bpmn:flowNodeRef>"
    content = variant((step, ""), ("<bpmn:flowNodeRef>sag_oprettes<", f"{step}<bpmn:flowNodeRef>sag_oprettes<"))
    assert said(content) == [("warning", "drawn-in-other-lane", "agent_loeser_sagen")]


def test_two_buttons_of_one_name() -> None:
    content = variant(
        ('<camunda:value id="genaabn" name="Genåbn sagen" />', '<camunda:value id="genaabn" name="Luk sagen" />')
    )
    assert said(content) == [("warning", "same-button-name", "sagsagent_afslutter")]


NUMBER = (
    '<camunda:formField id="filer"',
    '<camunda:formField id="antal" label="Antal ramte" type="long"><camunda:validation><camunda:constraint '
    'name="required" config="true" /></camunda:validation></camunda:formField><camunda:formField id="filer"',
)


@pytest.mark.parametrize(
    "first, second, rule",
    [(">= 10", "&lt;= 10", "overlapping-conditions"), ("> 10", "&lt; 10", "no-way-out")],
)
def test_conditions_on_a_number_of_the_start_form(first: str, second: str, rule: str) -> None:
    """A reopened case may be without the number, whatever the form requires; and the edge at 10 is told as well."""
    content = variant(
        NUMBER,
        ("${agreed_agent != None}", f"${{antal {first}}}"),
        ("${agreed_agent == None}", f"${{antal {second}}}"),
    )
    problems = {problem.rule: problem for problem in check(content)}
    assert set(problems) == {"condition-fails", rule}
    assert (
        "genåbnet sag" in problems["condition-fails"].remedy
        and "obligatorisk" not in problems["condition-fails"].remedy
    )
    assert "fx når antal = 10" in problems[rule].sentence


def test_no_quotes_are_empty() -> None:
    """Of a file in which every name and id of a form is gone."""
    for name in ("name", "id", "label", "type"):
        content = re.sub(
            rf'(<camunda:(?:formField|property|constraint|value|inputParameter)[^>]*?) {name}="[^"]*"', r"\1", W3
        )
        for problem in check(content.encode()):
            assert not re.search(r"»\s*«|“”|None", problem.sentence), problem


def test_a_deadline_neither_solves_nor_closes_nor_passes_on() -> None:
    """The arrow of W3's timer leads to a message; here it solves the case, with nobody between."""
    text = re.search(r'<bpmn:sendTask id="besked_om_deadline".*?</bpmn:sendTask>', W3, re.DOTALL)
    assert text
    solved = (
        '<bpmn:serviceTask id="besked_om_deadline" name="Løses" camunda:type="external" camunda:topic="set-status">'
        '<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="status">solved'
        "</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>"
    )
    assert said(variant((text[0], solved))) == [("error", "not-by-timer", "besked_om_deadline")]


def test_a_case_that_only_the_wrong_department_could_close() -> None:
    """A button closes it while the department that solves it still has it (R126)."""
    button = re.search(r'<camunda:value id="marker_loest" name="([^"]*)" />', W3)
    assert button
    closing = variant(
        (button[0], button[0] + '<camunda:value id="luk_nu" name="Luk nu" />'),
        (
            '<bpmn:sequenceFlow id="fra_hvad_goer_agenten_til_markeres_loest"',
            '<bpmn:sequenceFlow id="luk_straks" sourceRef="hvad_goer_agenten" targetRef="sagen_lukkes_nu">'
            "<bpmn:conditionExpression>${outcome == 'luk_nu'}</bpmn:conditionExpression></bpmn:sequenceFlow>"
            '<bpmn:sequenceFlow id="fra_hvad_goer_agenten_til_markeres_loest"',
        ),
        (
            "</bpmndi:BPMNPlane>",
            '<bpmndi:BPMNEdge id="l_di" bpmnElement="luk_straks"><di:waypoint x="1" y="1" /><di:waypoint x="2" y="2" />'
            "</bpmndi:BPMNEdge></bpmndi:BPMNPlane>",
        ),
    )
    told = the_one(closing)
    assert (told.severity, told.rule, told.element) == ("error", "closed-by-other-side", "agent_loeser_sagen")
    assert "“Luk nu”" in told.sentence and "R126" in told.sentence


def test_a_solution_where_the_case_is_always_solved() -> None:
    new = '<camunda:formField id="loesning_igen" label="Løsning" type="solution" /><camunda:formField id="ny_deadline"'
    assert said(variant(('<camunda:formField id="ny_deadline"', new)))[-1] == (
        "warning", "solution-too-late", "sagsagent_afslutter",
    )  # fmt: skip


def test_a_case_that_hears_of_no_closing_elsewhere() -> None:
    event = re.search(r'<bpmn:boundaryEvent id="lukket_andetsteds".*?</bpmn:boundaryEvent>', W3, re.DOTALL)
    end = re.search(r'<bpmn:endEvent id="slut_trukket_tilbage".*?</bpmn:endEvent>', W3, re.DOTALL)
    flow = re.search(r'<bpmn:sequenceFlow id="fra_lukket_andetsteds[^>]*/>', W3)
    shapes = re.findall(
        r'<bpmndi:BPMN(?:Shape|Edge) id="(?:lukket_andetsteds|slut_trukket_tilbage|fra_lukket_andetsteds\w*)_di".*?'
        r"</bpmndi:BPMN(?:Shape|Edge)>",
        W3,
        re.DOTALL,
    )
    assert event and end and flow and len(shapes) == 3
    lanes = [f"<bpmn:flowNodeRef>{name}</bpmn:flowNodeRef>" for name in ("lukket_andetsteds", "slut_trukket_tilbage")]
    content = variant(*((piece, "") for piece in (event[0], end[0], flow[0], *shapes, *lanes)))
    assert said(content) == [("warning", "never-closed-by-task", "case_support_to_operations")]


@pytest.mark.parametrize("choices", [20, 69])
def test_a_long_row_of_choices_is_tried_in_no_time(choices: int) -> None:
    content = with_choices(W3.encode(), choices)
    began = time.process_time()
    assert check(content) == ()
    assert time.process_time() - began < 2


def test_a_number_taken_from_a_date_is_refused_with_a_remedy_that_can_be_followed() -> None:
    asked = "${agreed_agent != None}"
    told = {p.element: p for p in check(variant((asked, "${agreed_agent != None and deadline - 2 > 0}")))}
    remedy = told["er_det_direkte_aftalt"].remedy
    written = re.search(r"\$\{(.*)\}", remedy)
    assert written and "days(2)" in remedy
    followed = written[1].replace(">", "&gt;")
    assert check(variant((asked, f"${{{followed}}}"), ("${agreed_agent == None}", f"${{not ({followed})}}"))) == ()


@pytest.mark.parametrize(
    "value, right",
    [("${today}", []), ("${today + days(7)}", []), ("${now}", ["wrong-default"]), ("${today + 7}", ["wrong-default"])],
)
def test_the_default_of_a_date(value: str, right: list[str]) -> None:
    field = f'<camunda:formField id="besoeg" label="Besøg" type="date" defaultValue="{value}" />'
    for place in ('<camunda:formField id="ny_deadline"', '<camunda:formField id="emne"'):
        assert [rule for _, rule, _ in said(variant((place, field + place)))] == right


@pytest.mark.parametrize(
    "first, second, right",
    [
        ("&lt; today", "&gt;= today", []),
        ("&lt; today", "&gt; today", ["no-way-out"]),
        ("- days(2) &lt;= today", "- days(2) &gt;= today", ["overlapping-conditions"]),
    ],
)
def test_conditions_on_dates_leave_no_gap_and_do_not_overlap(first: str, second: str, right: list[str]) -> None:
    field = '<camunda:formField id="besoeg" label="Besøg" type="date" /><camunda:formField id="filer"'
    content = variant(
        ('<camunda:formField id="filer"', field),
        ("${agreed_agent != None}", f"${{besoeg != None and besoeg {first}}}"),
        ("${agreed_agent == None}", f"${{besoeg == None or besoeg {second}}}"),
    )
    assert [rule for _, rule, _ in said(content)] == right


def with_a_step_between(agent: str) -> bytes:
    """W3 with one more step between the dispatcher's choice and the operation that gives it to whom was chosen."""
    arrow = re.search(
        r'(<bpmn:sequenceFlow id="fra_hvad_goer_dispatcheren_til_tildel_valgt_agent"[^>]*) targetRef="\w+"', W3
    )
    operation = re.search(r'id="tildel_valgt_agent".*?</bpmn:serviceTask>', W3, re.DOTALL)
    assert arrow and operation and "${chosen_agent}" in operation[0]
    return variant(
        ("<bpmn:flowNodeRef>dispatcher_f", "<bpmn:flowNodeRef>mellem</bpmn:flowNodeRef><bpmn:flowNodeRef>dispatcher_f"),
        (arrow[0], f'{arrow[1]} targetRef="mellem"'),
        (operation[0], operation[0].replace("${chosen_agent}", agent)),
        (
            "</bpmn:process>",
            '<bpmn:userTask id="mellem" name="Mellemtrin" camunda:candidateGroups="dispatchers">'
            "<bpmn:documentation>Se efter.</bpmn:documentation></bpmn:userTask>"
            '<bpmn:sequenceFlow id="fra_mellem" sourceRef="mellem" targetRef="tildel_valgt_agent" /></bpmn:process>',
        ),
        (
            "</bpmndi:BPMNPlane>",
            '<bpmndi:BPMNShape bpmnElement="mellem"><dc:Bounds x="900" y="450" width="99" height="80" />'
            '</bpmndi:BPMNShape><bpmndi:BPMNEdge bpmnElement="fra_mellem"><di:waypoint x="1" y="1" />'
            '<di:waypoint x="2" y="2" /></bpmndi:BPMNEdge></bpmndi:BPMNPlane>',
        ),
    )


def test_a_choice_is_forgotten_at_the_next_step() -> None:
    told = the_one(with_a_step_between("${chosen_agent}"))
    assert (told.severity, told.rule, told.element) == ("error", "nobody-chose", "tildel_valgt_agent")
    assert "»Mellemtrin«" in told.sentence and "${ny_agent}" in told.remedy
    assert check(with_a_step_between("${chosen_agent or ny_agent}")) == ()


def test_an_answer_that_there_may_not_be_must_be_asked_for_first() -> None:
    """Nobody has answered it the first time that W3 comes to the gateway."""
    old = '<camunda:formField id="hvorfor"'
    field = (old, f'<camunda:formField id="antal" label="Antal" type="long" />{old}')
    yes, no = "${agreed_agent != None}", "${agreed_agent == None}"
    told = the_one(variant(field, (yes, "${antal &gt; 3}"), (no, "${antal &lt;= 3}")))
    assert told.rule == "condition-fails" and "Spørg først" in told.remedy
    asks_first = "antal != None and antal &gt; 3"
    assert check(variant(field, (yes, f"${{{asks_first}}}"), (no, f"${{not ({asks_first})}}"))) == ()
