"""A form with files that comes back has them still: nobody chooses them twice, and none is left out unseen."""

from dataclasses import replace
from datetime import timedelta

from flask import Flask
from werkzeug.datastructures import MultiDict

import engine
from engine import Case, Entry, Kind
from tests.fixtures.house import THOROUGH, House
from tests.web.acts import token_of
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.starting import start

LOG = ("fejl æske.log", b"14.02 disk full")
FIELDS = {"Emne": "Ny skærm til reception", "Beskrivelse": THOROUGH}


def files_of(house: House, case: Case) -> dict[str, bytes]:
    """Name and content of all that stands on the case."""
    entries: tuple[Entry, ...] = engine.entries_of(house.desk, Kind.CASE, case.id)
    attachments = [attachment for entry in entries for attachment in entry.attachments]
    return {a.name: engine.read_attachment(house.desk, a.id, by=house.id("anders"))[1] for a in attachments}


def mail_with(house: House, visit: Visit, file: tuple[str, bytes] = LOG) -> tuple[Case, Visitor]:
    """A mail without a greeting, so that one is reminded first (R124)."""
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}?skriv=mail")
    anders.press("Send mail", Tekst="Hvilket rum står den i?", **{"Vedhæft filer": file})
    assert anders.status == 422 and "R124" in anders.alerts()
    return case, anders


def test_a_mail_that_is_sent_by_a_second_press_has_its_files(house: House, visit: Visit) -> None:
    case, anders = mail_with(house, visit)
    assert "fejl æske.log" in anders.text
    anders.press("Send mail")
    assert "Mailen er gemt" in anders.text
    assert files_of(house, case) == dict([LOG])


def test_a_file_that_is_not_ticked_stays_behind_and_another_comes_along(house: House, visit: Visit) -> None:
    case, anders = mail_with(house, visit)
    other = ("plan.txt", b"3. sal")
    anders.press("Send mail", Tekst="Kære Gitte\n\nHvor?\n\nHilsen", **{"fejl æske.log": False, "Vedhæft filer": other})
    assert files_of(house, case) == dict([other])


def test_the_same_file_chosen_again_goes_once(house: House, visit: Visit) -> None:
    case, anders = mail_with(house, visit)
    anders.press("Send mail", Emne="", Tekst="Hvor?", **{"Vedhæft filer": LOG})
    anders.press("Send mail", Tekst="Kære Gitte\n\nHvor?\n\nHilsen", Emne="Printer", **{"Vedhæft filer": LOG})
    entries = engine.entries_of(house.desk, Kind.CASE, case.id)
    assert [len(entry.attachments) for entry in entries if entry.kind == "mail"] == [1]


