"""Several rows of a list at once: tried first, then done row by row, each under its own process's rules."""

from datetime import timedelta

import engine
from engine import Case
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.forms.test_form_drafts import keep
from tests.web.forms.test_form_drafts import rows as kept_drafts
from tests.web.visitor import Visitor

HOUR = timedelta(hours=1)


def open_several(visitor: Visitor, act: str, *items: Case) -> Visitor:
    ticked = "&".join(f"valgt=case-{item.id}" for item in items)
    return visitor.go(f"/flere/?goer={act}&tilbage=/overblik/koe&{ticked}")


def results(visitor: Visitor) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in visitor.document.xpath("//td[@class='what']")]


def test_what_would_happen_is_shown_and_nothing_is_kept_until_it_is_done(house: House, visit: Visit) -> None:
    waiting = [house.register("anders", "Netværk", subject=f"Nr. {n}") for n in range(2)]
    elsewhere = house.register("anders", "Arbejdsplads")  # another team's dispatcher has it
    jonas = open_several(visit("jonas"), "tildel", *waiting, elsewhere)
    jonas.press("Vis, hvad der vil ske", Agent="Pia Lund")
    assert results(jonas)[:2] == ["tildeles Pia Lund"] * 2 and "Det kan: Bo Ravn" in results(jonas)[2]
    assert [house.now(case).agent_id for case in waiting] == [None, None]
    jonas.press("Tildel: udfør for 2")
    assert "2 af 3 er udført." in jonas.text
    assert {house.now(case).agent_id for case in waiting} == {house.id("pia")}
    assert house.now(elsewhere).agent_id is None and "D-08" in results(jonas)[2]
    assert house.last(waiting[0], "completed").details["outcome_name"] == "Tildel"


def test_a_comment_on_several_is_written_once_on_each(house: House, visit: Visit) -> None:
    cases = [house.keep("anders") for _ in range(2)]
    anders = open_several(visit("anders"), "kommentar", *cases)
    assert "Skriv en kommentar." in anders.press("Vis, hvad der vil ske").text
    anders.press("Vis, hvad der vil ske", Intern_kommentar="Leverandøren er ringet op.")
    form = next(anders.button("Gem internt: udfør for 2").iterancestors("form"))
    sent = {field.get("name"): field.get("value") for field in form.iter("input")} | {
        "valgt": [f"case-{case.id}" for case in cases],
        "text": "Leverandøren er ringet op.",
        "trin": "udfoer",
    }
    for _ in range(2):  # the same form, sent again
        assert "2 af 2 er udført." in anders._receive(anders.client.post("/flere/", data=sent)).text
    for case in cases:
        (entry,) = engine.entries_of(house.desk, case.kind, case.id)
        assert entry.text == "Leverandøren er ringet op."


def test_what_is_typed_for_several_is_a_draft_with_its_rows_until_all_of_them_are_done(
    house: House, visit: Visit
) -> None:
    """D-22: a visit that ends, another machine, and a row that is refused lose neither text nor rows."""
    cases = [house.register("anders", "Netværk", subject=f"Nr. {n}") for n in range(2)]
    jonas = open_several(visit("jonas"), "tildel", *cases)
    jonas.document.xpath("//form[.//textarea[@id='comment']]")[0].set("id", "several")
    rows_of_the_page = {"valgt": [f"case-{case.id}" for case in cases]}
    keep(jonas, "several", comment="Tag dem samlet.", agent=str(house.id("pia")), **rows_of_the_page)
    jonas = visit("jonas").go("/flere/?goer=tildel")
    assert jonas.value_of("Intern kommentar") == "Tag dem samlet." and "Nr. 0" in jonas.text and "Nr. 1" in jonas.text
    jonas.press("Vis, hvad der vil ske")
    assert results(jonas) == ["tildeles Pia Lund"] * 2
    house.press(cases[0], "Tildel", "jonas", agent="emil")  # it is not his to assign any more
    jonas.press("Tildel: udfør for 2")
    assert "1 af 2 er udført." in jonas.text
    jonas = visit("jonas").go("/flere/?goer=tildel")
    assert jonas.value_of("Intern kommentar") == "Tag dem samlet." and "Nr. 1" not in jonas.text
    house.press(cases[0], "Tilbage til dispatcher", "emil", comment="Jeg har ferie.")
    jonas.press("Vis, hvad der vil ske").press("Tildel: udfør for 1")
    assert "1 af 1 er udført." in jonas.text and kept_drafts(house) == []
    written = [[entry.text for entry in engine.entries_of(house.desk, case.kind, case.id)] for case in cases]
    assert written == [["Jeg har ferie.", "Tag dem samlet."], ["Tag dem samlet."]]


