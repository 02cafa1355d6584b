"""Processes in the browser: who sees them, what the check says of an upload, and the next version."""

import json
from datetime import timedelta

import pytest

import engine
from engine.store.connection.counting import counting
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

W3, KEY = "Sag fra support til drift", "case_support_to_operations"


def content(house: House, name: str = W3) -> bytes:
    """A shipped diagram as a process owner has it on their machine."""
    process = next(p for p in engine.processes(house.desk) if p.newest.name == name)
    return engine.content_of(house.desk, process.newest.id)


def broken(house: House) -> bytes:
    """W3 without its two ends, and with an element that no diagram may have."""
    text = content(house).decode()
    return text.replace("endEvent", "subProcess").encode()


def upload(birgit: Visitor, file: bytes, name: str = "w3.bpmn") -> Visitor:
    return birgit.go("/processer/").press("Upload og kontrollér", **{"BPMN-fil": (name, file)})


def test_everybody_reads_the_processes_and_their_versions(house: House, visit: Visit) -> None:
    house.register("anders", "Netværk")
    pia = visit("pia").go("/processer/")
    assert f"{W3} 1" in pia.text and "Sag: Support → Drift" in pia.text
    pia.follow(W3)
    assert pia.title == f"{W3} version 1" and "1 forløb i gang på version 1" in pia.text
    assert "Leveret med produktet" in pia.text and "Agent i drift løser sagen" in pia.text
    assert pia.document.xpath("//div[@data-diagram]")


def test_each_version_says_how_many_run_on_it_and_leads_to_them(house: House, visit: Visit) -> None:
    for _ in range(2):
        house.register("anders", "Netværk")
    ended = house.register("anders", "Netværk")
    house.press(ended, "Tildel", "jonas", agent="pia")
    house.press(ended, "Marker som løst", "pia", solution="Kablet er skiftet.")
    house.press(ended, "Luk sagen", "anders")
    engine.deploy(house.desk, shorter(content(house)), by=house.id("kaj"), note="Kortere.")
    house.register("anders", "Netværk")
    rosa = visit("rosa").go("/processer/").follow(W3)
    assert "1 forløb i gang på version 2, 2 på ældre versioner" in rosa.text and "ikke den nyeste" not in rosa.text
    assert running_and_ended(rosa) == [("Version 2 nyeste", "1", "0"), ("Version 1", "2", "1")]
    assert rosa.follow("Version 1").title == f"{W3} version 1 ikke den nyeste"
    assert "2 forløb i gang på version 1, 1 på andre versioner" in rosa.text
    assert rosa.document.xpath("//a[text()='Se version 2, den nyeste']/@href") == [f"/processer/{KEY}"]
    (link,) = rosa.document.xpath("//tr[@class='this']/td[@data-label='Slut']/a/@href")
    rosa.go(link)
    assert rosa.title == "Forløb 1" and ended.subject in rosa.text
    pia = visit("pia").go("/processer/").follow(W3)  # she has no way in there
    assert running_and_ended(pia)[1] == ("Version 1", "2", "1") and "/forloeb" not in pia.response.text


def running_and_ended(visitor: Visitor) -> list[tuple[str, ...]]:
    rows = visitor.document.xpath("//section[@aria-labelledby='versioner']//tbody/tr")
    return [tuple(" ".join(row[n].text_content().split()) for n in (0, 1, 2)) for row in rows]


def test_a_process_with_many_versions_asks_the_database_no_more(house: House, visit: Visit) -> None:
    def asked() -> int:
        pia = visit("pia").go(f"/processer/{KEY}")
        with counting(house.desk.database) as count:
            pia.go(f"/processer/{KEY}")
        return count.statements

    engine.deploy(house.desk, shorter(content(house)), by=None, note="Kortere.")
    few = asked()
    for number in range(6):
        house.register("anders", "Netværk")
        engine.deploy(house.desk, shorter(content(house)) + b"\n" * number, by=None, note="Igen.") if number else None
    assert asked() <= few + 2  # what is kept in memory is looked after now and then


def test_a_version_is_downloaded_as_it_was_deployed_with_its_number(house: House, visit: Visit) -> None:
    pia = visit("pia").go("/processer/").follow(W3).follow("Hent .bpmn")
    assert pia.response.data.replace(b' camunda:versionTag="1"', b"") == content(house)
    assert "case_support_to_operations-1.bpmn" in pia.response.headers["Content-Disposition"]
    assert visit("pia").go("/processer/case_support_to_operations/7.bpmn").status == 404


