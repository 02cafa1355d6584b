"""The pages of customers: found by any part, asked about, corrected, and what somebody else changed meanwhile."""

import engine
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import problem_at


def test_a_second_of_the_same_name_is_asked_about_on_the_page_and_made_all_the_same(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/brugere/").follow("Opret bruger")
    anders.press("Opret bruger", Navn="ole ipsen, VEJ og park", Afdeling="Vej")
    assert anders.status == 422 and "Er det …?" in anders.alerts() and anders.value_of("Afdeling") == "Vej"
    anders.press("Nej, opret en anden")
    assert anders.status == 200 and anders.title == "ole ipsen, VEJ og park"
    assert len(engine.same_customers(house.desk, "Ole Ipsen, Vej og Park", "")) == 2
    assert "Ingen bruger har “findes ikke”" in anders.go("/brugere/?q=findes+ikke").text


def test_what_is_wrong_beside_a_known_name_is_told(house: House, visit: Visit) -> None:
    known = {"Navn": house.customer("Ole").name}
    anders = visit("anders").go("/brugere/ny").press("Opret bruger", **known, Mail="abc")
    assert anders.status == 422 and "Skriv en mailadresse" in problem_at(anders, "email")
    assert "Er det …?" not in anders.text
    anders.press("Opret bruger", Mail="ole@rodby.example").press("Nej, opret en anden", Mail="abc")
    assert "Skriv en mailadresse" in problem_at(anders, "email")


def test_whoever_goes_back_and_sends_the_new_one_again_is_asked_about_the_first(house: House, visit: Visit) -> None:
    name = house.customer("Ole").name
    anders = visit("anders").go("/brugere/ny").press("Opret bruger", Navn=name)
    asked = anders.document
    assert anders.press("Nej, opret en anden").title == name
    anders.document, anders.path = asked, "/brugere/ny"
    anders.press("Nej, opret en anden")
    assert anders.status == 422 and "Er det …?" in anders.alerts()
    assert len(engine.same_customers(house.desk, name, "")) == 2


def test_the_draft_of_another_tab_outlives_the_new_customer(house: House, visit: Visit) -> None:
    anders, elsewhere = (visit("anders").go("/brugere/ny") for _ in "ab")
    later = {name: elsewhere.document.xpath(f"//input[@name='{name}']")[0].get("value") for name in ("once", "draft")}
    anders.client.post("/kladder", data={**later, "draft-version": "0", "name": "Vibe, som ingen har sendt"})
    anders.press("Opret bruger", Navn="Signe Nord")
    assert anders.go("/brugere/ny").value_of("Navn") == "Vibe, som ingen har sendt"


def test_what_somebody_else_changed_meanwhile_is_shown_beside_what_was_typed(house: House, visit: Visit) -> None:
    ole = house.customer("Ole")
    anders, lars = (visit(name).go(f"/brugere/{ole.id}") for name in ("anders", "lars"))
    lars.press("Gem", Telefon="11 11")
    anders.press("Gem", Telefon="22 22")
    assert anders.status == 409 and "nu “11 11”, du skrev “22 22”" in anders.text
    anders.press("Gem")
    assert anders.status == 200 and house.customer("Ole").phone == "22 22"


def test_a_merged_customer_leads_to_the_other(house: House, visit: Visit) -> None:
    ole, gitte = house.customer("Ole"), house.customer("Gitte")
    lars = visit("lars").go(f"/brugere/{ole.id}?flet=gitte").press("Flet ind i Gitte Sørensen, Borgerservice")
    assert lars.title.startswith(gitte.name)
    anders = visit("anders").go(f"/brugere/{ole.id}")
    assert "Er flettet med Gitte" in anders.text and "Ophæv" not in anders.text
    lars.go(f"/brugere/{ole.id}").press("Ophæv fletningen")
    assert house.customer("Ole").id == ole.id


def test_rosa_reads_and_is_offered_nothing_to_press(house: House, visit: Visit) -> None:
    rosa = visit("rosa").go(f"/brugere/{house.customer('Ole').id}")
    assert rosa.status == 200 and not [b for b in rosa.document.findall(".//main//button") if b.get("class") != "rail"]