def test_a_deadline_is_set_where_the_rules_let_it(house: House, visit: Visit) -> None:
    free, bound = house.keep("anders"), house.keep("anders", deadline=house.clock() + 5 * HOUR)
    anders = open_several(visit("anders"), "deadline", free, bound)
    anders.press("Vis, hvad der vil ske", Deadline="i morgen")
    assert "Deadline skal være en dato og et klokkeslæt som 24.12.2026 16.00." in anders.text
    anders.press("Vis, hvad der vil ske", Deadline="2026-03-05T12:00")
    assert "får deadline torsdag den 5. marts 2026 kl. 12.00" in results(anders)[0] and "D-17" in anders.text
    anders.press("Vis, hvad der vil ske", Hvorfor="Aftalt med brugeren")
    anders.press("Sæt deadline: udfør for 2")
    assert house.now(free).deadline == house.now(bound).deadline is not None


def test_nobody_reaches_what_they_may_not_see(house: House, visit: Visit) -> None:
    hidden = house.keep("anders", subject="Fortroligt")
    pia = open_several(visit("pia"), "kommentar", hidden)
    assert "Fortroligt" not in pia.text and "Ingen rækker er valgt." in pia.text
    for typed in ("valgt=case-x", "valgt=ufo-1", "valgt=case-99999999999", "valgt=", ""):
        assert "Ingen rækker er valgt." in pia.go(f"/flere/?goer=tildel&{typed}").text
    assert pia.go("/flere/?goer=slet").status == 404
    assert "/overblik/koe" not in pia.go("/flere/?goer=tildel&tilbage=https://ondt.example/overblik/koe").response.text


def test_the_rows_of_every_list_have_their_buttons(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    task = house.create_task(case, "anders", "Netværk")
    for path in ("/", "/overblik/venter", f"/sager/{case.id}?fane=opgaver"):
        anders = visit("anders").go(path)
        for words in ("Tildel", "Kommentar", "Ret", "Vælg"):
            assert f"{words}{'' if words == 'Vælg' else ':'} " in anders.response.text
    assert f"Ret: {task.number}" in anders.response.text
    rosa = visit("rosa").go(f"/sager/{case.id}?fane=opgaver")
    assert f"Ret: {task.number}" not in rosa.response.text


def test_solved_tasks_stand_under_their_heading(house: House, visit: Visit) -> None:
    """R100."""
    case = house.keep("anders")
    task = house.create_task(case, "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Marker som løst", "pia", solution="Kablet er målt og skiftet.")
    anders = visit("anders").go(f"/sager/{case.id}?fane=opgaver&lukkede=1")
    assert [h.text for h in anders.document.iter("h3")] == ["Løste opgaver"] and task.subject in anders.text


def test_discarding_what_was_typed_for_several_keeps_the_rows(house: House, visit: Visit) -> None:
    cases = [house.register("anders", "Netværk", subject=f"Nr. {n}") for n in range(2)]
    jonas = open_several(visit("jonas"), "tildel", *cases)
    jonas.press("Vis, hvad der vil ske", Intern_kommentar="Tag dem samlet.", Agent="Pia Lund")
    jonas.press("kassér")
    assert "Nr. 0" in jonas.text and "Nr. 1" in jonas.text and jonas.value_of("Intern kommentar") == ""
    assert kept_drafts(house) == [] and "/overblik/koe" in jonas.response.text


def test_discarding_leads_to_no_other_site(house: House, visit: Visit) -> None:
    jonas = open_several(visit("jonas"), "tildel", house.register("anders", "Netværk"))
    jonas.press("Vis, hvad der vil ske", Agent="Pia Lund")
    forged = {"draft": jonas.button("kassér").get("value"), "again": "//evil.example/"}
    assert jonas.client.post("/kladder/kasser", data=forged).location == "/flere/?goer=tildel"