def test_an_upload_says_which_version_it_began_from_days_later_too(house: House, visit: Visit) -> None:
    file = visit("birgit").go("/processer/").follow(W3).follow("Hent .bpmn").response.data
    birgit = upload(visit("birgit"), file)
    assert "Filen er magen til version 1." in birgit.text
    birgit = upload(birgit, shorter(file))
    assert "Filen begyndte fra version 1." in birgit.text and birgit.can_press("Sæt i drift som version 2")
    engine.deploy(house.desk, shorter(content(house)), by=house.id("kaj"), note="Kortere.")
    house.clock.advance(timedelta(days=3))
    birgit = upload(visit("birgit"), file.replace(b"Luk sagen", b"Luk den"))
    assert "Filen begyndte fra version 1, men version 2 er i drift." in birgit.text
    assert "Det, der er ændret imellem dem, er ikke med i din fil." in birgit.text
    upload(birgit, visit("birgit").go("/processer/").follow(W3).follow("Hent .bpmn").response.data)
    assert "Filen er magen til version 2." in birgit.text


def test_the_first_hundred_problems_and_a_count(house: House, visit: Visit) -> None:
    flood = content(house).replace(b"<bpmn:laneSet", b"<bpmn:extensionElements>" + b"<camunda:p/>" * 9_000, 1)
    flood = flood.replace(b"<camunda:p/>" * 9_000, b"<camunda:p/>" * 9_000 + b"</bpmn:extensionElements><bpmn:laneSet")
    birgit = upload(visit("birgit"), flood)
    assert len(birgit.document.xpath("//tr[starts-with(@id, 'problem-')]")) == 100
    assert "Her står de første 100 af 9000." in birgit.text and "9000 fejl skal rettes" in birgit.text
    assert len(birgit.response.data) < 300_000


def test_others_see_who_deploys_and_a_hand_made_upload_is_refused(house: House, visit: Visit) -> None:
    pia = visit("pia").go("/processer/")
    assert not pia.can_press("Upload og kontrollér")
    assert "Kun procesejere sætter diagrammer i drift." in pia.text and "Det kan: Birgit Toft, Kaj Munk." in pia.text
    token = pia.document.xpath("//input[@name='csrf_token']/@value")[0]
    answer = pia.client.post("/processer/upload", data={"csrf_token": token})
    assert answer.status_code == 422 and "Birgit Toft" in answer.text and "/regler#d-08" in answer.text


def test_a_changed_diagram_is_checked_kept_and_deployed_as_the_next_version(house: House, visit: Visit) -> None:
    old = house.register("anders", "Netværk")
    changed = content(house).replace(b'name="Sag tildeles til hovedteam i drift"', b'name="Hovedteamet i drift"')
    birgit = upload(visit("birgit"), changed)
    assert birgit.title == f"Kontrol af {W3}" and "Ingen fejl." in birgit.text
    assert "Det bliver version 2" in birgit.text
    birgit.press("Sæt i drift som version 2", **{"Hvad er ændret": "Kortere navn på et trin."})
    assert f"{W3} er sat i drift som version 2." in birgit.text
    newest = engine.versions(house.desk, "case_support_to_operations")[0]
    assert (newest.version, newest.deployed_by, newest.note) == (2, house.id("birgit"), "Kortere navn på et trin.")
    assert engine.content_of(house.desk, newest.id) == changed
    assert [row.definition.version for row in engine.list_instances(house.desk, engine.Filters()).rows] == [1]
    assert house.waits(old)


def test_without_a_note_nothing_is_deployed_and_the_file_is_still_there(house: House, visit: Visit) -> None:
    birgit = upload(visit("birgit"), content(house).replace(b"kommunikerer med brugeren", b"taler med brugeren"))
    birgit.press("Sæt i drift som version 2")
    assert birgit.status == 422 and "Skriv, hvad der er ændret, og hvorfor." in birgit.alerts()
    assert len(engine.versions(house.desk, "case_support_to_operations")) == 1
    birgit.press("Sæt i drift som version 2", **{"Hvad er ændret": "Et ord."})
    assert len(engine.versions(house.desk, "case_support_to_operations")) == 2


def test_the_same_file_again_is_no_new_version(house: House, visit: Visit) -> None:
    birgit = upload(visit("birgit"), content(house))
    assert "Filen er magen til version 1. Der er ikke noget nyt at sætte i drift." in birgit.text
    assert "Ingen fejl." not in birgit.text and "Sæt i drift som" not in birgit.response.text
    token = birgit.document.xpath("//input[@name='csrf_token']/@value")[0]
    answer = birgit.client.post(birgit.path, data={"csrf_token": token, "note": "Ingenting."})
    assert answer.status_code == 422 and "uændret" in answer.text


