"""Drafts of forms (D-22): whose they are, what keeps and ends them, and what a form does that arrives too late."""

import errno
import io
import os
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask

import engine
from engine import Kind
from engine.desk.background import handlers
from engine.presence import Presence
from engine.store.tables import form_drafts
from tests.fixtures.house import THOROUGH, House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.forms.places import Place

INTERNAL, TEXT = "Intern kommentar: brugeren", "Har talt med Gitte to gange."


def inputs(visitor: Visitor, form: str = "skriv-intern") -> dict[str, str]:
    """The hidden inputs of a form, as a browser sends them."""
    found = visitor.document.get_element_by_id(form).xpath(".//input[@type='hidden']")
    return {element.get("name"): element.get("value") for element in found}


def keep(visitor: Visitor, form: str = "skriv-intern", query: str = "", **typed: Any) -> Any:
    """What the script sends as one types."""
    return visitor.client.post(f"/kladder{query}", data=inputs(visitor, form) | typed)


def rows(house: House) -> list[Any]:
    with house.desk.reading() as connection:
        return list(connection.execute(form_drafts.select()))


def test_a_draft_is_there_again_on_another_machine_and_goes_when_it_is_sent(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    told = keep(visit("anders").go(f"/sager/{case.id}"), text=TEXT).get_json()
    assert told["version"] == 1 and "Kladde fra" in told["line"]
    other = visit("anders").go(f"/sager/{case.id}")
    assert other.value_of(INTERNAL) == TEXT and "Kladde fra i dag 09.00" in other.text
    other.press("Gem internt")
    assert [e.text for e in engine.entries_of(house.desk, Kind.CASE, case.id)] == [TEXT]
    assert rows(house) == [] and "Kladde fra" not in other.text


def test_a_save_that_arrives_late_changes_nothing(house: House, visit: Visit) -> None:
    anders = visit("anders").go(f"/sager/{house.keep('anders').id}")
    save = partial(keep, anders, **{"draft-version": "0"})
    assert save(text="Hel sætning", **{"draft-count": "2"}).get_json()["version"] == 2
    assert save(text="Hel", **{"draft-count": "1"}).status_code == 409
    assert [row.fields[-1][1] for row in rows(house)] == ["Hel sætning"]
    assert save(text="Hel sætning.", **{"draft-count": "3"}).get_json()["version"] == 3
    uploaded = save(text="Hel", files=(io.BytesIO(b"3. sal"), "plan.txt"), **{"draft-count": "2"}).get_json()
    assert uploaded["version"] == 3 and "plan.txt" in str(uploaded["files"])
    anders.go(anders.path)
    assert anders.value_of(INTERNAL) == "Hel sætning." and anders.value_of("plan.txt")
    assert save(query="?anyway", text="Hel", **{"draft-count": "3"}).get_json()["version"] == 4


@pytest.mark.parametrize("saved", [True, False])
def test_a_save_that_arrives_after_its_form_was_sent_is_no_draft(house: House, visit: Visit, saved: bool) -> None:
    """Whether the draft was there before or not; what another page has typed there is one."""
    case = house.keep("anders")
    anders, other = (visit("anders").go(f"/sager/{case.id}") for _ in range(2))
    save = partial(keep, anders, **{"draft-version": "0"})
    if saved:
        save(text="Har", **{"draft-count": "1"})
    form = inputs(anders) | {"text": TEXT, "draft-saves": "2"}
    anders.client.post(f"/sager/{case.id}/kommentar", data=form)
    assert save(text=TEXT, **{"draft-count": "2"}).get_json() == {"sent": True}
    assert save(text=TEXT, **{"draft-count": "3"}).get_json()["version"] == 3  # no answer came: it stands in the page
    anders.client.post(f"/sager/{case.id}/kommentar", data=form)
    anders.go(anders.path)
    assert "Kladde fra" not in anders.text and anders.value_of(INTERNAL) == ""
    assert keep(other, text="Noget andet", **{"draft-count": "1"}).status_code == 200
    assert anders.go(anders.path).value_of(INTERNAL) == "Noget andet"


def test_each_form_of_an_item_has_a_draft_of_its_own(house: House, visit: Visit) -> None:
    """What was typed internally never comes to stand in what goes to the customer."""
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/sager/{case.id}?ret=1")
    keep(pia, "skriv-intern", text="intern")
    keep(pia, "skriv-ekstern", text="ekstern")
    keep(pia, "skriv-mail", text="mail", to="a@b.example")
    pia.go(f"/sager/{case.id}?skriv=ekstern")
    written = {f: pia.document.get_element_by_id(f"{f}-text").text.strip() for f in ("intern", "ekstern", "mail")}
    assert written == {"intern": "intern", "ekstern": "ekstern", "mail": "mail"}
    pia.press("Send til Gitte Sørensen, Borgerservice")
    assert sorted(row.place for row in rows(house)) == [f"/sager/{case.id}/kommentar", f"/sager/{case.id}/mail"]


def test_a_draft_is_nobody_else_s_and_waits_while_the_case_may_not_be_seen(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}")
    keep(anders, text=TEXT)
    assert TEXT not in visit("signe").go(f"/sager/{case.id}").response.text
    forged = inputs(anders) | {"draft": inputs(anders)["draft"][:-2], "text": "forged"}
    assert anders.client.post("/kladder", data=forged).status_code == 400
    assert anders.client.post("/kladder/kasser", data=forged).status_code == 400
    assert len(rows(house)) == 1


def test_an_older_page_is_asked_and_does_not_write_over_the_newer(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    older, newer = (visit("anders").go(f"/sager/{case.id}") for _ in range(2))
    assert keep(newer, text="Fra det nye vindue").status_code == 200
    answer = keep(older, text="Fra det gamle vindue")
    assert answer.status_code == 409 and "skrevet videre i et andet vindue" in answer.get_json()["line"]
    assert visit("anders").go(f"/sager/{case.id}").value_of(INTERNAL) == "Fra det nye vindue"
    assert keep(newer, text="Videre i samme vindue").status_code == 200  # though its answer was lost
    assert keep(older, query="?anyway", text="Fra det gamle vindue").get_json()["version"] == 3
    assert visit("anders").go(f"/sager/{case.id}").value_of(INTERNAL) == "Fra det gamle vindue"


def test_a_page_that_is_sent_leaves_what_another_wrote_since(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    older, newer = (visit("anders").go(f"/sager/{case.id}") for _ in range(2))
    keep(newer, text="Skrevet siden")
    older.press("Gem internt", **{INTERNAL: TEXT})
    assert older.value_of(INTERNAL) == "Skrevet siden"


def test_a_page_that_is_refused_leaves_the_newer_draft(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    older, newer = (visit("anders").go(f"/sager/{case.id}?skriv=mail") for _ in range(2))
    keep(newer, "skriv-mail", text="Skrevet siden")
    older.press("Send mail", Til="", Tekst=TEXT)
    assert older.status == 422 and older.value_of("Tekst") == TEXT
    assert visit("anders").go(f"/sager/{case.id}").value_of("Tekst") == "Skrevet siden"


def test_an_older_page_that_is_sent_after_the_visit_is_kept_beside_the_newer_draft(
    house: House, visit: Visit, stranger: Visitor
) -> None:
    case = house.keep("anders")
    older, newer = (visit("anders").go(f"/sager/{case.id}") for _ in range(2))
    keep(newer, text="Skrevet siden", files=(io.BytesIO(b"2. sal"), "ny.txt"))
    for _ in range(2):  # whoever goes back and presses again
        sent = inputs(older) | {"text": TEXT, "files": (io.BytesIO(b"3. sal"), "plan.txt")}
        assert "gemt som kladde" in stranger.client.post(f"/sager/{case.id}/kommentar", data=sent).text
    assert keep(newer, text="Skrevet endnu senere").status_code == 409
    anders = visit("anders").go(f"/sager/{case.id}")
    assert anders.value_of(INTERNAL) == "Skrevet siden"
    assert anders.value_of("ny.txt") and anders.value_of("plan.txt")
    assert [area.text.strip() for area in anders.document.xpath("//textarea[@name='older-text']")] == [TEXT]
    anders.press("Gem internt")
    assert rows(house) == [] and TEXT not in anders.text


def test_what_was_begun_in_a_form_that_is_closed_to_one_now_is_to_take_along(house: House, visit: Visit) -> None:
    """Tue is of another team in the department that registered it: he comments, and does nothing else (D-16)."""
    case = house.register("anders", "Netværk")
    for place in ("kommentar", "ekstern", "mail"):
        address, page = f"/sager/{case.id}/{place}", f"/sager/{case.id}"
        fields = [("text", f"{place}: {TEXT}")]
        engine.save_draft(house.desk, address, page, fields, by=house.id("tue"), writer="", seen_version=None)
    tue = visit("tue").go(f"/sager/{case.id}")
    lost = tue.document.xpath("//section[.//*[text()='Det, du skrev']]//textarea")
    assert [area.text.strip() for area in lost] == [f"ekstern: {TEXT}", f"mail: {TEXT}"]
    assert tue.value_of(INTERNAL) == f"kommentar: {TEXT}"


def test_a_form_that_is_refused_is_a_draft_and_so_are_its_files(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}?skriv=mail")
    anders.press("Send mail", Tekst="Hvilket rum?", **{"Vedhæft filer": ("fejl æske.log", b"14.02")})
    assert anders.status == 422
    anders.go(f"/sager/{case.id}")
    assert anders.value_of("Tekst") == "Hvilket rum?" and anders.value_of("fejl æske.log")
    anders.press("Send mail", Tekst="Kære Gitte\n\nHvilket rum?\n\nMed venlig hilsen\nAnders")
    (entry,) = engine.entries_of(house.desk, Kind.CASE, case.id)
    assert [a.name for a in entry.attachments] == ["fejl æske.log"] and rows(house) == []


def test_a_form_that_arrives_after_the_visit_is_kept_and_not_done(
    house: House, visit: Visit, stranger: Visitor
) -> None:
    """DECISIONS 5: it is opened as a draft by the same person, and sent by a press."""
    case = house.keep("anders")
    form = inputs(visit("anders").go(f"/sager/{case.id}"))
    file = (io.BytesIO(b"3. sal"), "plan.txt")
    answer = stranger.client.post(f"/sager/{case.id}/kommentar", data=form | {"text": TEXT, "files": file})
    assert answer.status_code == 401 and "gemt som kladde" in answer.text and TEXT not in answer.text
    assert f"/log-ind?next=/sager/{case.id}" in answer.text
    assert not engine.entries_of(house.desk, Kind.CASE, case.id)
    assert TEXT not in visit("signe").go(f"/sager/{case.id}").response.text
    anders = visit("anders").go(f"/sager/{case.id}")
    assert anders.value_of(INTERNAL) == TEXT
    anders.press("Gem internt")
    (entry,) = engine.entries_of(house.desk, Kind.CASE, case.id)
    assert (entry.text, [a.name for a in entry.attachments]) == (TEXT, ["plan.txt"])


@pytest.mark.parametrize(("who", "said"), [("anders", "Åbn kladden"), ("signe", "af en anden, der var logget ind")])
def test_a_form_of_an_older_visit_is_kept_for_whoever_it_was_made_for(
    house: House, visit: Visit, who: str, said: str
) -> None:
    case = house.keep("anders")
    form = inputs(visit("anders").go(f"/sager/{case.id}")) | {"csrf_token": "older", "text": TEXT}
    answer = visit(who).client.post(f"/sager/{case.id}/kommentar", data=form)
    assert answer.status_code == 400 and said in answer.text and TEXT not in answer.text
    assert [row.agent_id for row in rows(house)] == [house.id("anders")]
    assert not engine.entries_of(house.desk, Kind.CASE, case.id)


def test_a_form_without_a_token_of_its_own_is_not_kept(house: House, stranger: Visitor) -> None:
    case = house.keep("anders")
    answer = stranger.client.post(f"/sager/{case.id}/kommentar", data={"text": TEXT, "draft": "made-up"})
    assert answer.status_code == 401 and "Intet er gemt" in answer.text and TEXT not in answer.text
    assert rows(house) == []


def test_a_step_that_somebody_else_completed_leaves_what_was_typed_to_take_along(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/sager/{case.id}")
    step = house.step(case).id
    form = pia.document.xpath("//form[@data-step]")[0]
    form.set("id", "step")
    keep(pia, "step", **{"felt-loesning": "Disken er skiftet."})
    engine.complete(house.desk, step, "marker_loest", {"loesning": "Kablet."}, by=house.by("pia"))
    pia.go(f"/sager/{case.id}")
    assert "Formularen er her ikke længere" in pia.text and pia.value_of("Løsning") == "Disken er skiftet."
    pia.press("kassér")
    assert "Formularen er her ikke længere" not in pia.text and rows(house) == []


def test_what_was_changed_in_a_step_that_is_another_s_now_is_left_to_take_along(house: House, visit: Visit) -> None:
    """The fields of *Ret* stand in the step's form: they are lost with it, and only what was changed of them."""
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/sager/{case.id}?ret=1")
    pia.document.xpath("//form[@data-step]")[0].set("id", "step")
    typed = {"subject": "Printer ved trappen", "deadline": "24.12.2099 12.00", "description": THOROUGH}
    keep(pia, "step", **typed, customer=str(case.customer_id))
    house.press(case, "Tildel anden agent", "pia", agent="emil", comment="Du kender printeren.")
    lost = pia.go(f"/sager/{case.id}").document.xpath("//section[starts-with(@id, 'trin-')]//textarea[@readonly]")
    assert [area.text.strip() for area in lost] == ["Printer ved trappen", "torsdag den 24. december 2099 kl. 12.00"]
    assert (pia.value_of("Emne"), pia.value_of("Deadline")) == (
        "Printer ved trappen",
        "torsdag den 24. december 2099 kl. 12.00",
    )


def test_new_work_that_was_begun_goes_on_where_it_was_left(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/sager/ny").follow("Netværk")
    anders.press("Find bruger", **{"Søg bruger": "gitte", "Emne": "Ny skærm", "Beskrivelse": THOROUGH})
    anders.go("/sager/ny")
    assert "Kladde fra i dag" in anders.text
    anders.follow("Fortsæt kladden til Netværk")
    assert (anders.value_of("Emne"), anders.value_of("Beskrivelse")) == ("Ny skærm", THOROUGH)
    anders.go("/sager/ny").follow("Servicedesk")
    assert (anders.value_of("Emne"), anders.value_of("Hovedteam")) == ("Ny skærm", "Servicedesk")
    anders.press("Gem")
    assert anders.title.startswith("SAG1") and rows(house) == []


def test_the_note_of_an_uploaded_diagram_waits_until_it_is_deployed(house: House, visit: Visit) -> None:
    newest = engine.processes(house.desk)[0].newest
    changed = engine.content_of(house.desk, newest.id) + b"<!-- ny -->"
    birgit = visit("birgit").go("/processer/")
    birgit.press("Upload og kontrollér", **{"BPMN-fil": ("w.bpmn", changed)})
    birgit.document.xpath("//textarea[@id='note']/ancestor::form")[0].set("id", "note-form")
    keep(birgit, "note-form", note="Nyt trin efter")
    birgit.go(birgit.path)
    assert birgit.value_of("Hvad er ændret") == "Nyt trin efter" and len(rows(house)) == 1
    birgit.press(f"Sæt i drift som version {newest.version + 1}")
    assert "er sat i drift" in birgit.text and rows(house) == []


def test_drafts_go_after_sixty_days_with_their_files_and_with_the_account(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    folder = house.desk.settings.data_dir / "draft-files"
    for who in ("anders", "signe"):
        file = (io.BytesIO(who.encode()), "plan.txt")
        keep(visit(who).go(f"/sager/{case.id}"), text=TEXT, files=file)
    house.clock.advance(timedelta(days=59))
    engine.sweep_drafts(house.desk)
    assert len(rows(house)) == len(list(folder.glob("*/*/*"))) == 2
    engine.set_active(house.desk, house.id("signe"), False, by=house.id("kaj"))
    assert [row.agent_id for row in rows(house)] == [house.id("anders")]
    house.clock.advance(timedelta(days=2))
    assert TEXT not in visit("anders").go(f"/sager/{case.id}").response.text
    engine.sweep_drafts(house.desk)
    assert rows(house) == [] and list(folder.glob("*/*/*")) == []


def test_files_are_looked_at_once_an_hour_and_a_folder_of_another_name_stops_nothing(house: House) -> None:
    stray = house.desk.settings.data_dir / "draft-files" / "lost+found" / "ab" / "abc"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")
    by = house.id("anders")
    engine.save_draft(house.desk, "/a", "/a", [("text", TEXT)], by=by, writer="", seen_version=0)
    look, left = handlers(house.desk, Presence(house.desk.database).holder)["sweep-drafts"], []
    for later in (timedelta(days=59, hours=23, minutes=30), timedelta(minutes=40), timedelta(minutes=30)):
        house.clock.advance(later)
        look()
        left.append(len(rows(house)))
    assert left == [1, 1, 0]


def test_one_person_keeps_so_much_and_no_more(house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.draft_files.MOST_BYTES", 10)
    monkeypatch.setattr("engine.desk.form_drafts.MOST_DRAFTS", 2)
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}")
    assert not keep(anders, text=TEXT, files=(io.BytesIO(b"x" * 8), "a.bin")).get_json()["unkept"]
    told = keep(anders, text=TEXT, files=(io.BytesIO(b"y" * 8), "b.bin")).get_json()
    assert told["unkept"].startswith("Filerne i dine kladder fylder over") and "kept-files" not in told["line"]
    for form in ("skriv-ekstern", "skriv-mail"):
        house.clock.advance(timedelta(minutes=1))
        keep(anders, form, text=TEXT)
    assert sorted(row.place for row in rows(house)) == [f"/sager/{case.id}/ekstern", f"/sager/{case.id}/mail"]
    assert keep(anders, text="x" * 1_100_000).status_code == 422


def test_a_step_sent_twice_is_done_once_and_says_so(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/sager/{case.id}")
    page, path = pia.document, pia.path
    for _ in range(2):
        pia.document, pia.path = page, path
        pia.press("Marker som løst", Løsning="Disken er skiftet.")
    assert "Det var gemt, allerede da du sendte det første gang." in pia.text
    house.check()


def test_a_full_disk_leaves_what_was_typed_in_the_page_to_be_sent_again(
    house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}")
    with monkeypatch.context() as full:

        def refuse(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        full.setattr(os, "fsync", refuse)
        anders.press("Gem internt", **{INTERNAL: TEXT, "Vedhæft filer": ("plan.txt", b"3. sal")})
    assert anders.status == 503 and "Vælg filerne igen, de er ikke gemt: plan.txt." in anders.text
    for _ in range(2):
        page, path = anders.document, anders.path
        anders.press("Send igen")
        anders.document, anders.path = page, path
    assert [e.text for e in engine.entries_of(house.desk, Kind.CASE, case.id)] == [TEXT]


def test_a_token_says_whose_the_form_is(app: Flask, house: House, visit: Visit) -> None:
    """Anders cannot write in Signe's draft, nor send hers away by his form."""
    case = house.keep("anders")
    signe = visit("signe").go(f"/sager/{case.id}")
    keep(signe, text="Signes")
    form = inputs(signe) | {
        "text": "Anders'",
        "csrf_token": inputs(visit("anders").go(f"/sager/{case.id}"))["csrf_token"],
    }
    anders = visit("anders")
    anders.go(f"/sager/{case.id}")
    form["csrf_token"] = inputs(anders)["csrf_token"]
    assert anders.client.post(f"/sager/{case.id}/kommentar", data=form).status_code == 302
    assert [(row.agent_id, dict(row.fields)["text"]) for row in rows(house)] == [(house.id("signe"), "Signes")]
    with app.test_request_context("/"):
        gone = Place(house.id("signe"), f"/sager/{case.id}/kommentar", f"/sager/{case.id}").token
    engine.set_active(house.desk, house.id("signe"), False, by=house.id("kaj"))
    assert anders.client.post("/kladder", data={"draft": gone, "text": "Efter"}).status_code == 400


def test_a_form_whose_step_is_another_s_now_does_not_count_as_a_draft_of_another(house: House, visit: Visit) -> None:
    """What was changed in it stands in *Ret*, which has no draft yet and so asks about no other window."""
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/sager/{case.id}?ret=1")
    house.press(case, "Tildel anden agent", "pia", agent="emil", comment="Du kender printeren.")
    pia.press("Marker som løst", Emne="Printer ved trappen", Løsning="Kablet er skiftet.")
    assert pia.response.status_code == 409 and pia.value_of("Emne") == "Printer ved trappen"
    pia.document.xpath("//details[@data-edit]/form")[0].set("id", "ret-form")
    assert inputs(pia, "ret-form")["draft-version"] == "0"
    assert keep(pia, "ret-form", subject="Printer ved vinduet").status_code == 200


def test_the_name_of_a_form_is_letters_alone_whatever_is_sent_as_it(house: House, visit: Visit) -> None:
    """PostgreSQL keeps no NUL."""
    anders = visit("anders").go(f"/sager/{house.keep('anders').id}")
    assert keep(anders, text=TEXT, **{"draft-writer": "a\x00b'%", "draft-count": "1"}).status_code == 200
    assert [row.writer for row in rows(house)] == ["ab"]
