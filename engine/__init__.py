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
from engine.desk.readiness import Readiness, readiness
from engine.desk.rehearsal import rehearsed
from engine.desk.replays import begin_replay, end_replay, find_mark, set_mark
from engine.desk.saved_lists import remove_list, save_list
from engine.desk.start_forms import StartForm, receiving_teams, start_form
from engine.desk.tasks import create_task, edit_task, reopen_task
from engine.desk.usual_times import usual_time
from engine.desk.work import Completion, complete, find_step
from engine.diagrams import Difference, Problem, check, type_of, unchanged, worded
from engine.flow import Edited
from engine.greeting import footer
from engine.history.events.erased_event import GROUNDS, Ground
from engine.history.heads import Heads, WrongHeads
from engine.hooks import NOTICE_KINDS
from engine.model.by import By
from engine.model.correspondence import Attachment, Delivery, Entry, EntryKind, Message, Upload
from engine.model.diagrams import Choice, Diagram, Form, FormField, Outcome, Step
from engine.model.events import Event
from engine.model.form_drafts import FormDraft, SentForm
from engine.model.instances import Definition, Instance, InstanceState, UserTask, WorkState
from engine.model.items import EDITABLE, FIELDS, PREFIX, Case, Kind, Status, Task, WorkItem
from engine.model.people import Agent, Customer, Demands, Department, Directory, Team
from engine.model.roles import GIVEN_ROLES, ROLES, Right, Role, roles_with
from engine.model.sessions import Session
from engine.model.viewings import Viewable, Viewing
from engine.model.worklists import EVERYTHING, Asked, SavedList, Sort, WorkList, WorkRow
from engine.pages import Page
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
    Process,
    changes_in,
    content_of,
    count_instances,
    diagram_of,
    download_of,
    get_definition,
    processes,
    versions,
)
from engine.workshop.deployment import MAX_NOTE, Preview, against, deploy, has_errors, preview
from engine.workshop.installation import guide, install
