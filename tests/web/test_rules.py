"""Regler: every number that stands on a screen is found there."""

import re

from engine import catalogue
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor


def test_every_rule_has_its_place_with_the_manuals_words(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/regler")
    assert anders.title == f"Regler {len(catalogue.load())}"
    for entry in catalogue.load():
        (place,) = anders.document.xpath(f"//*[@id='{entry.anchor}']")
        assert " ".join(entry.text.split()) in " ".join(place.text_content().split()), entry.id


def test_a_search_and_two_filters_narrow_it(house: House, visit: Visit) -> None:
    anders = visit("anders")
    assert "R126" in anders.go("/regler?q=r126").text
    assert all(i.startswith("r") for i in shown(anders.go("/regler?slags=R")))
    later = shown(anders.go("/regler?holder=later"))
    assert later == [entry.anchor for entry in catalogue.load() if entry.holds == "later"]
    assert "Ingen regel passer." in anders.go("/regler?q=flyvende+tallerken").text
    assert shown(anders.go("/regler?q=sagsagent+lukker&slags=R&holder=later")) == []
    assert shown(anders.go("/regler?q=sagsagent+lukker&slags=X")) == shown(anders.go("/regler?q=sagsagent+lukker"))
    assert "“X” er ikke en af mulighederne" in anders.go("/regler?slags=X").text


def shown(visitor: Visitor) -> list[str]:
    return list(visitor.document.xpath("//div[@class='rule-entry']/@id"))


def test_a_refusal_leads_to_its_rule(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    links = visit("rosa").go(f"/sager/{case.id}").document.xpath("//a[@class='rule']/@href")
    assert links and all(re.fullmatch(r"/regler#[rwad][-.\d]+", link) for link in links)
    known = {entry.anchor for entry in catalogue.load()}
    assert {link.partition("#")[2] for link in links} <= known


def test_a_refusal_has_the_manuals_words_its_number_and_who_can(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    blocking = house.create_task(case, "anders", "Netværk", blocking=True)
    anders = visit("anders").go(f"/sager/{case.id}")
    (refused,) = [p for p in anders.document.xpath("//p[@class='refusal']") if "R047" in p.text_content()]
    (quote,) = refused.xpath("q[@lang='da']")
    rule = catalogue.find("R047")
    assert rule and quote.text == rule.text and blocking.number in anders.text