def test_a_file_of_an_older_version_says_that_it_goes_back(house: House, visit: Visit) -> None:
    first = content(house)
    engine.deploy(house.desk, shorter(first), by=house.id("kaj"), note="Kortere.")
    birgit = upload(visit("birgit"), first)
    assert "Filen er magen til version 1, som dermed er i drift igen." in birgit.text
    birgit.press("Sæt i drift som version 3", **{"Hvad er ændret": "Tilbage."})
    assert f"{W3} er sat i drift som version 3." in birgit.text


def test_before_it_is_deployed_one_reads_what_is_otherwise(house: House, visit: Visit) -> None:
    birgit = upload(visit("birgit"), shorter(content(house)))
    assert changes(birgit) == ("Ændret siden version 1 (1)", [SHORTER_IN_WORDS])
    (link,) = birgit.document.xpath("//section[@aria-labelledby='forskelle']//a")
    assert link.get("data-show-element") == "tildel_til_hovedteam"
    birgit.press("Sæt i drift som version 2", **{"Hvad er ændret": "Kortere navn på et trin."})
    assert changes(birgit) == ("Ændret siden version 1 (1)", [SHORTER_IN_WORDS])
    birgit.follow("Version 1")
    assert not birgit.document.xpath("//h2[@id='forskelle']")  # nothing was before it


def test_a_file_that_is_only_drawn_otherwise_says_so(house: House, visit: Visit) -> None:
    birgit = upload(visit("birgit"), content(house) + b"\n")
    assert "Trin, felter, knapper, valg og handlinger er de samme." in birgit.text


def test_the_differences_are_read_in_english_but_for_what_somebody_wrote(house: House, visit: Visit) -> None:
    birgit = visit("birgit").go("/").press("English").go("/processer/")
    birgit.press("Upload and check", **{"BPMN file": ("w3.bpmn", shorter(content(house)))})
    name, _what, *others = SHORTER_IN_WORDS
    assert changes(birgit) == ("Changed since version 1 (1)", [(name, "Name", *others)])


def test_the_steps_in_words_have_their_fields_and_buttons(house: House, visit: Visit) -> None:
    pia = visit("pia").go("/processer/").follow(W3)
    told = {row[0].text_content(): row for row in pia.document.xpath("//details//tbody/tr")}
    start, solving = told["Sag oprettes i support"], told["Agent i drift løser sagen"]
    assert "Emne (en linje tekst, skal udfyldes)" in start.text_content()
    assert "Løsning (en intern kommentar markeret som løsning)" in solving.text_content()
    assert "Marker som løst" in solving.text_content()


def shorter(file: bytes) -> bytes:
    return file.replace(b'name="Sag tildeles til hovedteam i drift"', b'name="Hovedteamet i drift"')


SHORTER_IN_WORDS = ("Hovedteamet i drift", "Navn", "Sag tildeles til hovedteam i drift", "Hovedteamet i drift")


def changes(visitor: Visitor) -> tuple[str, list[tuple[str, ...]]]:
    """The heading of the differences, and the cells of each."""
    (section,) = visitor.document.xpath("//section[@aria-labelledby='forskelle']")
    rows = [tuple(" ".join(cell.text_content().split()) for cell in row) for row in section.xpath(".//tbody/tr")]
    return section.find("h2").text_content(), rows


def test_every_problem_stands_in_the_table_and_on_the_diagram(house: House, visit: Visit) -> None:
    birgit = upload(visit("birgit"), broken(house))
    found = engine.check(broken(house))
    errors = [problem for problem in found if problem.severity == "error"]
    assert f"{len(errors)} fejl skal rettes" in birgit.text
    for problem in found:
        assert problem.sentence in birgit.text and problem.remedy in birgit.text
        if problem.element:
            assert birgit.document.xpath(f"//a[@data-show-element='{problem.element}']")
            assert f'"{problem.element}": "{problem.severity}"' in birgit.document.xpath("//@data-markers")[0]
            rows = json.loads(birgit.document.xpath("//@data-problems")[0])[problem.element].split(", ")
            told = " ".join(birgit.document.xpath(f"//tr[@id='problem-{row}']")[0].text_content() for row in rows)
            assert problem.sentence in told
    assert "Sæt i drift som" not in birgit.response.text


