"""The words a diagram may use, as tables: namespaces, elements, field types, constraints, lanes and roles.

The operations a service task may name stand in `engine.operations`, facts in `engine.facts`, rules in `engine.rules`.
"""

import re
from collections.abc import Mapping

from engine.model.items import FIELDS

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
CAMUNDA_8 = "http://camunda.org/schema/zeebe/1.0"
# Namespaces in which the same extensions have the same names.
SAME_AS_CAMUNDA = frozenset({"http://operaton.org/schema/1.0/bpmn", "http://flowable.org/bpmn"})
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
MODELER = "http://camunda.org/schema/modeler/1.0"
BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0"
COLOR = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"

START, END = "startEvent", "endEvent"
USER, SERVICE, SEND = "userTask", "serviceTask", "sendTask"
EXCLUSIVE, PARALLEL = "exclusiveGateway", "parallelGateway"
BOUNDARY = "boundaryEvent"
ARROW = "sequenceFlow"

# What is drawn for readers: its data go nowhere, and the runner does not see it.
DATA = frozenset({"dataObject", "dataObjectReference", "dataStore", "dataStoreReference"})
DATA_ARROWS = frozenset({"dataInputAssociation", "dataOutputAssociation"})
DATA_ENDS = frozenset({"property"})  # editors end a data arrow in one, on the element that reads

STEP_KINDS = frozenset({USER})
OPERATION_KINDS = frozenset({SERVICE, SEND})
GATEWAYS = frozenset({EXCLUSIVE, PARALLEL})
FLOW_NODES = frozenset({START, END, BOUNDARY}) | STEP_KINDS | OPERATION_KINDS | GATEWAYS

OUTCOME = "outcome"  # the one field id that means something: the buttons
REOPENED = "reopened"  # given at start: whether the item comes back from closed
DEADLINE = "deadline"
CASE_CLOSED = "case_closed"

FIELD_TYPES: Mapping[str, str] = {
    "string": "en linje tekst",
    "text": "flere linjer tekst",
    "boolean": "ja eller nej",
    "date": "en dato",
    "long": "et helt tal",
    "enum": "et valg mellem værdier",
    "agent": "en agent",
    "team": "et hovedteam",
    "deadline": "en frist",
    "comment": "en intern kommentar",
    "solution": "en intern kommentar markeret som løsning",
    "attachments": "vedhæftede filer",
    "customer": "brugeren på sagen",
}

# What the desk remembers of a form, so that an expression may read it by the field's id.
RECORDED_TYPES = frozenset({"string", "text", "boolean", "date", "long", "enum"})

# Types that act by themselves when a step is completed, and those that mean something only when an item is made.
NOT_AT_START = frozenset({"comment", "solution"})
ONLY_AT_START = frozenset({"customer"})
ANSWERS = RECORDED_TYPES | {"agent", "team"}  # of a step: what later steps may read by the field's id (D-24)
KEPT_AT_START = RECORDED_TYPES | NOT_AT_START | {"attachments"}

FIELD_ID = re.compile(r"[!-+\-./0-~]{1,100}")  # of a field and of a button: listed with commas, keys of the history
MAX_NAME = 200  # characters of a name that is kept: of the process, its steps and its ends
MAX_NODES = 250  # a drawing that a person can read; SpiffWorkflow reads it by recursion

CONSTRAINTS: Mapping[str, frozenset[str]] = {
    "required": frozenset(FIELD_TYPES),
    "minlength": frozenset({"string", "text", "comment", "solution"}),
    "maxlength": frozenset({"string", "text", "comment", "solution"}),
    "min": frozenset({"long"}),
    "max": frozenset({"long"}),
}

FIELD_PROPERTIES = frozenset({"help", "sets", "from", "private"})
PRIVATE = "true"  # the one value of the property
OUTCOME_PROPERTIES = frozenset({"requires", "accepts", "allowed"})

# `sets` of a start form: the field of the item, or what is asked of the one who begins it, and the field types that can
# fill it.
COLUMNS: Mapping[str, frozenset[str]] = {
    **{f.name: f.row.filled_by for fields in FIELDS.values() for f in fields.values() if f.row.filled_by},
    "agent": frozenset({"agent"}),
    "agreed": frozenset({"boolean", "string", "text"}),
}
CASE_COLUMN = "customer"  # only a case has one
NEEDED_OF_ALL = ("subject", "description", "team")
NEEDED_OF_TASKS = ("deadline",)

# `from` of a field: whom it offers.
CHOICES_FROM: Mapping[str, frozenset[str]] = {
    "agent": frozenset({"team", "chosen_team", "anyone"}),
    "team": frozenset({"receiving", "other"}),
}

CANDIDATES: Mapping[str, str] = {
    "dispatchers": "dispatcherne i det team der har sagen eller opgaven",
    "agents": "agenterne i det team der har sagen eller opgaven",
    "creating_side": "agenterne i den oprindende afdelings faste hovedteam (A-15)",
}

DEPARTMENTS = ("Support", "Drift")
LANE_ROLES = ("sagsagent", "dispatcher", "agent", "team")
IN_HOUSE_LANES = ("Opretter", "Dispatcher", "Agent", "Sagsagent")
LANES: tuple[str, ...] = (
    *(f"{department} · {role}" for department in DEPARTMENTS for role in LANE_ROLES),
    *IN_HOUSE_LANES,
)
