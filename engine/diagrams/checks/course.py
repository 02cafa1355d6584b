"""What a person would meet on the way: a process that ends or goes on where that is forbidden, a button never allowed.

Looked for only in a drawing that has no other error; the ways themselves are `engine.diagrams.course`.
"""

from collections.abc import Iterator, Mapping

from engine.diagrams.checks.findings import called, error
from engine.diagrams.course import MOST_AT_ONCE, Came, Course
from engine.diagrams.drawing import Drawing, Node
from engine.diagrams.problems import Problem
from engine.diagrams.read import form_of, kind_of, operation_of
from engine.model.diagrams import Form
from engine.model.items import Kind


def check_course(drawing: Drawing) -> Iterator[Problem]:
    told: set[tuple[str, str]] = set()
    for one in Course(drawing, kind_of(drawing)).came():
        for rule, node, sentence, remedy in (*_fault(drawing, one), *_refused(drawing, one)):
            if (rule, node.id) not in told:
                told.add((rule, node.id))
                yield error(node.element, rule, sentence, remedy)


Found = Iterator[tuple[str, Node, str, str]]  # (rule, where, what is wrong, what to do)


def _fault(drawing: Drawing, one: Came) -> Found:
    """D-01: an open item has a running process that waits for somebody, a closed case none."""
    if one.fault:
        node = drawing.nodes[_place(one)]
        what, remedy = _FAULTS[one.fault]
        item = _ITEM[one.kind]
        sentence = f"{_when(drawing, one)} {what}".format(node=called(node.element), item=item, most=MOST_AT_ONCE)
        yield one.fault, node, sentence, _remedy(one) or remedy


def _place(one: Came) -> str:
    standing = one.after.standing
    if one.fault == "too-many-at-once":
        return one.act.element
    if one.fault == "stands-still":
        return min(join for join, _, _ in standing.joins)
    return standing.steps[0] if standing.steps else one.after.last


def _remedy(one: Came) -> str:
    """Where it depends on more than the rule."""
    if one.fault == "ends-open":
        return _CLOSE_IT[one.kind]
    return _REOPEN_IT if one.fault == "waits-after-closing" and one.act.kind == "reopened" else ""


_ITEM = {Kind.CASE: "sagen", Kind.TASK: "opgaven"}
_CLOSE_IT = {
    Kind.CASE: "Luk sagen (close-case) eller send den videre (pass-on), før processen slutter.",
    Kind.TASK: "Marker opgaven som løst (set-status: solved), før processen slutter.",
}
_REOPEN_IT = "Tegn en gateway på ${reopened} efter starten, og lad den vej sætte status (set-status: assigned)."
# Rule → what is wrong, after the words for when that is; what to do.
_FAULTS: Mapping[str, tuple[str, str]] = {
    "ends-open": ("kan processen slutte ved {node}, mens {item} stadig er åben.", ""),
    "stands-still": (
        "kan processen gå i stå ved {node}: den venter på en vej, som ikke bliver gået, og ingen har et trin.",
        "Lad alle veje ind i gatewayen blive gået, eller saml dem med en eksklusiv gateway.",
    ),
    "waits-after-closing": (
        "kan sagen være lukket, mens {node} stadig venter.",
        "Lad vejene mødes, før sagen lukkes (close-case), og lad vejen derfra føre til en slutbegivenhed.",
    ),
    "waits-after-passing-on": (
        "kan {item} være sendt videre, mens {node} stadig venter.",
        "Lad vejen efter pass-on føre til en slutbegivenhed, og saml andre veje først.",
    ),
    "too-many-at-once": (
        "går processen gennem mere end {most} elementer, uden at nogen får et trin.",
        "Saml de parallelle veje, eller del processen op.",
    ),
}


def _when(drawing: Drawing, one: Came) -> str:
    node = drawing.nodes[one.act.element]
    if one.act.kind == "start":
        return "Fra starten"
    if one.act.kind == "reopened":
        return f"Når {_ITEM[one.kind]} genåbnes,"
    if one.act.kind == "closed":
        return "Når sagen lukkes fra en opgave,"
    if one.act.kind == "deadline":
        return f"Efter {called(node.element)}"
    return f"Efter {_button(one)}{called(node.element)}"


def _button(one: Came) -> str:
    return f"knappen “{one.act.outcome.name}” på " if one.act.outcome else ""


def _refused(drawing: Drawing, one: Came) -> Found:
    """What a rule would refuse every time, whatever a person fills in."""
    deeds = _deeds(drawing, one)
    if one.act.kind == "start":
        for deed in sorted(deeds.keys() & _NOT_AT_START):
            sentence = f"Fra starten fører vejen til {called(deeds[deed].element)} ({deed}), som hører til et trin."
            yield "not-at-start", deeds[deed], sentence, "Tegn et brugertrin før den, eller en gateway på ${reopened}."
    elif one.act.kind == "step" and not _fields(drawing, one).fields_of_type("comment"):
        step = drawing.nodes[one.act.element]
        for deed in sorted(deeds.keys() & _COMMENTED.keys()):
            whose = _button(one) or "trinnet "
            sentence = f"{whose[0].upper()}{whose[1:]}{called(step.element)} fører til {called(deeds[deed].element)},"
            remedy = "Giv formularen et felt af typen comment, og lad knappen kræve det (requires)."
            yield "no-comment", step, f"{sentence} som kræver en intern kommentar ({_COMMENTED[deed]}).", remedy


_NOT_AT_START = frozenset({"set-status assigned", "set-status solved", "close-case", "send-back", "pass-on"})
_COMMENTED = {"send-back": "R062", "assign-team": "R113", "pass-on": "R113", "set-status assigned": "R095"}


def _deeds(drawing: Drawing, one: Came) -> Mapping[str, Node]:
    """What the operations of one act amount to, as the rules see it: a move is one only to a team that was chosen."""
    found: dict[str, Node] = {}
    for name in sorted(one.after.operations):
        operation = operation_of(drawing.nodes[name])
        status = operation.parameters.get("status", "").strip()
        found[f"{operation.topic} {status}".strip()] = drawing.nodes[name]
        if operation.topic == "assign-team" and "chosen_team" not in operation.parameters.get("team", ""):
            del found["assign-team"]
    chooses = one.act.kind == "step" and _fields(drawing, one).fields_of_type("team")
    if not chooses or found.keys() & {"set-status assigned", "pass-on"}:
        found.pop("assign-team", None)
    return found


def _fields(drawing: Drawing, one: Came) -> Form:
    form = form_of(drawing.nodes[one.act.element].element)
    return Form(form.fields_of(one.act.outcome))