def test_a_start_form_keeps_its_files_when_it_is_refused_and_when_the_team_changes(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/sager/ny").follow("Netværk")
    anders.press("Find bruger", **{"Søg bruger": "gitte", "Vedhæftede filer": LOG})
    anders.press("Gem", **FIELDS | {"Beskrivelse": "se sag"})
    assert anders.status == 422 and "fejl æske.log" in anders.text
    anders.press("Opdatér efter valg af team", Hovedteam="Servicedesk")
    assert anders.value_of("fejl æske.log")
    anders.press("Gem", **FIELDS)
    assert files_of(house, engine.get_case(house.desk, 1)) == dict([LOG])


def test_files_go_to_the_file_field_of_another_process_and_are_told_of_where_it_has_none(
    app: Flask, house: House
) -> None:
    form = engine.start_form(house.desk, Kind.CASE, house.id("Netværk"), by=house.id("anders"))
    renamed = tuple(replace(f, id="bilag") if f.type == "attachments" else f for f in form.form.fields)
    other = replace(form, form=replace(form.form, fields=renamed))
    typed = MultiDict([("kept-felt-filer", "a"), ("kept-felt-filer", "b")])
    assert start.carried_over(form, other, typed).getlist("kept-felt-bilag") == ["a", "b"]
    none = replace(form, form=replace(form.form, fields=tuple(f for f in renamed if f.type != "attachments")))
    assert start.carried_over(form, none, typed).getlist("kept-felt-filer") == ["a", "b"]


def test_a_step_keeps_its_files(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/sager/{case.id}")
    pia.press("Marker som løst", **{"Vedhæftede filer": LOG})
    assert pia.status == 422 and "fejl æske.log" in pia.text
    pia.press("Marker som løst", Løsning="Disken er skiftet.")
    assert files_of(house, case) == dict([LOG])


def test_files_of_a_step_that_somebody_else_completed_are_told_of(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/sager/{case.id}")
    engine.complete(
        house.desk, house.step(case).id, "marker_loest", {"loesning": "Disken er skiftet."}, by=house.by("pia")
    )
    pia.press("Marker som løst", Løsning="Disken.", **{"Vedhæftede filer": LOG})
    assert pia.status == 409 and "Ikke vedhæftet: fejl æske.log." in pia.text


def test_a_file_too_large_is_told_of_even_where_something_else_is_missing(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/sager/ny").follow("Netværk")
    anders.press("Gem", **{"Vedhæftede filer": ("film.mp4", b"x" * (25 * 1024 * 1024 + 1))})
    assert anders.status == 422 and "Emne: skal udfyldes." in anders.alerts()
    assert "film.mp4 er for stor. En fil må højst fylde 25 MB." in anders.alerts()
    assert not anders.document.xpath("//input[starts-with(@name, 'kept-')]")


def test_kept_files_count_to_what_one_form_may_carry(app: Flask, house: House, visit: Visit) -> None:
    house.desk.settings = replace(house.desk.settings, max_upload_bytes=2_500_000)
    case, anders = mail_with(house, visit, ("a.bin", b"a" * 700_000))
    for name in ("b.bin", "c.bin"):
        anders.press("Send mail", Emne="", Tekst="Hvor?", **{"Vedhæft filer": (name, name.encode() * 100_000)})
    assert anders.status == 422 and "Filerne fylder for meget: højst 1,4 MB ad gangen." in anders.text
    anders.press("Send mail", Tekst="Kære Gitte\n\nHvor?\n\nHilsen", Emne="Printer", **{"a.bin": False})
    assert set(files_of(house, case)) == {"b.bin", "c.bin"}


def test_a_file_that_is_not_kept_any_longer_stops_the_form(house: House, visit: Visit) -> None:
    case, anders = mail_with(house, visit)
    house.clock.advance(timedelta(days=62))
    engine.sweep_drafts(house.desk)
    with anders.client.session_transaction() as session:  # the one before did not last so long
        session["_user_id"] = engine.begin_session(house.desk, house.id("anders"))
    anders.press("Send mail", Tekst="Kære Gitte\n\nHvor?\n\nHilsen")
    assert anders.status == 422
    assert "Vælg filerne igen, de er ikke gemt: fejl æske.log." in anders.alerts()
    anders.press("Send mail", **{"Vedhæft filer": LOG})
    assert files_of(house, case) == dict([LOG])


def test_a_token_holds_for_whoever_sent_the_file(house: House, visit: Visit) -> None:
    case, anders = mail_with(house, visit)
    token = anders.document.xpath("//input[@name='kept-files']/@value")[0]
    signe = visit("signe").go(f"/sager/{case.id}")
    for given in (token, "made-up", token[:-2]):
        data = {"text": "Se filen.", "kept-files": given, "csrf_token": token_of(signe.client)}
        answer = signe.client.post(f"/sager/{case.id}/kommentar", data=data)
        assert answer.status_code == 422 and "Vælg filerne igen" in answer.text
    assert not files_of(house, case)


def test_a_page_that_was_too_old_keeps_the_files_too(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}")
    anders.document.xpath("//form[@id='skriv-intern']//input[@name='csrf_token']")[0].set("value", "old")
    anders.press("Gem internt", **{"Intern kommentar: brugeren": "Se filen.", "Vedhæft filer": LOG})
    assert anders.status == 400 and "er gemt som kladde" in anders.text
    anders.follow("Åbn kladden").press("Gem internt")
    (entry,) = engine.entries_of(house.desk, Kind.CASE, case.id)
    assert entry.text == "Se filen." and files_of(house, case) == dict([LOG])
