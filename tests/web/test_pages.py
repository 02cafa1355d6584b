"""Overview, lists, quick open, the bell, editing, theme."""

from datetime import timedelta

import pytest

import engine
from engine import Kind
from tests.fixtures.house import House
from tests.web.conftest import Visit
from web.wording.words import as_typed


def test_an_empty_overview_says_what_would_stand_there(house: House, visit: Visit) -> None:
    page = visit("anders").go("/").text
    assert "Intet venter på dig lige nu" in page and "Du har ingen åbne sager" in page


def test_the_queue_stands_above_the_rest_for_dispatchers_and_below_for_their_team(house: House, visit: Visit) -> None:
    """Whoever leads or works in a team sees what waits in it; without a team there is no queue."""
    case = house.register("anders", "Netværk")

    def titles(name: str) -> list[str]:
        return [h.text_content().split()[0] for h in visit(name).go("/").document.xpath("//main//h2")]

    assert titles("jonas")[0] == titles("hanne")[-1] == titles("pia")[-1] == "Mit"
    for name, title in (("jonas", "Mit team 1"), ("hanne", "Mit team 1"), ("pia", "Mit teams kø 1")):
        assert title in visit(name).go("/").follow("Mit team").title, name
    assert "Mit teams kø" not in visit("rosa").go("/").text
    house.press(case, "Tildel", "jonas", agent="pia")
    for name in ("jonas", "hanne", "pia"):
        assert "Køen er tom: intet i dine teams venter på en dispatcher." in visit(name).go("/overblik/koe").text
    house.register("pia", "Servicedesk")
    assert "Mit teams kø 0" in visit("pia").go("/team").title  # of their own teams alone


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", "Overblik"),
        ("/overblik/venter", "Overblik"),
        ("/overblik/koe", "Mit team"),
        ("/team", "Mit team"),
        ("/aabn", "Søg"),
        ("/regler", "Regler"),
    ],
)
def test_the_menu_marks_the_page_one_is_on(visit: Visit, path: str, marked: str) -> None:
    jonas = visit("jonas").go(path)
    assert [a.text_content() for a in jonas.document.xpath("//nav[@class='rail']//a[@aria-current]")] == [marked]


def test_a_long_list_goes_on_over_pages(house: House, visit: Visit) -> None:
    for number in range(12):
        house.keep("anders", subject=f"Sag om kabel {number}")
    anders = visit("anders").go("/").follow("Vis alle 12")
    assert "Venter på mig 12" in anders.title
    assert anders.text.count("Sag om kabel") == 12
    assert visit("anders").go("/overblik/venter?efter=noget").status == 422
    assert visit("anders").go("/overblik/hemmeligt").status == 404


def test_my_tasks_in_two_sections_and_newly_solved_until_seen(house: House, visit: Visit) -> None:
    """A-26."""
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    links = visit("pia").go("/overblik/opgaver").document.xpath("//td[contains(@class, 'col-emne')]/a")
    assert [link.text for link in links] == [task.subject]
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    assert visit("anders").go("/overblik/godkender").title == "Jeg er godkender 1"
    visit("anders").go(f"/opgaver/{task.id}")
    assert visit("anders").go("/overblik/godkender").title == "Jeg er godkender 0"


def test_a_number_opens_at_once(house: House, visit: Visit) -> None:
    house.create_task(house.keep("anders"), "anders", "Netværk")
    anders = visit("anders")
    for typed in ("SAG1", "sag 1", "[SAG1]", "SAG1,", "sag nr. 1", "Sag%20%231:", "%20(sag1)."):
        assert anders.go(f"/aabn?q={typed}").title.startswith("SAG1"), typed
    for typed in ("TSK1", "tsk 1", "tsk1", "TSK001", "opgave nr. 1", "[tsk-1]"):
        assert anders.go(f"/aabn?q={typed}").title.startswith("TSK1"), typed


