"""What the manual says is to be seen on a screen, is: a test for each of the rules that hold there and nowhere else."""

import engine
from engine import Kind, Task, Upload
from tests.fixtures.house import House
from tests.web.conftest import Visit


def solved(house: House) -> Task:
    """A task of Anders' that Pia has solved; the case is his."""
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    return task


def test_creating_a_task_says_when_to_and_when_to_pass_the_case_on(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}/opgaver/ny?team={house.id('Netværk')}")
    for words in ("overblik over fremdriften", "sideløbende opgaver samtidig", "Send sagen videre, når du ikke"):
        assert words in anders.text, words
    links = anders.document.xpath("//details//a[@class='rule']/@href")
    assert [link.partition("#")[2] for link in links] == ["r031", "r034", "r035", "r036"]
    assert anders.can_press("Gem")


def test_the_tab_counts_the_tasks_says_where_each_lies_and_has_the_plus(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}")
    for team in ("Netværk", "Arbejdsplads", "Servicedesk"):
        house.create_task(case, "anders", team, subject=f"Til {team}")
    anders.go(anders.path).follow("Opgaver (3), 3 åbne")
    for words in ("Drift · Netværk", "Drift · Arbejdsplads", "Support · Servicedesk"):
        assert words in anders.text
    anders.follow("Opret opgave")
    assert "Opret opgave på SAG1" in anders.title


def test_the_counter_tells_open_tasks_from_all(house: House, visit: Visit) -> None:
    task = solved(house)
    case = engine.get_case(house.desk, task.case_id)
    house.create_task(case, "anders", "Netværk")
    page = visit("anders").go(f"/sager/{case.id}").document
    tabs = page.xpath("//nav[@aria-label='Faner']/a")
    assert "Opgaver (2), 1 åben" in [" ".join(tab.text_content().split()) for tab in tabs]
    (card,) = page.xpath("//h2[@id='opgaver-kort']")
    assert " ".join(card.text_content().split()).startswith("Opgaver på sagen (2) 1 åben")


def test_a_solved_task_leaves_the_list_and_stands_among_the_solved(house: House, visit: Visit) -> None:
    task = solved(house)
    anders = visit("anders").go(f"/sager/{task.case_id}?fane=opgaver")
    assert task.subject not in anders.text
    assert task.subject in anders.follow("Lukkede (1)").text and "Løst" in anders.text


def test_every_page_leads_to_overblik_and_to_opret(house: House, visit: Visit) -> None:
    task = solved(house)
    for path in ("/", f"/sager/{task.case_id}", f"/opgaver/{task.id}", "/regler", "/beskeder", "/findes-ikke"):
        anders = visit("anders").go(path)
        menu = {link.text_content().strip() for link in anders.document.xpath("//nav[@aria-label='Menu']//a")}
        assert {"Overblik", "Opret sag"} <= menu, path


def test_a_task_opens_from_my_tasks(house: House, visit: Visit) -> None:
    task = house.create_task(house.keep("anders"), "anders", "Netværk", subject="Mål kablet")
    house.press(task, "Tildel", "jonas", agent="pia")
    assert visit("pia").go("/").follow("Mål kablet").path == f"/opgaver/{task.id}"


def test_the_task_says_who_created_it(house: House, visit: Visit) -> None:
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    pia = visit("pia").go(f"/opgaver/{task.id}")
    (creator,) = pia.document.xpath("//dt[.='Oprettet af']/following-sibling::dd[1]")
    assert "Anders Krogh" in creator.text_content()


def test_only_what_has_files_is_shown(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    engine.write_comment(house.desk, Kind.CASE, case.id, "Ringet op.", by=house.by("anders"))
    files = [Upload("billede.txt", b"indhold")]
    engine.write_comment(house.desk, Kind.CASE, case.id, "Se billedet.", by=house.by("anders"), attachments=files)
    anders = visit("anders").go(f"/sager/{case.id}")
    assert "Ringet op." in anders.text
    anders.follow("Vis kun vedhæftede filer")
    assert "billede.txt" in anders.text and "Ringet op." not in anders.text


def test_the_solution_stands_above_the_correspondence(house: House, visit: Visit) -> None:
    task = solved(house)
    engine.write_comment(house.desk, Kind.TASK, task.id, "Tak for det.", by=house.by("anders"))
    anders = visit("anders").go(f"/opgaver/{task.id}")
    assert anders.text.index("Kablet er skiftet.") < anders.text.index("Tak for det.")


def test_a_task_is_assigned_anew_and_edited_on_its_page(house: House, visit: Visit) -> None:
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/opgaver/{task.id}")
    assert pia.can_press("Tildel anden agent") and pia.can_press("Send retur")
    pia.follow("Ret").press("Gem rettelser", Emne="Mål kablet")
    assert "Mål kablet" in pia.title
