"""The service desk without a browser: the public names. Whoever uses the engine imports from here."""

from engine.audit.finding import Finding
from engine.audit.forgotten import ForgottenCustomer, forgotten
from engine.audit.forgotten_register import Forgotten, read_register
from engine.audit.heads import heads_written_at, read_heads, verify_since, write_heads
from engine.audit.instances import (
    InstanceRow,
    find_by_source,
    get_instance,
    history_of,
    list_instances,
    sources,
)
from engine.audit.verification import Part, count_items, verify, verify_instance, verify_item, verify_part
from engine.audit.viewings import close_viewings, note_viewing
from engine.config import Settings
from engine.desk.assigning import Chosen, assign, chosen
from engine.desk.background import background
from engine.desk.bell import mark_notices_read, notices, unread_notices
from engine.desk.cases import edit_case, register_case, reopen_case
from engine.desk.categories import add_category, rename_category, set_category_active
from engine.desk.correspondence import (
    entries_of,
    mark_as_solution,
    messages_of,
    read_attachment,
    send_again,
    send_external,
    send_mail,
    write_comment,
)
from engine.desk.deadlines import fire_due_timers, next_deadline
from engine.desk.forgetting.customer import Forgetting, forget, forget_again, knows_forgotten, look_at_forgetting
from engine.desk.form_drafts import (
    discard_draft,
    discard_sent_draft,
    find_draft,
    find_draft_file,
    has_draft_file,
    keep_draft_file,
    save_draft,
    sweep_drafts,
)
from engine.desk.marks import find_mark, set_mark
from engine.desk.readiness import Readiness, readiness
from engine.desk.rehearsal import rehearsed
from engine.desk.saved_lists import remove_list, save_list
from engine.desk.start_forms import StartForm, receiving_teams, start_form
from engine.desk.tasks import create_task, edit_task, reopen_task
from engine.desk.usual_times import usual_time
from engine.desk.work import Completion, complete, find_step
from engine.diagrams import Difference, Problem, check, type_of, unchanged, worded
from engine.flow import Edited
from engine.greeting import footer
from engine.history.erased_event import GROUNDS, Ground
from engine.history.heads import Heads, WrongHeads
from engine.hooks import NOTICE_KINDS
from engine.model.by import By
from engine.model.correspondence import Attachment, Delivery, Entry, EntryKind, Message, Upload
from engine.model.diagrams import Choice, Diagram, Form, FormField, Outcome, Step
from engine.model.events import Event
from engine.model.form_drafts import FormDraft, SentForm
from engine.model.instances import Definition, Instance, InstanceState, UserTask, WorkState
from engine.model.items import EDITABLE, FIELDS, PREFIX, Case, Kind, Status, Task, WorkItem
from engine.model.pages import Page
from engine.model.people import Agent, Customer, Demands, Department, Directory, Team
from engine.model.roles import GIVEN_ROLES, ROLES, Right, Role, roles_with
from engine.model.sessions import Session
from engine.model.viewings import Viewable, Viewing
from engine.model.worklists import EVERYTHING, Asked, SavedList, Sort, WorkList, WorkRow
from engine.people.accounts import (
    Added,
    NewAgent,
    NewTeam,
    add_people,
    locale_of,
    set_active,
    set_locale,
)
from engine.people.customers import (
    add_customer,
    change_customer,
    customer_ids,
    find_customers,
    get_customer,
    get_own_customer,
    list_customers,
    look_at_customer,
    merge_customers,
    same_customers,
    separate_customer,
    set_customer_active,
)
from engine.people.import_customers import import_customers
from engine.people.import_files import ImportLine, RowOutcome
from engine.people.import_people import import_people
from engine.people.muting import muted_of, muted_of_team, set_muted
from engine.people.sessions import (
    begin_session,
    end_one_session,
    end_session,
    end_sessions,
    find_session,
    note_session_use,
    sessions_of,
)
from engine.people.signing_in import (
    change_password,
    demo_accounts,
    demo_sign_in,
    has_accounts,
    set_password,
    sign_in,
)
from engine.people.staff import add_administrator, add_agent, change_agent
from engine.people.teams import add_team, change_team, set_demands
from engine.people.vacancies import Foreseen, foresee
from engine.presence import Presence, bring_up_to_date
from engine.reading.figures import Counts, Figures, figures
from engine.reading.history import HistoryPage, history_of_page
from engine.reading.item_page import ItemPage, PagePart, item_page
from engine.reading.lines import LINES, Line, Lines
from engine.reading.oversight import count_stopped, failing_deadlines, jobs, stopped
from engine.reading.sight import (
    Button,
    Offer,
    Sight,
    get_case,
    get_task,
    look_at,
    look_at_step,
    mark_seen,
    tasks_of,
    waiting,
)
from engine.reading.trail import Ending, Trail, Visit, trail_of
from engine.reading.viewings import ViewingPage
from engine.reading.work_lists import Block, Load, list_page, my_tasks, overview, work
from engine.reasons import reason_of
from engine.record.coverage import not_covered
from engine.rules.seeing import SEES, offered
from engine.search.indexing import count_cases, index_waiting, rebuild_index
from engine.search.passages import Passage
from engine.search.quick_open import Found, find_item
from engine.search.searching import Hit, SearchResult, search_written
from engine.sentences import Sentence
from engine.store.jobs import Job
from engine.store.reading.overview import Filters
from engine.store.reading.search import SearchFilters
from engine.store.work.correspondence import Wanted
from engine.texts.danish_order import by_name
from engine.texts.excerpts import Excerpt
from engine.texts.lines import composed, file_name
from engine.transaction.desk import Desk, open_desk
from engine.working_hours import deadline_hint
from engine.workshop.definitions import (
    MAX_NOTE,
    Preview,
    Process,
    against,
    changes_in,
    content_of,
    count_instances,
    deploy,
    diagram_of,
    download_of,
    get_definition,
    has_errors,
    preview,
    processes,
    versions,
)
from engine.workshop.installation import guide, install

