"""What the check of the record covers: every column of every table is compared, derived, or not covered.

Compared: its value follows from the history, and another is found. Derived: it follows from compared columns, or is
what they are checked by. Not covered: whoever edits it is not found out, and the sentence says what that means.
A test compares this with the schema.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.model.items import FIELDS, Kind
from engine.sentences import say


@dataclass(frozen=True)
class Coverage:
    """Of one table. `uncovered` are {column: what it is}, as people read it; `all_uncovered` is of the whole table,
    `not_yet` what of its rows is compared only later.
    """

    compared: str = ""  # columns, with a space between
    derived: str = ""
    uncovered: Mapping[str, str] = field(default_factory=dict)
    all_uncovered: str = ""
    not_yet: str = ""


_ITEM = {kind: f"{' '.join(fields)} updated_by updated_at due" for kind, fields in FIELDS.items()}
_CHAIN = "id event_count head_hash"
_WRITES = {"version": say("hvor ofte en række er skrevet")}

COVERAGE: Mapping[str, Coverage] = {
    "events": Coverage(
        derived="subject_kind subject_id sequence format type at actor_id data private hash source",
        uncovered={"position": say("i hvilken rækkefølge hændelser i forskellige historikker blev skrevet")},
    ),
    "chains": Coverage(derived="subject_kind subject_id events head"),
    "cases": Coverage(_ITEM[Kind.CASE], _CHAIN, _WRITES),
    "tasks": Coverage(
        _ITEM[Kind.TASK],
        _CHAIN,
        _WRITES | {"approver_seen": say("om godkenderen har set, at opgaven er løst")},
    ),
    "item_numbers": Coverage(derived="kind last"),
    "entries": Coverage(
        "kind item_kind item_id text written_by author_kind author_customer_id author_address written_at"
        " on_behalf_of subject recipients cc",
        "id",
    ),
    "attachments": Coverage("name sha256 size_bytes", "entry_id", {"id": say("vedhæftede filers numre")}),
    "instances": Coverage(
        "definition_id item_kind item_id case_id status version started_at ended_at ended_as",
        "id",
        {"state": say("hvad en kørende proces selv husker ud over, hvilke trin der venter")},
    ),
    "user_tasks": Coverage(
        "instance_id definition_id item_kind item_id case_id element name lane state queue assignee_id team_id role"
        " opened_at due version outcome completed_by completed_at",
        "id",
    ),
    "answers": Coverage("value", "instance_id field"),
    "outbox": Coverage(
        "key message_id kind item_kind item_id entry_id agent_id recipient sender address to cc subject body why"
        " delivery attempts reason created_at sent_at",
        "id reason_parts",
        {
            "due_at": say("hvornår en besked forsøges sendt næste gang"),
            "read_at": say("om en besked er læst"),
            "holder": say("hvilken proces der er ved at sende en besked"),
        },
    ),
    "people": Coverage(
        "name username email password_hash department team_id active roles password_is_given locale", "id sort_key"
    ),
    "memberships": Coverage("agent_id team_id is_dispatcher is_lead"),
    "muted": Coverage("agent_id team_id kind", "id"),
    "teams": Coverage("name department is_main is_default least_length bare_references", "id sort_key"),
    "customers": Coverage(
        "name email phone department agent_id active merged_into", "id sort_key email_key words", _WRITES
    ),
    "routes": Coverage("kind origin receiver definition_key"),
    "categories": Coverage("name active", "id sort_key"),
    "definitions": Coverage("key version name content sha256 deployed_by deployed_at note", "id"),
    "timers": Coverage(
        "case_id due_at",
        "item_kind item_id",
        {
            "attempts": say("hvor ofte en overskredet deadline er forsøgt meddelt"),
            "retry_at": say("hvornår en overskredet deadline forsøges meddelt igen"),
            "error": say("hvorfor en overskredet deadline ikke kunne meddeles"),
        },
    ),
    "viewings": Coverage(
        "id agent_id item_kind item_id attachment_id at", not_yet=say("hvem der har åbnet hvad, før dagen er slut")
    ),
    "seen": Coverage(all_uncovered=say("hvem der har set hvad")),
    "saved_lists": Coverage(all_uncovered=say("gemte lister")),
    "form_drafts": Coverage(all_uncovered=say("kladder")),
    "sessions": Coverage(all_uncovered=say("hvem der er logget ind")),
    "tries": Coverage(all_uncovered=say("forkerte adgangskoder")),
    "jobs": Coverage(all_uncovered=say("hvornår baggrundsjob kører")),
    "heartbeats": Coverage(all_uncovered=say("hvilke processer der kører")),
    "marks": Coverage(all_uncovered=say("hvor langt en genafspilning er, og hvornår personer sidst blev ændret")),
}


def not_covered() -> tuple[str, ...]:
    """What the check does not find, each thing once, in the order of the table."""
    told = (
        sentence for one in COVERAGE.values() for sentence in (*one.uncovered.values(), one.all_uncovered, one.not_yet)
    )
    return tuple(dict.fromkeys(sentence for sentence in told if sentence))