def test_the_problems_of_an_upload_are_read_in_english(house: House, visit: Visit) -> None:
    birgit = visit("birgit").go("/").press("English").go("/processer/")
    birgit.press("Upload and check", **{"BPMN file": ("w3.bpmn", broken(house))})
    assert "The process has no end event." in birgit.text and "Draw an end event." in birgit.text
    hints = json.loads(birgit.document.xpath("//@data-hints")[0]).values()
    assert any("is a sub-process (subProcess), which cannot be executed here." in hint for hint in hints)
    for problem in engine.check(broken(house)):
        assert problem.sentence not in birgit.text and problem.remedy not in birgit.text


@pytest.mark.parametrize(
    "file", [b"<", b"not XML", b"<a/>", "<?xml version='1.0' encoding='latin-1'?><a/>".encode("latin-1")]
)
def test_a_file_that_is_no_diagram_is_told_in_a_sentence(house: House, visit: Visit, file: bytes) -> None:
    birgit = upload(visit("birgit"), file)
    assert birgit.status == 200 and "fejl skal rettes" in birgit.text and birgit.title == "Kontrol af w3.bpmn"
    assert engine.check(file)[0].sentence in birgit.text
    assert not birgit.document.xpath("//div[@data-diagram]")


def test_no_file_and_a_file_too_large(house: House, visit: Visit) -> None:
    birgit = visit("birgit").go("/processer/").press("Upload og kontrollér")
    assert birgit.status == 422 and "Vælg en .bpmn-fil" in birgit.alerts()
    upload(birgit, b"", "tom.bpmn")
    assert birgit.status == 422 and "Filen er tom." in birgit.alerts()
    upload(birgit, b"<a>" + b" " * 6_000_000, "stor.bpmn")
    assert birgit.status == 422 and "MB" in birgit.text and birgit.title == "Kontrol af stor.bpmn"
    assert not list(house.desk.settings.data_dir.glob("drafts/*"))


def test_without_a_file_one_stays_where_one_is(house: House, visit: Visit) -> None:
    birgit = visit("birgit").go("/processer/").follow(W3).press("Upload og kontrollér")
    assert (birgit.status, birgit.title) == (422, f"{W3} version 1")
    assert "Vælg en .bpmn-fil" in birgit.alerts()
    assert birgit.document.xpath("//main//a[@href='#diagram-file']") and birgit.document.xpath("//main/*[@data-focus]")
    upload(birgit, shorter(content(house))).press("Upload og kontrollér")
    assert (birgit.status, birgit.title) == (422, f"Kontrol af {W3}") and "Vælg en .bpmn-fil" in birgit.alerts()
    assert birgit.can_press("Sæt i drift som version 2")
    birgit.press("Upload og kontrollér", **{"BPMN-fil": ("w3.bpmn", content(house))})
    assert "Filen er magen til version 1." in birgit.text


@pytest.mark.parametrize("gone", [{"of": "findes_ikke"}, {"uploaded": "A" * 22}, {}])
def test_without_a_file_and_without_a_place_one_is_at_the_list(
    house: House, visit: Visit, gone: dict[str, str]
) -> None:
    birgit = visit("birgit").go("/processer/")
    token = birgit.document.xpath("//input[@name='csrf_token']/@value")[0]
    answer = birgit.client.post("/processer/upload", data={"csrf_token": token} | gone)
    assert answer.status_code == 422 and "Vælg en .bpmn-fil" in answer.text and ">Processer <" in answer.text


def test_a_note_that_is_too_long_says_by_how_much(house: House, visit: Visit) -> None:
    birgit = upload(visit("birgit"), shorter(content(house)))
    birgit.press("Sæt i drift som version 2", **{"Hvad er ændret": "x" * 2_001})
    assert birgit.status == 422 and "Skriv højst 2000 tegn; der er 2001." in birgit.alerts()


def test_a_file_of_another_process_is_told_before_anything_is_deployed(house: House, visit: Visit) -> None:
    birgit = visit("birgit").go("/processer/").follow("Opgave fra support til drift")
    birgit.press("Upload og kontrollér", **{"BPMN-fil": ("w3.bpmn", content(house).replace(b"brugeren", b"kunden"))})
    assert "Filen er en anden proces." in birgit.text
    assert "men id’et i filen er case_support_to_operations" in birgit.text
    assert f"version 2 af {W3}" in birgit.text
    birgit.go("/processer/").follow(W3)
    birgit.press("Upload og kontrollér", **{"BPMN-fil": ("w3.bpmn", content(house))})
    assert "anden proces" not in birgit.text


