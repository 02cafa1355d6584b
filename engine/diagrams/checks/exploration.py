"""What a person would meet on the way: a process that ends or goes on where that is forbidden, a button never allowed.

Looked for only in a drawing that has no other error; the ways themselves are `engine.diagrams.exploration`.
"""

from collections.abc import Iterator, Mapping

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import CheckRule, check_rule
from engine.diagrams.check_sentences import called, problem_at
from engine.diagrams.checks.waits import Waits
from engine.diagrams.drawing import Drawing, Node
from engine.diagrams.exploration import MOST_AT_ONCE, Came, Exploration, Standing, TooMuch
from engine.diagrams.problems import Problem
from engine.diagrams.read import form_at, kind_of, operation_at
from engine.model.diagrams import Form
from engine.model.items import Kind
from engine.operations import ASKED, Deed
from engine.sentences import say

NOT_BY_TIMER = check_rule("not-by-timer")
NOT_AT_START = check_rule("not-at-start")
NO_COMMENT = check_rule("no-comment")


def check_exploration(drawing: Drawing) -> Iterator[Problem]:
    told: set[tuple[str, str]] = set()
    exploration, waits = Exploration(drawing, kind_of(drawing)), Waits(drawing)
    try:
        for one in exploration.came():
            waits.note(one)
            for rule, node, sentence, remedy in (*_fault(drawing, one), *_refused(drawing, one)):
                if (rule.id, node.id) not in told:
                    told.add((rule.id, node.id))
                    yield problem_at(node.element, rule, sentence, remedy)
    except TooMuch as much:
        standing: Standing = much.args[0]
        place = drawing.nodes[standing.steps[0]] if standing.steps else drawing.of_kind(v.START)[0]
        yield _too_parallel(place)
        return
    yield from _by_timer(drawing, exploration)
    yield from waits.never_closed()
    yield from waits.too_late_to_solve()


def _by_timer(drawing: Drawing, exploration: Exploration) -> Iterator[Problem]:
    """D-07: a deadline has no actor, so nothing may be closed, solved or passed on because of one."""
    for deed in sorted(exploration.by_timer.keys() & _BY_A_PERSON):
        for node in (drawing.nodes[name] for name in sorted(exploration.by_timer[deed])):
            sentence = say(
                "En overskredet deadline fører til %(element)s (%(deed)s), uden at et menneske er imellem.",
                element=called(node.element),
                deed=_named(drawing, node),
            )
            remedy = "Lad timerens pil føre til en besked eller et brugertrin: kun et menneske må gøre det (D-07)."
            yield problem_at(node.element, NOT_BY_TIMER, sentence, remedy)


_BY_A_PERSON = frozenset(deed for deed, asked in ASKED.items() if asked.actor)


def _named(drawing: Drawing, node: Node) -> str:
    """An operation as the diagram names it: "set-status solved"."""
    operation = operation_at(drawing, node.id)
    return f"{operation.topic} {operation.parameters.get('status', '').strip()}".strip()


Found = Iterator[tuple[CheckRule, Node, str, str]]  # (rule, where, what is wrong, what to do)


def _fault(drawing: Drawing, one: Came) -> Found:
    """D-01: an open item has a running process that waits for somebody, a closed case none."""
    if one.fault and not (one.act.kind == "deadline" and one.after.deeds & _BY_A_PERSON):  # `not-by-timer` says it
        node = drawing.nodes[_place(one)]
        what, remedy = _FAULT_SENTENCES[one.fault]
        when, place, item = _when(drawing, one), called(node.element), _ITEM[one.kind]
        sentence = say(what, when=when, element=place, item=item, most=MOST_AT_ONCE)
        yield _FAULT_RULES[one.fault], node, sentence, _remedy(one) or remedy


def _place(one: Came) -> str:
    standing = one.after.standing
    if one.fault in ("too-many-at-once", "too-parallel"):
        return one.act.element
    if one.fault == "stands-still":
        return min(join for join, _, _ in standing.joins)
    return standing.steps[0] if standing.steps else one.after.last


def _remedy(one: Came) -> str:
    """Where it depends on more than the rule."""
    if one.fault == "ends-open":
        return _CLOSE_IT[one.kind]
    return _REOPEN_IT if one.fault == "waits-after-closing" and one.act.kind == "reopened" else ""


