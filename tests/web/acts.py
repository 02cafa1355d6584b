"""Everything that can be sent to the desk, each as somebody who may does it: for tests that try it as somebody else.

A new view that takes a form needs its act here; `test_reading_only` finds out.
"""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

import engine
from engine import EVERYTHING, Kind, WorkList
from engine.demo.people import CUSTOMERS
from tests.fixtures.house import THOROUGH, House
from web.forms.view import column_of, input_name

Client = Callable[[str], FlaskClient]


@dataclass(frozen=True)
class Act:
    """One form as it is sent: by whom it may be sent, to which address, with what in it."""

    by: str
    path: str
    form: Mapping[str, Any]


def token_of(client: FlaskClient) -> str:
    """The token that every page of that person carries."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def send(client: FlaskClient, act: Act) -> int:
    """Sends it with the token of whoever sends it; returns the status."""
    form = {name: _fresh(value) for name, value in act.form.items()} | {"csrf_token": token_of(client)}
    return client.post(act.path, data=form).status_code


def _fresh(value: Any) -> Any:
    return (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value


def acts(house: House, client: Client) -> dict[str, Act]:
    """One act for each view that takes a form, by endpoint; the house has all the work that they need."""
    case = house.register("anders", "Netværk")
    kept, mailed = house.keep("anders"), house.keep("anders", subject="Mail til Gitte")
    closed = house.keep("anders", subject="Lukket sag")
    house.press(closed, "Løs og luk sagen", "anders", solution="Kablet er skiftet.")
    note = engine.write_comment(house.desk, Kind.CASE, kept.id, "Kablet er skiftet.", by=house.by("anders"))
    for text in ("Hej Gitte. Det virker igen.", "Hej Gitte. Virker det stadig?"):
        engine.send_external(house.desk, mailed.id, text, by=house.by("anders"))
    message, other = engine.messages_of(house.desk, Kind.CASE, mailed.id)
    house.desk.not_sent = None  # a mail server came: what was not sent can be sent now
    anders, kaj, pia = house.id("anders"), "/administration/personer", house.id("pia")
    step = house.step(case)
    written = {"text": "Hej Gitte. Vi ser på det."}
    person = {
        "name": "Ny Person",
        "username": "ny",
        "home": str(house.id("Netværk")),
        "member": str(house.id("Netværk")),
    }
    draft = _draft(client("birgit"), house)
    for browser in ("Firefox", "Edge"):
        engine.begin_session(house.desk, pia, browser=browser)
    engine.add_category(house.desk, "Print", by=house.id("kaj"))
    (category,) = house.desk.directory().categories
    session = engine.sessions_of(house.desk, pia, by=pia)[0]
    gitte, henrik = (f"/brugere/{house.customer(name).id}" for name in ("Gitte", "Henrik"))
    ole = house.customer("Ole").id
    return {
        "cases.register": Act("anders", "/sager/ny", start(house, Kind.CASE)),
        "tasks.create": Act("anders", f"/sager/{kept.id}/opgaver/ny", start(house, Kind.TASK)),
        "items.edit": Act("anders", f"/sager/{kept.id}/ret", edited(kept.subject, kept.description, kept.customer_id)),
        "items.reopen": Act("anders", f"/sager/{closed.id}/genaabn", {"why": "Det skete igen.", "deadline": ""}),
        "correspondence.comment": Act("anders", f"/sager/{kept.id}/kommentar", written),
        "correspondence.external": Act(
            "anders", f"/sager/{kept.id}/ekstern", written | {"customer": str(kept.customer_id)}
        ),
        "correspondence.mail": Act(
            "anders", f"/sager/{kept.id}/mail", written | {"to": "a@b.example", "subject": "Kabel"}
        ),
        "correspondence.mark_as_solution": Act("anders", "/indlaeg/loesning", {"entry": str(note.id)}),
        "correspondence.send_again": Act("anders", f"/udgaaende/{message.id}/igen", {}),
        "steps.complete": Act("jonas", f"/trin/{step.id}", dispatching(house, step, pia)),
        "saved_lists.save": Act("anders", "/overblik/venter?slags=case", {"navn": "Mine"}),
        "saved_lists.remove": Act("anders", f"/lister/{_saved(house)}/slet", {"liste": "venter"}),
        "several.do": Act(
            "anders",
            "/flere/",
            {"goer": "kommentar", "valgt": f"case-{kept.id}", "text": "Ringet op.", "trin": "udfoer"},
        ),
        "customers.field": Act("anders", "/brugere/felt/bruger", {"customer-add": "1", "customer-name": "Nana Nord"}),
        "customer_pages.add": Act("anders", "/brugere/ny", {"name": "Nora Nord"}),
        "customer_pages.correct": Act("anders", f"{gitte}/ret", {"name": "Gitte Sørensen", "seen": "1"}),
        "customer_pages.merge": Act("lars", f"{henrik}/flet", {"into": str(ole), "seen": "1", "seen-into": "1"}),
        "customer_pages.separate": Act("lars", f"{henrik}/skil", {"seen": "2"}),
        "customer_pages.set_active": Act("kaj", f"{gitte}/aktiv", {"active": "0", "seen": "2"}),
        "notices.mark_read": Act("jonas", "/beskeder/laest", {}),
        "processes.upload": Act("birgit", "/processer/upload", {"diagram": (_content(house), "w3.bpmn")}),
        "processes.deploy": Act("birgit", f"/processer/kladde/{draft}", {"note": "Nyt navn"}),
        "processes.discard": Act("birgit", f"/processer/kladde/{draft}/kasser", {}),
        "checking.verify": Act("rosa", "/kontrol/", {}),
        "administration.send_again": Act("kaj", f"/administration/post/{other.id}/igen", {}),
        "categories.add": Act("kaj", "/administration/kategorier/", {"name": "Netværk"}),
        "categories.change": Act("kaj", f"/administration/kategorier/{category.id}", {"name": "Printere"}),
        "staff.add": Act("kaj", f"{kaj}/ny", person),
        "staff.change": Act("kaj", f"{kaj}/{anders}", person),
        "staff.set_password": Act("kaj", f"{kaj}/{house.id('sofie')}/adgangskode", {"password": "en god lang kode"}),
        "staff.end_session": Act("kaj", f"{kaj}/{pia}/session", {"session": str(session.id)}),
        "staff.end_sessions": Act("kaj", f"{kaj}/{pia}/sessioner", {}),
        "staff.set_active": Act("kaj", f"{kaj}/{house.id('sofie')}/aktiv", {"active": "0"}),
        "teams.add": Act("kaj", "/teams/ny", {"name": "Nattevagt", "department": "operations", "main": "1"}),
        "teams.change": Act("kaj", f"/teams/{house.id('Arbejdsplads')}", {"name": "Arbejdspladser"}),
        "teams.demand": Act("hanne", f"/teams/{house.id('Netværk')}/beskrivelser", {"least": "60", "references": ""}),
        "profile.mute": Act("anders", "/konto/beskeder", {"kind": "ready"}),
        "profile.mute_team": Act("lars", f"/konto/team/{house.id('Servicedesk')}/beskeder", {"kind": "ready"}),
    }


def start(house: House, kind: Kind) -> dict[str, str]:
    """A filled-in start form for the team Netværk."""
    given = {
        "customer": str(house.customer(CUSTOMERS[0][0]).id),
        "subject": "Skærm flimrer",
        "description": THOROUGH,
        "team": str(house.id("Netværk")),
        "deadline": (house.clock() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"),
    }
    form = engine.start_form(house.desk, kind, house.id("Netværk"), by=house.id("anders")).form
    named = {input_name(f): given[column_of(f)] for f in form.fields if column_of(f) in given}
    return named | {"team": given["team"], "save": "1"}


def edited(subject: str, description: str, customer_id: int) -> dict[str, str]:
    seen = {"seen-subject": subject, "seen-description": description, "seen-customer": str(customer_id)}
    return seen | {"subject": "Nyt emne", "description": description, "customer": str(customer_id)}


def dispatching(house: House, step: engine.UserTask, agent_id: int) -> dict[str, str]:
    form = engine.diagram_of(house.desk, step.definition_id).steps[step.element].form
    outcome = next(o for o in form.outcomes if o.name == "Tildel")
    fields = {input_name(f): str(agent_id) for f in form.fields_of(outcome) if f.type == "agent"}
    return fields | {"outcome": outcome.id, "version": str(step.version)}


def _content(house: House) -> bytes:
    """The shipped W3 with another name: something new to deploy."""
    process = next(p for p in engine.processes(house.desk) if p.newest.name == "Sag fra support til drift")
    content = engine.content_of(house.desk, process.newest.id)
    return content.replace(b'name="Sag fra support til drift"', b'name="Sag fra support til drift, prikket"')


def _draft(client: FlaskClient, house: House) -> str:
    act = Act("birgit", "/processer/upload", {"diagram": (_content(house), "w3.bpmn")})
    form = {"diagram": _fresh(act.form["diagram"]), "csrf_token": token_of(client)}
    return client.post(act.path, data=form).headers["Location"].rpartition("/")[2]


def _saved(house: House) -> int:
    """The number of a list that Anders saved."""
    anders = house.id("anders")
    engine.save_list(house.desk, "Sager", "venter", "slags=case", by=anders)
    (saved,) = engine.list_page(house.desk, anders, WorkList.WAITING, EVERYTHING).saved
    return saved.id
