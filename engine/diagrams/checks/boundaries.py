"""Boundary events: the two that we execute, on user tasks (D-06, D-15)."""

import re
from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import called, problem_at, shortened
from engine.diagrams.drawing import Drawing, Node, local
from engine.diagrams.problems import Problem
from engine.diagrams.read import kind_of, what_it_waits_for
from engine.model.items import Kind
from engine.sentences import say

BOUNDARY_NOT_ON_STEP = check_rule("boundary-not-on-step")
BOUNDARY_TWICE = check_rule("boundary-twice")
NEVER_CLOSED_BY_TASK = check_rule("never-closed-by-task")
UNSUPPORTED_MESSAGE = check_rule("unsupported-message")
BOUNDARY_WAITS_FOR_NOTHING = check_rule("boundary-waits-for-nothing")
UNSUPPORTED_TIMER = check_rule("unsupported-timer")

DEADLINE = "${" + v.DEADLINE + "}"
_DAYS = re.compile(rf"(\b{v.DEADLINE}\s*[-+]\s*)(\d+)(?![\w.])")  # a number where a time is reckoned with


def check_boundaries(drawing: Drawing) -> Iterator[Problem]:
    yield from _twice(drawing)
    yield from _never_closed_by_a_task(drawing)
    for node in drawing.of_kind(v.BOUNDARY):
        host = drawing.nodes.get(node.element.get("attachedToRef", ""))
        if host is not None and host.kind not in v.STEP_KINDS:
            sentence = say(
                "%(element)s sidder på %(host)s, som ikke er en brugeropgave.",
                element=called(node.element),
                host=called(host.element),
            )
            yield problem_at(node.element, BOUNDARY_NOT_ON_STEP, sentence, "Sæt den på en brugeropgave.")
        yield from _waits_for(drawing, node)


def _twice(drawing: Drawing) -> Iterator[Problem]:
    """Of two that wait for the same only the first would ever be heard."""
    seen: set[tuple[str, str]] = set()
    for node in drawing.of_kind(v.BOUNDARY):
        host, (kind, _) = node.element.get("attachedToRef", ""), what_it_waits_for(drawing, node)
        if not _is_ours(drawing, node):
            continue  # said already
        if (host, kind) in seen:
            sentence = say(
                "%(element)s er den anden %(what)s på samme trin; den bliver aldrig hørt.",
                element=called(node.element),
                what=say("timer") if kind == "timer" else say("besked"),
            )
            yield problem_at(node.element, BOUNDARY_TWICE, sentence, "Behold én, og lad dens pil føre til det hele.")
        seen.add((host, kind))


def _never_closed_by_a_task(drawing: Drawing) -> Iterator[Problem]:
    """D-06: a case is closed from one of its tasks only while its own process waits for that message."""
    others = [node for node in drawing.of_kind(v.BOUNDARY) if what_it_waits_for(drawing, node)[0] != "timer"]
    if drawing.of_kind(*v.STEP_KINDS) and kind_of(drawing) == Kind.CASE and not others:
        sentence = say(
            "Intet trin venter på beskeden %(message)s, så sagen kan aldrig lukkes fra en af dens opgaver (D-06).",
            message=v.CASE_CLOSED,
        )
        remedy = "Sæt en afbrydende beskedhændelse på kanten af det trin, hvor sagen ellers bliver lukket."
        yield problem_at(drawing.process, NEVER_CLOSED_BY_TASK, sentence, remedy)


def _is_ours(drawing: Drawing, node: Node) -> bool:
    """Whether it is one of the two events that are executed."""
    kind, reads = what_it_waits_for(drawing, node)
    interrupting = node.element.get("cancelActivity", "true") != "false"
    if kind == "timer":
        return "".join(reads.split()) == DEADLINE and not interrupting
    return kind == "message" and reads == v.CASE_CLOSED and interrupting


def _waits_for(drawing: Drawing, node: Node) -> Iterator[Problem]:
    kind, _ = what_it_waits_for(drawing, node)
    if _is_ours(drawing, node):
        return
    if kind == "timer":
        yield _unsupported_timer(drawing, node)
    elif kind == "message":
        sentence = say(
            "%(element)s venter ikke afbrydende på beskeden %(message)s.",
            element=called(node.element),
            message=v.CASE_CLOSED,
        )
        remedy = say("Gør den afbrydende, og kald beskeden %(message)s.", message=v.CASE_CLOSED)
        yield problem_at(node.element, UNSUPPORTED_MESSAGE, sentence, remedy)
    elif not any(local(child).endswith("EventDefinition") for child in node.element.iterchildren("*")):
        sentence = say("%(element)s siger ikke, hvad den venter på.", element=called(node.element))
        yield problem_at(node.element, BOUNDARY_WAITS_FOR_NOTHING, sentence, "Gør den til en timer eller en besked.")


def _unsupported_timer(drawing: Drawing, node: Node) -> Problem:
    host = node.element.get("attachedToRef", "")
    others = [one for one in drawing.of_kind(v.BOUNDARY) if one.element.get("attachedToRef", "") == host]
    sentence = say(
        "%(element)s er en anden timer end den ene, der udføres her: ikke-afbrydende, med %(deadline)s som timeDate.",
        element=called(node.element),
        deadline=DEADLINE,
    )
    days = _DAYS.sub(r"\1days(\2)", what_it_waits_for(drawing, node)[1])
    if any(what_it_waits_for(drawing, one)[0] == "timer" and _is_ours(drawing, one) for one in others):
        remedy = "Fjern den: trinnet har allerede den timer."
        if days != what_it_waits_for(drawing, node)[1]:
            remedy = say(
                "Et antal dage skrives %(days)s, men kun %(deadline)s udføres endnu. "
                "Fjern den: trinnet har allerede den timer.",
                days=shortened(days),
                deadline=DEADLINE,
            )
    else:
        remedy = say(
            "Gør den ikke-afbrydende (cancelActivity false), og skriv %(deadline)s som timeDate.", deadline=DEADLINE
        )
    return problem_at(node.element, UNSUPPORTED_TIMER, sentence, remedy)