def test_a_bare_number_shows_both_and_words_find_by_subject(house: House, visit: Visit) -> None:
    house.create_task(house.keep("anders"), "anders", "Netværk")
    both = visit("anders").go("/aabn?q=1").text
    assert "SAG1" in both and "TSK1" in both
    engine.index_waiting(house.desk)
    assert "1 sag SAG1 Printer skriver ikke" in (found := visit("anders").go("/aabn?q=Undersøg")).text
    assert [mark.text for mark in found.document.xpath("//main//mark")] == ["Undersøg"]
    assert "TSK1" in visit("anders").go("/aabn/forslag?q=Undersøg").response.text
    assert "SAG1 Printer skriver ikke Tildelt · Gitte Sørensen, Borgerservice · Anders Krogh" in both
    assert "TSK1 Undersøg kabel Registreret · Gitte Sørensen, Borgerservice · Netværk" in both
    assert "Bruger Gitte Sørensen" in visit("anders").go("/aabn?q=gitte@kommunen.example").text
    assert "som du må se" in visit("anders").go("/aabn?q=findesikke").text


def test_the_bell_counts_until_read(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go("/beskeder")
    assert case.number in pia.text and "1 ulæste" in pia.title
    pia.press("Marker alle som læst")
    assert "0 ulæste" in pia.title
    assert not pia.document.xpath("//*[@class='bell-count']")


def test_whoever_opens_the_item_has_read_what_was_told_of_it(house: House, visit: Visit) -> None:
    case, other = house.register("anders", "Netværk"), house.register("anders", "Netværk")
    for one in (case, other):
        house.press(one, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go("/")
    assert pia.document.xpath("string(//*[@class='bell-count'])") == "2 ulæste"
    pia.go(f"/sager/{case.id}").go("/")
    assert pia.document.xpath("string(//*[@class='bell-count'])") == "1 ulæste"
    pia.go("/beskeder").follow(f"{other.number} er din").go("/")
    assert not pia.document.xpath("//*[@class='bell-count']")
    assert "0 ulæste" in pia.go("/beskeder").title
    assert "1 ulæste" not in visit("jonas").go("/beskeder").title  # what others were told is theirs


def test_that_no_mail_goes_out_is_said_once(house: House, visit: Visit) -> None:
    for _ in range(2):
        house.press(house.register("anders", "Netværk"), "Tildel", "jonas", agent="pia")
    pia = visit("pia").go("/beskeder")
    assert pia.text.count("går ikke ud som mail: ingen mailserver er sat op.") == 1
    assert "mail:" not in pia.text.replace("som mail:", "")
    house.desk.not_sent = None  # a mail server was set up since: what was not sent before it is said of each
    assert pia.go("/beskeder").text.count("mail: ikke sendt: ingen mailserver er sat op") == 2


def test_a_notice_in_the_diagrams_words_says_what_it_is_about(house: House, visit: Visit) -> None:
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    assert "Opgaven er løst [TSK1]: Undersøg kabel" in visit("anders").go("/beskeder").text


def test_something_new_is_marked_until_it_is_looked_at(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia")
    assert "Nyt siden sidst" in pia.go("/").text
    pia.go(f"/sager/{case.id}")
    assert "Nyt siden sidst" not in pia.go("/").text


def test_facts_are_edited_and_only_what_was_changed(house: House, visit: Visit) -> None:
    deadline = house.clock() + timedelta(days=2, seconds=17)
    case = house.keep("anders", deadline=deadline)
    anders = visit("anders").go(f"/sager/{case.id}?ret=1")
    anders.press("Gem rettelser", Emne="Skærm i reception", Kategori="Udstyr")
    assert anders.title.endswith("Skærm i reception")
    after = house.now(case)
    assert (after.category, after.deadline) == ("Udstyr", deadline)


def test_a_comment_by_someone_else_is_no_conflict_but_the_same_field_is(house: House, visit: Visit) -> None:
    """C5."""
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}?ret=1")
    engine.write_comment(house.desk, Kind.CASE, case.id, "Jeg kigger med.", by=house.by("signe"))
    engine.edit_case(house.desk, case.id, {"category": "Net"}, by=house.by("signe"))
    assert anders.press("Gem rettelser", Emne="Skærm").status == 200
    anders.go(f"/sager/{case.id}?ret=1")
    engine.edit_case(house.desk, case.id, {"subject": "Signes emne"}, by=house.by("signe"))
    anders.press("Gem rettelser", Emne="Anders' emne")
    assert anders.status == 409 and "Signe Dahl" in anders.text
    assert "Emne Dit Anders' emne Nu Signes emne" in anders.alerts()
    assert anders.value_of("Emne") == "Anders' emne"
    assert house.now(case).subject == "Signes emne"
    anders.press("Gem rettelser")  # seen now
    assert house.now(case).subject == "Anders' emne"


def test_a_conflict_names_each_field_and_says_both_values_in_words(house: House, visit: Visit) -> None:
    """D-22."""
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    anders = visit("anders").go(f"/opgaver/{task.id}?ret=1")
    signe, moved = house.id("signe"), house.clock() + timedelta(days=3)
    changes = {"approver": signe, "blocking": not house.now(task).blocking, "deadline": moved, "subject": "Stik"}
    engine.edit_task(house.desk, task.id, changes, by=house.by("anders"), reason="Ny aftale.")
    anders.press("Gem rettelser", Godkender="Pia Lund", Deadline="2026-03-20T12:00", **{"Hvorfor flyttes": "Ferie."})
    assert anders.status == 409
    assert "Godkender Dit Pia Lund Nu Signe Dahl" in anders.alerts()
    assert "Deadline Dit fredag den 20. marts 2026 kl. 12.00 Nu torsdag den 5. marts 2026 kl. 09.00" in anders.alerts()
    assert "Stik" not in anders.alerts()  # only what both have edited


def test_another_approver_of_a_task_needs_a_reason(house: House, visit: Visit) -> None:
    """R051, A-07."""
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    signe = visit("signe").go(f"/opgaver/{task.id}?ret=1").press("Gem rettelser", Godkender="Signe Dahl")
    assert signe.status == 422 and "R051" in signe.alerts()
    signe.document.xpath("//input[starts-with(@name, 'override-')]")[0].set("value", "aftalt med Anders")
    signe.press("Gem rettelser")
    assert house.now(task).approver_id == house.id("signe")


def test_closing_with_open_blocking_tasks_lists_them(house: House, visit: Visit) -> None:
    """R047: a task that must be finished first stands in the way, with a link."""
    case = house.keep("anders")
    task = house.create_task(case, "anders", "Netværk", blocking=True)
    anders = visit("anders").go(f"/sager/{case.id}")
    assert not anders.can_press("Løs og luk sagen")
    assert "R047" in anders.text
    assert anders.document.xpath(f"//a[@href='/opgaver/{task.id}']")


def test_lukkede_shows_solved_tasks(house: House, visit: Visit) -> None:
    """R098 to R100."""
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    page = visit("anders").go("/sager/1?fane=opgaver")
    assert "Ingen åbne opgaver" in page.text
    page.follow("Lukkede")
    assert "TSK1" in page.text and "Løst" in page.text


def test_a_theme_is_kept(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/").press("Mørkt")
    assert anders.document.get("data-bs-theme") == "dark"
    assert anders.go("/aabn").document.get("data-wished-theme") == "dark"


def test_the_deadline_field_spells_local_time(house: House) -> None:
    assert as_typed(house.clock()) == "02.03.2026 09.00"


def test_another_customer_is_found_while_editing_without_a_script(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}?ret=1")
    anders.press("Find bruger", Emne="Skærm", **{"Søg bruger": "ole"})
    assert anders.value_of("Emne") == "Skærm" and "Ole Ipsen" in anders.text
    anders.press("Gem rettelser", Ole=True, Gitte=False)
    assert (house.now(case).customer_id, house.now(case).subject) == (house.customer("Ole").id, "Skærm")
    anders.go(f"/sager/{case.id}?ret=1").press("Opret bruger", Navn="Ida Nyborg")
    anders.press("Gem rettelser")
    assert house.now(case).customer_id == house.customer("Ida").id


def test_numbers_of_rules_in_a_diagrams_words_lead_to_the_rules(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    links = visit("anders").go(f"/sager/{case.id}").document.xpath("//*[@class='documentation']/a/@href")
    assert "/regler#r032" in links
