"""The three composers, the solution, attachments, and what leaves the house."""

import engine
from engine import Case, Kind
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import problem_at


def kept(house: House) -> Case:
    return house.keep("anders")


def test_an_internal_comment_stays_in_the_house(house: House, visit: Visit) -> None:
    case = kept(house)
    anders = visit("anders").go(f"/sager/{case.id}")
    anders.press("Gem internt", **{"Intern kommentar: brugeren": "Har talt med Gitte."})
    assert "Kommentaren er gemt internt." in anders.text and "Har talt med Gitte." in anders.text
    assert not engine.messages_of(house.desk, Kind.CASE, case.id)


def test_an_external_comment_is_shown_wrapped_and_says_to_whom_it_goes(house: House, visit: Visit) -> None:
    case = kept(house)
    anders = visit("anders").go(f"/sager/{case.id}?skriv=ekstern")
    header, footer = engine.look_at(house.desk, case.kind, case.id, by=house.id("anders")).wrapping
    assert all(line in anders.text for line in (*header.split(), *footer.split()))
    anders.press("Send til Gitte Sørensen, Borgerservice", Ekstern_kommentar="Printeren virker igen.")
    (message,) = engine.messages_of(house.desk, Kind.CASE, case.id)
    assert message.address == "gitte@kommunen.example" and "Printeren virker igen." in message.body
    assert "Den eksterne kommentar er gemt, men ikke sendt: ingen mailserver er sat op." in anders.text
    assert "<gitte@kommunen.example>: ikke sendt: ingen mailserver er sat op" in anders.text
    assert anders.text.count("ikke sendt") == 2  # said and shown, each once


def test_what_leaves_is_said_to_be_on_its_way(house: House, visit: Visit) -> None:
    case, house.desk.not_sent = kept(house), None  # a mail server was set up
    anders = visit("anders").go(f"/sager/{case.id}?skriv=ekstern")
    anders.press("Send til Gitte Sørensen, Borgerservice", Ekstern_kommentar="Printeren virker igen.")
    assert "Den eksterne kommentar er på vej til brugeren." in anders.text
    anders.go(f"/sager/{case.id}?skriv=mail").press("Send mail", Tekst="Kære Gitte\n\nHvilket rum?\n\nHilsen Anders")
    assert "Mailen er på vej." in anders.text


def test_a_customer_without_an_address_gets_nothing_and_that_is_said(house: House, visit: Visit) -> None:
    case, house.desk.not_sent = kept(house), None
    nobody = engine.add_customer(house.desk, name="Ivan Uden Mail", email=None, phone=None, by=house.id("anders"))
    engine.edit_case(house.desk, case.id, {"customer": nobody.id}, by=house.by("anders"))
    anders = visit("anders").go(f"/sager/{case.id}?skriv=ekstern")
    assert "Brugeren har ingen mailadresse: kommentaren gemmes på sagen, men bliver ikke sendt." in anders.text
    anders.press("Send til Ivan Uden Mail", Ekstern_kommentar="Printeren virker igen.")
    assert "Den eksterne kommentar er gemt, men ikke sendt: ingen mailadresse." in anders.text


def test_why_nothing_left_is_read_in_english(house: House, visit: Visit) -> None:
    case = kept(house)
    anders = visit("anders").go("/").press("English").go(f"/sager/{case.id}?skriv=ekstern")
    anders.press("Send to Gitte Sørensen, Borgerservice", External_comment="The printer works.")
    assert "The external comment is saved, but not sent: no mail server is set up." in anders.text
    assert "gitte@kommunen.example>: not sent: no mail server is set up" in anders.text


def test_the_customer_changed_meanwhile_so_nothing_goes_out(house: House, visit: Visit) -> None:
    """A-12: who stood beside the button is who gets it, or nobody."""
    case = kept(house)
    anders = visit("anders").go(f"/sager/{case.id}?skriv=ekstern")
    engine.edit_case(house.desk, case.id, {"customer": house.customer("Ole").id}, by=house.by("signe"))
    anders.press("Send til Gitte Sørensen, Borgerservice", Ekstern_kommentar="Printeren virker igen.")
    assert anders.status in (409, 422)
    assert anders.value_of("Ekstern kommentar") == "Printeren virker igen."
    assert not engine.messages_of(house.desk, Kind.CASE, case.id)


