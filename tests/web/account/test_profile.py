"""Min konto: notices switched off, for oneself and for a team, and a new password."""

import pytest

import engine
from engine.errors import SignInRefused
from tests.fixtures.house import House
from tests.web.conftest import Visit

OLD, NEW = "en god lang adgangskode", "en helt anden lang kode"
READY = "Noget venter på mit team"


def test_every_kind_of_notice_has_its_box(visit: Visit) -> None:
    boxes = visit("jonas").go("/konto/").document.xpath("//input[@name='kind']/@value")
    assert boxes == list(engine.NOTICE_KINDS)


def test_jonas_is_not_told_any_more_of_what_waits_for_his_team(house: House, visit: Visit) -> None:
    jonas = visit("jonas").go("/").follow("Min konto")
    house.register("anders", "Netværk")
    assert len(house.told("jonas")) == 1
    jonas.press("Gem", **{READY: False})
    house.register("anders", "Netværk")
    assert len(house.told("jonas")) == 1
    jonas.press("Gem", **{READY: True})
    house.register("anders", "Netværk")
    assert len(house.told("jonas")) == 2


def test_a_lead_switches_off_for_the_team_and_its_members_see_it(house: House, visit: Visit) -> None:
    visit("hanne").go("/konto/").press("Gem for Netværk", **{READY: False})
    house.register("anders", "Netværk")
    assert house.told("jonas") == []
    assert f"{READY} – slået fra for Netværk af teamlederen" in visit("jonas").go("/konto/").text
    assert engine.muted_of(house.desk, house.id("jonas")) == frozenset()


def test_who_leads_no_team_has_no_such_form_and_is_refused(house: House, visit: Visit) -> None:
    pia = visit("pia").go("/konto/")
    assert "Gem for" not in pia.text
    token = pia.document.xpath("//input[@name='csrf_token']/@value")[0]
    answer = pia.client.post(f"/konto/team/{house.id('Netværk')}/beskeder", data={"csrf_token": token})
    assert answer.status_code == 422 and "teamledere" in answer.text
    hanne = visit("hanne").client.post(f"/konto/team/{house.id('Servicedesk')}/beskeder", data={"csrf_token": token})
    assert hanne.status_code == 400  # another person's token
    assert engine.muted_of_team(house.desk, house.id("Servicedesk")) == frozenset()


@pytest.mark.parametrize(
    ("current", "new", "again", "sentence"),
    [
        ("forkert", NEW, NEW, "Den nuværende adgangskode er forkert."),
        (OLD, NEW, OLD, "De to nye adgangskoder er ikke ens."),
        (OLD, "kort", "kort", "mindst 12 tegn"),
    ],
)
def test_a_password_that_cannot_be_changed(
    house: House, visit: Visit, current: str, new: str, again: str, sentence: str
) -> None:
    engine.set_password(house.desk, house.id("pia"), OLD, by=house.id("pia"))
    pia = visit("pia").go("/konto/")
    pia.press("Skift adgangskode", Nuværende=current, **{"Ny adgangskode": new, "Den nye igen": again})
    assert pia.status == 422 and sentence in pia.alerts()
    assert engine.sign_in(house.desk, "pia", OLD)


def test_a_new_password_counts_at_once(house: House, visit: Visit) -> None:
    engine.set_password(house.desk, house.id("pia"), OLD, by=house.id("pia"))
    pia = visit("pia").go("/konto/")
    pia.press("Skift adgangskode", Nuværende=OLD, **{"Ny adgangskode": NEW, "Den nye igen": NEW})
    assert "Adgangskoden er skiftet." in pia.text
    assert engine.sign_in(house.desk, "pia", NEW)
    with pytest.raises(SignInRefused):
        engine.sign_in(house.desk, "pia", OLD)


def test_an_auditor_has_an_account_too_but_no_notices_to_switch_off(house: House, visit: Visit) -> None:
    rosa = visit("rosa").go("/konto/")
    assert "Rosa Lind" in rosa.text and "revisor" in rosa.text and "Giv mig besked" not in rosa.text