__all__ = [
    "EDITABLE",
    "FIELDS",
    "GROUNDS",
    "GIVEN_ROLES",
    "add_category",
    "rename_category",
    "set_category_active",
    "deadline_hint",
    "EVERYTHING",
    "LINES",
    "MAX_NOTE",
    "NOTICE_KINDS",
    "PREFIX",
    "ROLES",
    "SEES",
    "Added",
    "Agent",
    "Asked",
    "Attachment",
    "Block",
    "Button",
    "By",
    "Case",
    "Choice",
    "Chosen",
    "Completion",
    "Counts",
    "Customer",
    "Definition",
    "Delivery",
    "Demands",
    "Department",
    "Desk",
    "Diagram",
    "Difference",
    "Directory",
    "Edited",
    "Entry",
    "Ending",
    "EntryKind",
    "Event",
    "Excerpt",
    "Figures",
    "Filters",
    "Finding",
    "Foreseen",
    "Form",
    "FormDraft",
    "FormField",
    "Forgetting",
    "Forgotten",
    "ForgottenCustomer",
    "Found",
    "Ground",
    "Heads",
    "HistoryPage",
    "Hit",
    "Instance",
    "InstanceRow",
    "InstanceState",
    "Job",
    "Kind",
    "Line",
    "Lines",
    "Load",
    "Message",
    "NewAgent",
    "NewTeam",
    "Offer",
    "Viewable",
    "Outcome",
    "Right",
    "Role",
    "RowOutcome",
    "ImportLine",
    "import_customers",
    "import_people",
    "Page",
    "Part",
    "Presence",
    "Passage",
    "Preview",
    "Problem",
    "Process",
    "SavedList",
    "SentForm",
    "SearchFilters",
    "SearchResult",
    "Sentence",
    "Readiness",
    "Session",
    "Settings",
    "Sight",
    "Sort",
    "StartForm",
    "Status",
    "Step",
    "Task",
    "Team",
    "Trail",
    "Upload",
    "UserTask",
    "Viewing",
    "ViewingPage",
    "Visit",
    "Wanted",
    "WorkItem",
    "WorkList",
    "WorkRow",
    "WorkState",
    "WrongHeads",
    "add_administrator",
    "add_agent",
    "add_customer",
    "set_customer_active",
    "separate_customer",
    "same_customers",
    "merge_customers",
    "list_customers",
    "look_at_customer",
    "get_own_customer",
    "change_customer",
    "customer_ids",
    "add_people",
    "add_team",
    "assign",
    "background",
    "bring_up_to_date",
    "begin_session",
    "by_name",
    "change_agent",
    "change_password",
    "change_team",
    "changes_in",
    "check",
    "chosen",
    "close_viewings",
    "complete",
    "composed",
    "content_of",
    "count_cases",
    "count_instances",
    "count_items",
    "count_stopped",
    "create_task",
    "demo_accounts",
    "demo_sign_in",
    "deploy",
    "diagram_of",
    "directory",
    "discard_draft",
    "discard_sent_draft",
    "edit_case",
    "edit_task",
    "end_one_session",
    "end_session",
    "end_sessions",
    "entries_of",
    "file_name",
    "figures",
    "find_by_source",
    "find_session",
    "note_session_use",
    "sessions_of",
    "find_customers",
    "find_draft",
    "find_draft_file",
    "find_item",
    "find_mark",
    "find_step",
    "failing_deadlines",
    "fire_due_timers",
    "footer",
    "foresee",
    "forget",
    "forget_again",
    "forgotten",
    "knows_forgotten",
    "look_at_forgetting",
    "read_register",
    "get_case",
    "get_customer",
    "get_definition",
    "get_instance",
    "get_task",
    "guide",
    "has_accounts",
    "heads_written_at",
    "read_heads",
    "verify_since",
    "write_heads",
    "has_draft_file",
    "has_errors",
    "history_of",
    "history_of_page",
    "index_waiting",
    "install",
    "jobs",
    "keep_draft_file",
    "list_instances",
    "locale_of",
    "look_at",
    "look_at_step",
    "mark_as_solution",
    "mark_notices_read",
    "mark_seen",
    "messages_of",
    "muted_of",
    "muted_of_team",
    "my_tasks",
    "next_deadline",
    "not_covered",
    "note_viewing",
    "notices",
    "offered",
    "open_desk",
    "overview",
    "preview",
    "against",
    "download_of",
    "processes",
    "read_attachment",
    "readiness",
    "reason_of",
    "rebuild_index",
    "receiving_teams",
    "register_case",
    "rehearsed",
    "remove_list",
    "reopen_case",
    "reopen_task",
    "search_written",
    "roles_with",
    "save_draft",
    "save_list",
    "send_again",
    "send_external",
    "send_mail",
    "set_active",
    "set_demands",
    "set_locale",
    "set_mark",
    "set_muted",
    "set_password",
    "sign_in",
    "sources",
    "item_page",
    "list_page",
    "ItemPage",
    "PagePart",
    "start_form",
    "stopped",
    "sweep_drafts",
    "tasks_of",
    "trail_of",
    "type_of",
    "unchanged",
    "unread_notices",
    "usual_time",
    "verify",
    "verify_instance",
    "verify_item",
    "verify_part",
    "versions",
    "waiting",
    "work",
    "worded",
    "write_comment",
]


def directory(desk: Desk) -> Directory:
    """Who there is: agents and teams."""
    return desk.directory()
