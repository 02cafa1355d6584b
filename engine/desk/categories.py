"""The desk's categories of cases, kept by an administrator. A case keeps the words that it was given."""

from engine.errors import Invalid, NotFound
from engine.model.categories import MAX_CATEGORY, Category
from engine.model.people import Directory
from engine.people.signing_in import must_administer
from engine.sentences import say
from engine.store import categories
from engine.texts.lines import composed, one_line
from engine.transaction.chains import directory_change
from engine.transaction.desk import Desk


def add_category(desk: Desk, name: str, *, by: int) -> None:
    """Raises Invalid for `name`, and Refused."""
    name = one_line(name)
    with directory_change(desk, by) as connection:
        must_administer(desk, connection, by)
        _check(name, desk.directory(connection))
        categories.add(connection, name)
        desk.people_changed(connection)


def rename_category(desk: Desk, category_id: int, name: str, *, by: int) -> None:
    """Raises as `add_category` does, and NotFound. Where cases bear the old name, it stays on the list as retired;
    a retired one of exactly the new name is this one from now on, so that a mistaken name is taken back.
    """
    name = one_line(name)
    with directory_change(desk, by) as connection:
        must_administer(desk, connection, by)
        directory = desk.directory(connection)
        category = _get(directory, category_id)
        if category.name == name:
            return
        retired = next((other for other in directory.categories if other.name == name and not other.active), None)
        _check(name, directory, category, retired)
        if retired:
            categories.remove(connection, retired.id)
        categories.rename(connection, category_id, name)
        if categories.is_used(connection, category.name):
            categories.add(connection, category.name, active=False)
        desk.people_changed(connection)


def set_category_active(desk: Desk, category_id: int, active: bool, *, by: int) -> None:
    """Retired, or in use again. Raises NotFound and Refused."""
    with directory_change(desk, by) as connection:
        must_administer(desk, connection, by)
        _get(desk.directory(connection), category_id)
        categories.set_active(connection, category_id, active)
        desk.people_changed(connection)


def _get(directory: Directory, category_id: int) -> Category:
    found = next((category for category in directory.categories if category.id == category_id), None)
    if found is None:
        raise NotFound("Kategorien findes ikke.")
    return found


def _check(name: str, directory: Directory, *but: Category | None) -> None:
    taken = {composed(other.name).casefold() for other in directory.categories if other not in but}
    if not name or len(name) > MAX_CATEGORY:
        raise Invalid({"name": say("Skriv et navn, højst %(most)s tegn.", most=MAX_CATEGORY)})
    if name.casefold() in taken:
        raise Invalid({"name": say("Der er allerede en kategori, der hedder %(name)s.", name=name)})