def test_whoever_comes_second_sees_who_was_first_and_keeps_what_they_wrote(house: House, visit: Visit) -> None:
    birgit = upload(visit("birgit"), content(house).replace(b"kommunikerer med brugeren", b"taler med brugeren"))
    kajs = content(house).replace(b"kommunikerer med brugeren", b"skriver til brugeren")
    engine.deploy(house.desk, kajs, by=house.id("kaj"), note="Kajs.")
    birgit.press("Sæt i drift som version 2", **{"Hvad er ændret": "Et ord."})
    assert birgit.status == 409 and "Kaj Munk" in birgit.alerts() and "Intet er sat i drift" in birgit.alerts()
    assert "Et ord." in birgit.document.xpath("//textarea[@id='note']")[0].text
    birgit.press("Sæt i drift som version 3", **{"Hvad er ændret": "Begges."})
    assert engine.versions(house.desk, "case_support_to_operations")[0].note == "Begges."


def test_a_new_process_is_deployed_too_and_told_that_nothing_leads_to_it(house: House, visit: Visit) -> None:
    renamed = content(house).replace(b"case_support_to_operations", b"case_of_my_own")
    birgit = upload(visit("birgit"), renamed)
    assert "ny proces med id case_of_my_own" in birgit.text and "Ingen rute fører arbejde til den" in birgit.text
    birgit.press("Sæt i drift som version 1", **{"Hvad er ændret": "En ny."})
    assert engine.versions(house.desk, "case_of_my_own")[0].version == 1


def test_an_upload_is_for_whoever_uploaded_it_and_for_a_day(house: House, visit: Visit) -> None:
    birgit = upload(visit("birgit"), content(house))
    assert visit("kaj").go(birgit.path).status == 404
    assert visit("birgit").go(birgit.path + "/diagram.bpmn").response.data == content(house)
    house.clock.advance(timedelta(hours=25))
    assert visit("birgit").go(birgit.path).status == 404


def test_a_draft_is_found_again_from_the_list_and_from_its_process(house: House, visit: Visit) -> None:
    birgit = upload(visit("birgit"), shorter(content(house)))
    where = birgit.path
    assert "Filen er gemt for dig til i morgen 09.00" in birgit.text
    birgit.go("/processer/")
    assert f"Dine kladder (1) Uploadet, men ikke sat i drift. Kun du ser dem. w3.bpmn {W3} uploadet" in birgit.text
    assert birgit.follow("w3.bpmn").path == where
    assert birgit.go("/processer/").follow(W3).follow("w3.bpmn").path == where
    assert "Dine kladder" not in birgit.go("/processer/").follow("Opgave fra support til drift").text
    assert "Dine kladder" not in visit("kaj").go("/processer/").text
    birgit.go(where).press("Sæt i drift som version 2", **{"Hvad er ændret": "Kortere."})
    assert "Dine kladder" not in birgit.go("/processer/").text


def test_a_draft_that_is_no_diagram_is_found_again_too_whatever_it_is_called(house: House, visit: Visit) -> None:
    birgit = visit("birgit")
    for name in ("/home/birgit/<b>æ.txt", "a" * 300):
        upload(birgit, b"ikke xml", name)
        house.clock.advance(timedelta(minutes=1))
    told = [" ".join(a.text_content().split()) for a in birgit.go("/processer/").document.xpath("//ul//a")]
    assert {"a" * 100, "<b>æ.txt"} <= set(told)
    assert birgit.text.count("ingen proces kan læses") == 2
    house.clock.advance(timedelta(hours=25))
    assert "Dine kladder" not in birgit.go("/processer/").text


def test_of_many_uploads_the_oldest_make_room(house: House, visit: Visit) -> None:
    for _ in range(12):
        house.clock.advance(timedelta(minutes=1))
        upload(visit("birgit"), content(house))
    assert len(list(house.desk.settings.data_dir.glob("drafts/*.draft"))) == 10


def test_an_upload_that_another_request_removes_meanwhile_holds_up_none(house: House, visit: Visit) -> None:
    upload(visit("birgit"), content(house))
    (house.desk.settings.data_dir / "drafts" / "1-removed.draft").symlink_to("gone")  # as it is after it was listed
    assert upload(visit("birgit"), content(house)).status == 200


def test_a_discarded_upload_is_gone(house: House, visit: Visit) -> None:
    birgit = upload(visit("birgit"), content(house))
    where = birgit.path
    birgit.press("Kassér den")
    assert "kasseret" in birgit.text and visit("birgit").go(where).status == 404


@pytest.mark.parametrize("token", ["x", "..%2f..%2fsecret_key", "A" * 22])
def test_an_upload_that_was_never_there(house: House, visit: Visit, token: str) -> None:
    assert visit("birgit").go(f"/processer/kladde/{token}").status == 404
