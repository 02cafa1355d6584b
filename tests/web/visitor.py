"""A person at a browser without scripts: follows links, fills fields in by label, presses buttons by their words.

What the page does not offer cannot be done here: a hidden field goes along, a disabled button is not there.
"""

import io
import re
from typing import Any

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse


class Visitor:
    """Somebody who is signed in, and the page before them."""

    def __init__(self, client: FlaskClient):
        self.client = client
        self.path = "/"
        self.response: TestResponse
        self.document: Any = None

    # --- what one does ---

    def go(self, path: str) -> "Visitor":
        return self._receive(self.client.get(path, follow_redirects=True))

    def follow(self, words: str) -> "Visitor":
        links = [a for a in self.document.iter("a") if words in _words(a)]
        assert links, f"no link says “{words}”"
        return self.go(links[0].get("href"))

    def press(self, words: str, **fields: Any) -> "Visitor":
        """Fills the fields of that button's form in by label (see `fill`), then presses it."""
        button = self.button(words)
        assert button.get("disabled") is None, f"“{words}” cannot be pressed"
        named = button.get("form")
        form = self.document.get_element_by_id(named) if named else next(button.iterancestors("form"))
        for label, value in fields.items():
            fill(form, label, value)
        return self._send(form, button)

    def _send(self, form: Any, button: Any) -> "Visitor":
        values: list[tuple[str, Any]] = []
        beside = self.document.xpath("//input[@form=$id]", id=form.get("id", ""))
        for element in (*form.iter("input", "textarea", "select"), *beside):
            values += _values_of(element)
        if button.get("name"):
            values.append((button.get("name"), button.get("value", "")))
        data: dict[str, Any] = {}
        for name, value in values:
            data.setdefault(name, []).append(value)
        action = (button.get("formaction") or form.get("action") or self.path).partition("#")[0]
        assert form.get("method") == "post"
        return self._receive(self.client.post(action, data=data, follow_redirects=True))

    def _receive(self, response: TestResponse) -> "Visitor":
        self.response = response
        response.get_data()
        response.close()  # a file that is served stays open until then
        self.path = response.request.full_path.rstrip("?")
        self.document = html.document_fromstring(response.text) if response.mimetype == "text/html" else None
        return self

    # --- what one sees ---

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return _words(self.document.find(".//main"))

    @property
    def title(self) -> str:
        return _words(self.document.find(".//h1"))

    def button(self, words: str) -> Any:
        found = [b for b in self.document.iter("button") if _words(b) == words]
        assert found, f"no button says “{words}” but {[_words(b) for b in self.document.iter('button')]}"
        return found[0]

    def can_press(self, words: str) -> bool:
        return self.button(words).get("disabled") is None

    def value_of(self, label: str) -> str:
        """What stands in the field of that label."""
        element = field(self.document, label)
        if element.tag == "textarea":
            return (element.text or "").removeprefix("\n")
        if element.tag == "select":
            return next((_words(o) for o in element.iter("option") if o.get("selected") is not None), "")
        return element.get("value") or ""

    def options_of(self, label: str) -> list[str]:
        return [_words(option) for option in field(self.document, label).iter("option") if option.get("value")]

    def alerts(self) -> str:
        return " ".join(_words(a) for a in self.document.iter() if a.get("role") == "alert")


def problem_at(visitor: Visitor, name: str) -> str:
    """What the page says is wrong with the input of that name, which points at it."""
    (element,) = visitor.document.xpath(f"//*[@name='{name}'][@aria-invalid='true']")
    return _words(visitor.document.get_element_by_id(element.get("aria-describedby").split()[-1]))


def field(place: Any, label: str) -> Any:
    """The input that a label is for; the label may go on after these words."""
    for candidate in place.iter("label"):
        if _words(candidate).startswith(label):
            inside = [*candidate.iter("input")]
            return inside[0] if inside else place.getroottree().getroot().get_element_by_id(candidate.get("for"))
    raise AssertionError(f"no field is called “{label}”: {[_words(c) for c in place.iter('label')]}")


def fill(form: Any, label: str, value: Any) -> None:
    """A text is typed or chosen by its words, True ticks, (name, bytes) is a file."""
    element = field(form, label.replace("_", " "))
    if element.tag == "textarea":
        element.text = "\n" + value
    elif element.tag == "select":
        for option in element.iter("option"):
            option.attrib.pop("selected", None)
        next(option for option in element.iter("option") if _words(option) == value).set("selected", "selected")
    elif element.get("type") in ("checkbox", "radio"):
        element.set("checked", "checked") if value else element.attrib.pop("checked", None)
    elif element.get("type") == "file":
        element.set("data-file", value[0])
        element.text = value[1].decode("latin-1")
    else:
        element.set("value", value)


def _values_of(element: Any) -> list[tuple[str, Any]]:
    name, kind = element.get("name"), element.get("type")
    if not name or element.get("disabled") is not None:
        return []
    if element.tag == "textarea":
        return [(name, (element.text or "").removeprefix("\n"))]
    if element.tag == "select":
        chosen = [o for o in element.iter("option") if o.get("selected") is not None] or [next(element.iter("option"))]
        return [(name, chosen[0].get("value", ""))]
    if kind in ("checkbox", "radio"):
        return [(name, element.get("value", "on"))] if element.get("checked") is not None else []
    if kind == "file":
        named = element.get("data-file")
        return [(name, (io.BytesIO((element.text or "").encode("latin-1")), named))] if named else []
    return [(name, element.get("value") or "")]


def _words(element: Any) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()
