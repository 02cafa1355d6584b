"""Files come back under the names they were sent with, read by a real browser and over the server's socket."""

import unicodedata
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit

from playwright.sync_api import expect

from tests.browser.test_form_drafts import INTERNAL
from tests.browser.test_pages import dispatched
from tests.fixtures.served import Served

NAMES = [
    *("Faktura – oktober.pdf", "O’Brien.txt", "5 € tilbud.pdf", "名前.docx", "😀.png", "blåbærgrød.pdf"),
    *("Skærmbillede 2026-03-02 kl.\u202f09.00.png", "semikolon; = \u00e6.txt", "plan.txt"),
]
AS_SENT = [unicodedata.normalize("NFD", name) if name.startswith("blå") else name for name in NAMES]


def test_every_name_comes_back_as_it_was_sent(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    pia.get_by_label(INTERNAL).fill("Her er filerne.")
    files = [{"name": name, "mimeType": "text/plain", "buffer": name.encode()} for name in AS_SENT]
    pia.locator("#skriv-intern").get_by_label("Vedhæft filer").set_input_files(files)
    pia.get_by_role("button", name="Gem internt").click()
    expect(pia.get_by_role("status")).to_contain_text("gemt internt")
    links = pia.locator("article.entry", has_text="Her er filerne.").locator(".files a")
    expect(links).to_have_count(len(NAMES))
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in pia.context.cookies())
    for link, name, sent in zip(links.all(), NAMES, AS_SENT, strict=True):
        with pia.expect_download() as expected:
            link.click()
        assert expected.value.suggested_filename == name
        assert expected.value.path().read_bytes() == sent.encode()
        status, disposition = _asked(served.url, link.get_attribute("href") or "", cookies)
        assert status == 200 and disposition.isascii()
        if not name.isascii():
            assert f"filename*=UTF-8''{quote(name, safe='!#$&+^`|~')}" in disposition


def _asked(url: str, path: str, cookies: str) -> tuple[int, str]:
    connection = HTTPConnection(urlsplit(url).netloc)
    try:
        connection.request("GET", path, headers={"Cookie": cookies})
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Disposition"] or ""
    finally:
        connection.close()
