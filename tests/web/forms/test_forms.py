"""The table of field types, and what fields offer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from lxml import html
from werkzeug.datastructures import FileStorage, MultiDict

import engine
from engine import Form, FormField, Outcome, Upload
from engine.diagrams.vocabulary import FIELD_TYPES
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import problem_at
from web.forms import KINDS, NOTHING, Choices, Said, plain_field, views_of
from web.forms.choices import Group
from web.forms.kinds import Posted


def read(type_: str, *texts: str) -> Any:
    return KINDS[type_].read(Posted(MultiDict(("x", text) for text in texts), MultiDict()), "x")


def test_every_field_type_of_the_diagrams_has_its_row() -> None:
    assert set(KINDS) == set(FIELD_TYPES)


@pytest.mark.parametrize(
    ("type_", "typed", "value"),
    [
        ("string", "Printer", "Printer"),
        ("text", "en\r\nto", "en\nto"),
        ("boolean", "1", True),
        ("long", " 7 ", " 7 "),
        ("date", "2026-03-05", date(2026, 3, 5)),
        ("date", "i morgen", "i morgen"),
        ("agent", "4", 4),
        ("agent", "Pia", "Pia"),
        ("agent", "", None),
        ("team", "99999999999999999999", "99999999999999999999"),
        ("deadline", "", None),
    ],
)
def test_what_was_typed_as_the_engine_takes_it(type_: str, typed: str, value: Any) -> None:
    assert read(type_, typed) == value


def test_a_box_that_is_not_ticked_is_a_no() -> None:
    assert read("boolean") is False


def test_a_deadline_is_on_the_clock_of_the_house(app: Flask) -> None:
    with app.app_context():
        assert read("deadline", "2026-03-05T12:00") == datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
        assert read("deadline", "2026-07-05T12:00") == datetime(2026, 7, 5, 10, 0, tzinfo=UTC)
        assert read("deadline", "2026-03-29T02:30") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # skipped
        assert read("deadline", "snart") == "snart"


def test_files_come_with_their_bare_names() -> None:
    files = MultiDict([("x", FileStorage(BytesIO(b"log"), "C:\\Temp\\fejl.log")), ("x", FileStorage(BytesIO(b""), ""))])
    assert KINDS["attachments"].read(Posted(MultiDict(), files), "x") == (Upload("fejl.log", b"log"),)


def field(type_: str, source: str = "") -> FormField:
    return FormField("x", type_, "X", properties={"from": source} if source else {})


def names(house: House, type_: str, source: str = "", chosen: str | None = None) -> list[str]:
    choices = Choices(house.desk.directory(), house.id("Netværk"), house.id(chosen) if chosen else None)
    return [option.label for group in choices.of(field(type_, source)) for option in group.options]


def test_agents_of_the_team_that_has_it(house: House) -> None:
    assert (
        names(house, "agent")
        == names(house, "agent", "team")
        == ["Emil Storm", "Hanne Vest", "Jonas Friis", "Pia Lund"]
    )


def test_agents_of_the_chosen_team_and_before_that_of_each(house: House) -> None:
    assert names(house, "agent", "chosen_team", "Arbejdsplads") == ["Bo Ravn", "Sofie Møller"]
    assert {"Bo Ravn", "Pia Lund", "Omar Said"} <= set(names(house, "agent", "chosen_team"))


def test_anyone_is_of_both_departments_but_works_in_a_team(house: House) -> None:
    anyone = names(house, "agent", "anyone")
    assert {"Anders Krogh", "Pia Lund"} <= set(anyone) and "Rosa Lind" not in anyone


def test_teams_of_the_department_that_has_it_or_of_the_others(house: House) -> None:
    assert names(house, "team") == ["Arbejdsplads", "Netværk", "Server og backup"]
    assert names(house, "team", "other") == ["Fagsystemer", "Servicedesk"]


def left(house: House, type_: str, source: str, *acts: str) -> list[str]:
    choices = Choices(house.desk.directory(), house.id("Netværk"), sender_id=house.id("pia"))
    return [option.label for group in choices.of(field(type_, source), acts) for option in group.options]


def test_a_move_offers_other_teams_and_their_agents(house: House) -> None:
    """D-12."""
    assert left(house, "team", "receiving", "move-team") == ["Arbejdsplads", "Server og backup"]
    assert "Pia Lund" not in left(house, "agent", "chosen_team", "move-team")
    assert "Sofie Møller" in left(house, "agent", "chosen_team", "move-team")
    assert "Netværk" in left(house, "team", "receiving", "move-team", "reopen")  # another button takes it too


def test_nobody_sends_back_to_themselves(house: House) -> None:
    """R063."""
    anyone = left(house, "agent", "anyone", "send-back")
    assert "Pia Lund" not in anyone and "Anders Krogh" in anyone
    assert "Pia Lund" in left(house, "agent", "anyone", "dispatch")


def test_the_creator_is_the_one_to_ask_unless_that_is_me(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    assert visit("pia").go(f"/sager/{case.id}").value_of("Send retur til") == "Anders Krogh"
    own = house.keep("anders")
    anders = visit("anders").go(f"/sager/{own.id}")
    assert not anders.value_of("Send retur til")
    assert not [name for name in anders.options_of("Send retur til") if "Anders Krogh" in name]


def test_choices_are_made_once_until_who_there_is_changes(house: House) -> None:
    def groups() -> tuple[Group, ...]:
        return Choices(house.desk.directory(), house.id("Netværk")).of(field("agent", "anyone"))

    before = groups()
    assert groups() is before
    engine.set_active(house.desk, house.id("pia"), False, by=house.id("kaj"))
    labels = [option.label for group in groups() for option in group.options]
    assert "Pia Lund" not in labels and "Emil Storm" in labels


def test_where_there_is_no_other_team_the_list_says_so(app: Flask, house: House) -> None:
    directory = house.desk.directory()
    alone = {house.id("Netværk"): directory.teams[house.id("Netværk")]}
    choices = Choices(replace(directory, teams=alone), house.id("Netværk"))
    form = Form((field("team", "receiving"),), (Outcome("flyt", "Flyt", ("x",), (), "move-team"),))
    with app.test_request_context("/"):
        (view,) = views_of(form, choices, NOTHING, {})
        shown = app.jinja_env.get_template("forms/widgets.html").make_module({"settings": None}).choice(view)
    assert not view.groups and "Der er ikke flere hovedteams" in shown


def test_a_field_of_no_diagram_has_what_was_typed_and_what_is_wrong_with_it(app: Flask) -> None:
    said = Said(typed=MultiDict({"mail": "<her>"}), problems={"mail": "Skriv en mailadresse.", "kode": "For kort."})
    mail = plain_field(said, "email", "mail", "Mail", value="kaj@sagsgang.example", id="ny-mail", help="Kun én.")
    secret = plain_field(Said(typed=MultiDict({"kode": "hemmelig"})), "password", "kode", "Adgangskode")
    with app.test_request_context("/"):
        macros = app.jinja_env.get_template("forms/widgets.html").make_module({"settings": None})
        shown = html.fragment_fromstring(str(macros.field(mail)), create_parent=True)
    (field,) = shown.xpath("//input[@name='mail'][@type='email'][@aria-invalid='true']")
    assert field.value == "<her>" and shown.xpath("//label/@for") == [field.get("id")] == ["ny-mail"]
    told = [shown.get_element_by_id(one).text_content().strip() for one in field.get("aria-describedby").split()]
    assert told == ["Kun én.", "Skriv en mailadresse."]
    assert mail.link == ("ny-mail", "Skriv en mailadresse.") and not secret.value
    assert plain_field(NOTHING, "email", "mail", "Mail", value="kaj@sagsgang.example").value == "kaj@sagsgang.example"


def test_a_deadline_is_moved_with_its_reason_on_the_same_form(house: House, visit: Visit) -> None:
    case = house.keep("anders", deadline=house.clock() + timedelta(days=2))
    anders = visit("anders").go(f"/sager/{case.id}?ret=1")
    anders.press("Gem rettelser", Deadline="2026-03-06T12:00")
    assert problem_at(anders, "reason").startswith("Skriv på én linje, hvorfor deadline flyttes")
    anders.press("Gem rettelser", Hvorfor_flyttes_deadline="Kablet er i restordre.")
    assert "til 06.03.2026 12.00: »Kablet er i restordre.«" in anders.text