def test_never_an_external_comment_from_a_task_by_form_or_by_hand(house: House, visit: Visit) -> None:
    """R067."""
    task = house.create_task(kept(house), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/opgaver/{task.id}?skriv=ekstern")
    assert not pia.can_press("Send til Gitte Sørensen, Borgerservice")
    assert "R067" in pia.text
    token = pia.document.xpath("//input[@name='csrf_token']/@value")[0]
    answer = pia.client.post(f"/opgaver/{task.id}/ekstern", data={"text": "Hej", "csrf_token": token})
    assert answer.status_code == 409
    assert not [m for m in engine.messages_of(house.desk, Kind.CASE, 1) if m.kind == "external"]


def test_mail_from_the_case_is_written_on_the_task(house: House, visit: Visit) -> None:
    """R066, R073, R074: with a caution about the missing greeting."""
    case = kept(house)
    task = house.create_task(case, "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/opgaver/{task.id}?skriv=mail")
    pia.press("Send mail", Til="gitte@kommunen.example, ole@kommunen.example", Tekst="Hvilket rum står printeren i?")
    assert pia.status == 422 and "R072" in pia.alerts()
    assert pia.value_of("Til") == "gitte@kommunen.example, ole@kommunen.example"
    pia.press("Send mail", Tekst="Kære Gitte\n\nHvilket rum står printeren i?\n\nHilsen Pia")
    assert "Mailen er gemt, men ikke sendt: ingen mailserver er sat op." in pia.text and pia.title.startswith(
        task.number
    )
    assert f"Pia Lund skrev en mail fra sagen: »{case.subject}« ·" in pia.text
    sent = [m for m in engine.messages_of(house.desk, Kind.CASE, case.id) if m.kind == "mail"]
    assert {m.address for m in sent} == {"gitte@kommunen.example", "ole@kommunen.example"}
    assert "Hvilket rum står printeren i?" in visit("anders").go(f"/sager/{case.id}").text


def test_a_wrong_address_is_told_at_its_field(house: House, visit: Visit) -> None:
    anders = (
        visit("anders").go(f"/sager/{kept(house).id}?skriv=mail").press("Send mail", Til="gitte", Tekst="Kære Gitte")
    )
    assert anders.status == 422
    assert anders.document.xpath("//*[@role='alert']//a[@href='#mail-to']")
    assert anders.value_of("Tekst") == "Kære Gitte"


def test_a_comment_marked_as_solution_is_pinned(house: House, visit: Visit) -> None:
    case = kept(house)
    anders = visit("anders").go(f"/sager/{case.id}")
    anders.press("Gem internt", **{"Intern kommentar: brugeren": "Kablet var løst."}).press("Marker som løsning")
    assert "Løsning Kablet var løst." in anders.text


def test_attachments_are_downloads_whatever_is_in_them(house: House, visit: Visit) -> None:
    case = kept(house)
    anders = visit("anders").go(f"/sager/{case.id}")
    page = ("ond æske.html", b"<script>alert(1)</script>")
    anders.press("Gem internt", **{"Intern kommentar: brugeren": "Se filen.", "Vedhæft filer": page})
    anders.go(f"/sager/{case.id}?vis=filer")
    assert "Se filen." in anders.text
    anders.go(anders.document.xpath("//a[contains(@href, '/filer/')]/@href")[0])
    headers = anders.response.headers
    assert anders.response.data == page[1]
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in headers["Content-Security-Policy"]
    assert visit("kirsten").go("/filer/1").status == 404  # another department, no part in the case


def test_only_internal_or_only_external_entries(house: House, visit: Visit) -> None:
    case = kept(house)
    engine.write_comment(house.desk, Kind.CASE, case.id, "Kun for os.", by=house.by("anders"))
    engine.send_external(house.desk, case.id, "Til dig, Gitte.", by=house.by("anders"))
    anders = visit("anders")
    inside = anders.go(f"/sager/{case.id}?vis=interne").document.xpath("string(//main)")
    assert "Kun for os." in inside and "Til dig, Gitte." not in inside
    outside = anders.go(f"/sager/{case.id}?vis=eksterne").document.xpath("string(//main)")
    assert "Kun for os." not in outside and "Til dig, Gitte." in outside


def test_a_mail_without_a_greeting_is_sent_by_a_second_press(house: House, visit: Visit) -> None:
    """D-25: no reason, no deviation."""
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}?skriv=mail").press("Send mail", Tekst="Hvilket rum står den i?")
    assert anders.status == 422 and "R124" in anders.alerts() and "Tryk igen" in anders.alerts()
    assert not anders.document.xpath("//input[@placeholder='Begrundelse']")
    anders.press("Send mail")
    assert anders.status == 200
    assert house.types(house.now(case))[-2:] == ["entry", "written"]
    assert "deviation" not in house.types(house.now(case))


def test_files_go_along_with_an_external_comment(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}?skriv=ekstern")
    anders.press(
        "Send til Gitte Sørensen, Borgerservice",
        Ekstern="Se vedlagte.",
        **{"Vedhæft filer": ("vejledning.txt", b"Tryk her.")},
    )
    (entry,) = engine.entries_of(house.desk, Kind.CASE, case.id)
    assert entry.kind == "external" and [file.name for file in entry.attachments] == ["vejledning.txt"]
    assert "vejledning.txt" in anders.text


def test_files_come_along_with_a_new_task(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}/opgaver/ny").follow("Netværk")
    assert anders.document.xpath("//form[contains(@class, 'start-form')]//input[@type='file'][@name='felt-filer']")
    task = house.create_task(case, "anders", "Netværk", filer=(engine.Upload("plan.txt", b"3. sal"),))
    (entry,) = engine.entries_of(house.desk, Kind.TASK, task.id)
    assert [file.name for file in entry.attachments] == ["plan.txt"]


def test_what_is_wrong_with_an_external_comment_stands_at_its_text(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}?skriv=ekstern")
    anders.press("Send til Gitte Sørensen, Borgerservice", **{"Ekstern kommentar": " "})
    assert anders.status == 422 and problem_at(anders, "text") == "Skriv en tekst."
    assert anders.document.xpath("//*[@role='alert']//a[@href='#ekstern-text']")
