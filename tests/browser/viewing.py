"""A page with one diagram on it, at a desk that only this browser sees, under the strictest policy."""

from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.fixtures.room import missing

STATIC = Path(__file__).parents[2] / "web" / "static"
DESK = "http://desk.test"
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"
)
TYPES = {".js": "text/javascript", ".css": "text/css"}
PAGE = """<!doctype html><html lang="da"><head><link rel="stylesheet" href="/static/diagram.css"></head><body>
<div data-diagram="/diagram.bpmn" {how}></div><script src="/static/diagram.js"></script></body></html>"""


def show(page: Page, content: bytes, how: str = "") -> list[str]:
    """Opens the diagram with the product's viewer; `how` are attributes of its place.

    Gives what the viewer warned of.
    """
    if not (STATIC / "diagram.js").exists():
        missing("The browser's files are not built yet: run make assets.")
    warned: list[str] = []
    page.on("console", lambda message: warned.append(message.text) if message.type == "warning" else None)

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(DESK)
        if path == "/":
            html = PAGE.format(how=how)
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
        elif path == "/diagram.bpmn":
            route.fulfill(body=content, content_type="application/xml; charset=utf-8")
        elif path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "text/plain"))
        else:
            route.fulfill(status=404)

    page.route(f"{DESK}/**", answer)
    page.goto(DESK)
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "shown")
    return warned
