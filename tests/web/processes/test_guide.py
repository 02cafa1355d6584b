"""The guide of what a diagram may say, read in the product."""

from urllib.parse import unquote

import pytest

import engine
from engine.errors import NotFound
from engine.workshop import installation
from tests.fixtures.house import House
from tests.web.conftest import Visit
from web.processes.guide import rendered


@pytest.mark.parametrize("name", ["birgit", "pia"])
def test_it_is_found_from_the_processes(house: House, visit: Visit, name: str) -> None:
    visitor = visit(name).go("/processer/").follow("Hvad et diagram må sige")
    assert visitor.title == "Processerne: til dig, der ejer en arbejdsgang"
    assert "Alt andet end dette bliver afvist med elementets navn" in visitor.text
    assert len(visitor.document.xpath("//article//table")) > 20 and "|---|" not in visitor.text
    assert visitor.document.xpath("//article/@lang") == ["da"]


def test_every_problem_list_leads_to_what_its_rules_mean(house: House, visit: Visit) -> None:
    birgit = visit("birgit").go("/processer/").press("Upload og kontrollér", **{"BPMN-fil": ("x.bpmn", b"<a/>")})
    (address,) = birgit.document.xpath("//section[@aria-labelledby='problemer']//a[contains(., 'Hvad reglerne')]/@href")
    path, _, place = address.partition("#")
    birgit.go(path)
    assert birgit.document.xpath(f"//h2[@id='{place}']/following-sibling::div[1]//code[text()='not-bpmn']")


def test_every_link_in_it_leads_somewhere(house: House, visit: Visit) -> None:
    article = visit("birgit").go("/processer/vejledning-til-diagrammer").document.xpath("//article")[0]
    places = set(article.xpath(".//@id"))
    for href in article.xpath(".//a/@href"):
        assert href.startswith("https://") or unquote(href.removeprefix("#")) in places, href


def test_it_is_text_whatever_stands_in_the_file() -> None:
    html = rendered("# <script>x</script> a\n\n<b>b</b> [c](javascript:x) ![d](x.png)")
    assert "<script" not in html and "<b>" not in html and 'href="javascript' not in html


def test_it_is_read_where_the_diagrams_are() -> None:
    assert engine.guide().startswith("# Processerne") and (installation.FOLDER / "README.md").is_file()
    with pytest.raises(NotFound):
        installation.guide(installation.FOLDER / "findes-ikke")
