"""Customers in a real browser: "er det …?" before a second one is made, and two who are one."""

import re

import pytest
from playwright.sync_api import Page, expect

import engine
from tests.fixtures.browser import follow
from tests.fixtures.served import Served


def write_down(page: Page, name: str) -> None:
    page.locator(".customer-new summary").click()
    page.locator("#customer-name").fill(name)
    page.get_by_role("button", name="Opret bruger").click()


@pytest.mark.parametrize("answer", ["Ja, vælg Gitte Sørensen, Borgerservice", "Nej, opret en anden"])
def test_a_known_name_is_asked_about_in_the_form_of_a_new_case(served: Served, answer: str) -> None:
    anders = served.visitor("anders")
    anders.goto(served.url + "/sager/ny")
    follow(anders.get_by_role("link", name=re.compile("Netværk")))
    anders.get_by_label("Emne").fill("Ny skærm")
    write_down(anders, "GITTE SØRENSEN, borgerservice")
    question = anders.locator(".customer-new").get_by_role("alert")
    expect(question).to_contain_text("Er det …?")
    expect(question.get_by_role("button").first).to_be_focused()
    question.get_by_role("button", name=answer).click()
    expect(question).to_have_count(0)
    expect(anders.get_by_label("Emne")).to_have_value("Ny skærm")
    gitte = served.house.customer("gitte@kommunen").id
    chosen = anders.locator(".customer input[type=radio]:checked")
    if answer.startswith("Ja"):
        expect(chosen).to_have_value(str(gitte))
    else:
        expect(chosen).not_to_have_value(str(gitte))
    expect(anders.locator("#customer-name")).to_have_value("")


def test_two_who_are_one_are_merged_by_a_lead_and_separated_again(served: Served) -> None:
    house = served.house
    name, gitte = "Gitte Sørensen, Borgerservice", house.customer("Gitte").id
    twin = engine.add_customer(house.desk, name=name, email=None, phone=None, by=house.id("anders"), seen_alike=[gitte])
    case = house.keep("anders", customer=twin.id)
    lars = served.visitor("lars")
    lars.goto(f"{served.url}/sager/{case.id}")
    follow(lars.locator(".matter-who a"))
    follow(lars.get_by_role("button", name="Flet ind i Gitte Sørensen"))
    expect(lars.get_by_role("status")).to_contain_text("De to er flettet")
    expect(lars.get_by_role("main")).to_contain_text(case.subject)
    lars.goto(f"{served.url}/sager/{case.id}")
    expect(lars.locator(".matter-who")).to_contain_text("gitte@kommunen.example")
    lars.goto(f"{served.url}/brugere/{twin.id}")
    follow(lars.get_by_role("button", name="Ophæv fletningen"))
    lars.goto(f"{served.url}/sager/{case.id}")
    expect(lars.locator(".matter-who")).not_to_contain_text("gitte@kommunen.example")
