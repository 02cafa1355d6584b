"""What lies beside the cases and names a customer: drafts of forms, saved lists, why a job failed the last time."""

import re

from engine.config import DRAFT_FILES
from engine.desk.forgetting.items import Removed, Why
from engine.desk.forgetting.person import Person
from engine.draft_files import DraftFiles
from engine.hooks.frame import PATHS
from engine.model.form_drafts import FormDraft
from engine.model.items import Kind
from engine.store import Connection
from engine.store.history import forgetting
from engine.store.work import form_drafts
from engine.transaction.desk import Desk

CUSTOMER_PATH = "/brugere/{}"


def forget(desk: Desk, connection: Connection, *, found: Person, why: Why) -> Removed:
    """It is no part of the record, so no history is told."""
    addresses, names = _addresses(connection, found), found.names

    def is_about(draft: FormDraft) -> bool:
        at_them = any(addresses.search(address) for address in (draft.place, draft.page))
        return at_them or any(names(text) or _is_customer(found, name, text) for name, text in draft.fields)

    removed = Removed()
    removed.rows["form_drafts"] = forgetting.delete_drafts(connection, is_about)
    removed.rows["saved_lists"] = forgetting.delete_saved_lists(connection, names)
    removed.rows.update(forgetting.blank_errors(connection, names))
    return removed


def sweep(desk: Desk) -> None:
    """Files that no draft names go at once."""
    for folder in (desk.settings.data_dir / DRAFT_FILES).glob("*"):
        if folder.name.isdecimal():
            with desk.reading() as connection:
                needed = form_drafts.files_of(connection, int(folder.name))
            DraftFiles(folder).drop(needed, desk.clock())


def _addresses(connection: Connection, found: Person) -> re.Pattern[str]:
    """The pages of the customers, their cases and the tasks of these, and what lies below."""
    paths = [PATHS[Kind.CASE].format(number) for number in found.case_ids]
    paths += [PATHS[Kind.TASK].format(number) for number in forgetting.tasks_of(connection, found.case_ids)]
    paths += [CUSTOMER_PATH.format(number) for number in found.ids]
    return re.compile(f"(?:{'|'.join(map(re.escape, paths))})(?![0-9])")


def _is_customer(found: Person, name: str, text: str) -> bool:
    """Whether a field chooses one of them, by number."""
    return text.isdecimal() and int(text) in found.ids and re.search("customer|bruger|kunde", name) is not None
