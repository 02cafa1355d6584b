"""What does not add up between items, instances, the worklist and all that names another row."""

from collections.abc import Iterator

from engine.audit.finding import Finding, of_instance, of_item
from engine.model.items import PREFIX, Kind
from engine.record.fault import Fault
from engine.sentences import say
from engine.store import Connection
from engine.store.history import strays as rows

MOST_GAPS = 50  # of each kind
_GONE = {
    Kind.CASE: "Nummeret er givet, men sagen findes ikke.",
    Kind.TASK: "Nummeret er givet, men opgaven findes ikke.",
}


def strays(connection: Connection) -> Iterator[Finding]:
    """What ARCHITECTURE says must always hold between items, instances and the worklist."""
    for place in rows.histories_without_item(connection):
        yield Finding(place, "Der er en historik uden sag eller opgave.")
    for place in rows.entries_without_item(connection):
        yield Finding(place, "Der er indlæg uden sag eller opgave.")
    for place in rows.instances_without_item(connection):
        yield Finding(place, "Der er et forløb uden sag eller opgave.")
    for place in rows.messages_without_item(connection):
        yield Finding(place, "Der er en besked uden sag eller opgave.")
    yield from _processes(connection)
    yield from _dangling(connection)
    yield from _missing(connection)
    if count := rows.cases_not_searched(connection):
        cases = say("1 sag") if count == 1 else say("%(count)s sager", count=count)
        yield Finding(say("søgning"), say("%(cases)s kan ikke findes i søgningen.", cases=cases))


def _processes(connection: Connection) -> Iterator[Finding]:
    for kind, number in rows.open_without_process(connection):
        yield of_item(kind, number, Fault("Åben, men ingen proces kører (D-01)."))
    for kind, number in rows.closed_with_process(connection):
        yield of_item(kind, number, Fault("Lukket, men en proces kører stadig (D-01)."))
    for instance_id in rows.ended_with_waiting_steps(connection):
        yield of_instance(instance_id, "Forløbet er slut, men et trin venter stadig.")
    for instance_id in rows.running_without_steps(connection):
        yield of_instance(instance_id, "Forløbet kører, men intet trin venter.")


def _missing(connection: Connection) -> Iterator[Finding]:
    for gap in rows.missing_items(connection, MOST_GAPS):
        prefix = PREFIX[Kind(gap.kind)]
        place = f"{prefix}{gap.first}"
        if gap.last > gap.first:
            place = say("%(first)s til %(last)s", first=place, last=f"{prefix}{gap.last}")
        yield Finding(place, _GONE[Kind(gap.kind)])
    for kind in rows.numbers_put_back(connection):
        yield Finding(PREFIX[Kind(kind)], "Tælleren er sat tilbage: der er numre, som ikke er givet endnu.")


def _dangling(connection: Connection) -> Iterator[Finding]:
    for lost in rows.dangling(connection):
        many = say("1 række") if lost.rows == 1 else say("%(count)s rækker", count=lost.rows)
        sentence = "%(rows)s i %(table)s nævner i %(column)s noget, der ikke findes, først nr. %(number)s."
        told = {"rows": many, "table": lost.table, "column": lost.column, "number": lost.number}
        plain = say("%(rows)s i %(table)s nævner noget, der ikke findes.", rows=many, table=lost.table)
        yield Finding(say("databasen"), say(sentence, **told), plain=plain)