_ITEM = {Kind.CASE: say("sagen"), Kind.TASK: say("opgaven")}
_CLOSE_IT = {
    Kind.CASE: "Luk sagen (close-case) eller send den videre (pass-on), før processen slutter.",
    Kind.TASK: "Marker opgaven som løst (set-status: solved), før processen slutter.",
}
_REOPEN_IT = "Tegn en gateway på ${reopened} efter starten, og lad den vej sætte status (set-status: assigned)."
# Rule → what is wrong, and when; what to do.
_FAULT_SENTENCES: Mapping[str, tuple[str, str]] = {
    "ends-open": ("%(when)s kan processen slutte ved %(element)s, mens %(item)s stadig er åben.", ""),
    "stands-still": (
        "%(when)s kan processen gå i stå ved %(element)s: den venter på en vej, som ikke bliver gået, "
        "og ingen har et trin.",
        "Lad alle veje ind i gatewayen blive gået, eller saml dem med en eksklusiv gateway.",
    ),
    "waits-after-closing": (
        "%(when)s kan sagen være lukket, mens %(element)s stadig venter.",
        "Lad vejene mødes, før sagen lukkes (close-case), og lad vejen derfra føre til en slutbegivenhed.",
    ),
    "waits-after-passing-on": (
        "%(when)s kan %(item)s være sendt videre, mens %(element)s stadig venter.",
        "Lad vejen efter pass-on føre til en slutbegivenhed, og saml andre veje først.",
    ),
    "too-many-at-once": (
        "%(when)s går processen gennem mere end %(most)s elementer, uden at nogen får et trin.",
        "Saml de parallelle veje, eller del processen op.",
    ),
    "too-parallel": (
        "Fra %(element)s kan så meget stå åbent på én gang, at det ikke kan efterprøves.",
        "Saml vejene tidligere, eller del processen op.",
    ),
}
_FAULT_RULES = {fault: check_rule(fault) for fault in _FAULT_SENTENCES}


def _too_parallel(node: Node) -> Problem:
    what, remedy = _FAULT_SENTENCES["too-parallel"]
    return problem_at(node.element, _FAULT_RULES["too-parallel"], say(what, element=called(node.element)), remedy)


def _when(drawing: Drawing, one: Came) -> str:
    node = drawing.nodes[one.act.element]
    if one.act.kind == "start":
        return say("Fra starten")
    if one.act.kind == "reopened":
        return say("Når %(item)s genåbnes,", item=_ITEM[one.kind])
    if one.act.kind == "closed":
        return say("Når sagen lukkes fra en opgave,")
    if one.act.outcome:
        button, step = one.act.outcome.name, called(node.element)
        return say("Efter knappen “%(button)s” på %(step)s", button=button, step=step)
    return say("Efter %(element)s", element=called(node.element))


def _refused(drawing: Drawing, one: Came) -> Found:
    """What a rule would refuse every time, whatever a person fills in."""
    deeds = _deeds(drawing, one)
    if one.act.kind == "start":
        for deed in sorted(deeds.keys() & _NOT_AT_START):
            sentence = say(
                "Fra starten fører vejen til %(element)s (%(deed)s), som hører til et trin.",
                element=called(deeds[deed].element),
                deed=_named(drawing, deeds[deed]),
            )
            yield NOT_AT_START, deeds[deed], sentence, "Tegn et brugertrin før den, eller en gateway på ${reopened}."
    elif one.act.kind == "step" and not _fields(drawing, one).fields_of_type("comment"):
        step = drawing.nodes[one.act.element]
        for deed in sorted(deeds.keys() & _COMMENTED):
            sentence = say(
                "%(what)s fører til %(element)s, som kræver en intern kommentar (%(rule)s).",
                what=_what(one, step),
                element=called(deeds[deed].element),
                rule=ASKED[deed].comment,
            )
            remedy = "Giv formularen et felt af typen comment, og lad knappen kræve det (requires)."
            yield NO_COMMENT, step, sentence, remedy


def _what(one: Came, step: Node) -> str:
    name = called(step.element)
    if one.act.outcome:
        return say("Knappen “%(button)s” på %(step)s", button=one.act.outcome.name, step=name)
    return say("Trinnet %(step)s", step=name)


_NOT_AT_START = frozenset(deed for deed, asked in ASKED.items() if asked.step)
_COMMENTED = frozenset(deed for deed, asked in ASKED.items() if asked.comment)


def _deeds(drawing: Drawing, one: Came) -> Mapping[Deed, Node]:
    """What the operations of one act amount to, as the rules see it: a move is one only by a form that chooses."""
    found = {deed: drawing.nodes[place] for deed, place in one.after.places.items()}
    if Deed.MOVE in found:
        chooses = one.act.kind == "step" and _fields(drawing, one).fields_of_type("team")
        if not chooses or found.keys() & {Deed.REOPEN, Deed.PASS_ON}:
            del found[Deed.MOVE]
    return found


def _fields(drawing: Drawing, one: Came) -> Form:
    form = form_at(drawing, one.act.element)
    return Form(form.fields_of(one.act.outcome))
