"""Behind a proxy that speaks https to the browser and http to the desk, through the server that is used."""

from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from ipaddress import ip_network
from urllib.parse import urlencode

import pytest

from engine.config import Settings
from engine.errors import WrongSetting
from tests.fixtures.house import House
from tests.fixtures.listening import listening
from web.frame.proxy import BehindProxy

HOST = "desk.example.org"
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": HOST, "X-Forwarded-For": "203.0.113.9"}


class Browser:
    """Keeps cookies as the proxy passes them on."""

    def __init__(self, port: int, headers: dict[str, str]):
        self.port, self.headers = port, headers
        self.cookies: dict[str, str] = {}
        self.attributes: dict[str, str] = {}

    def ask(self, method: str, path: str, referrer: str = "", **form: str) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**self.headers, "Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(form) if form else None, headers | {"Referer": referrer})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name], _, self.attributes[name] = rest.partition(";")
        return answer, text

    def token(self) -> str:
        return self.ask("GET", "/log-ind")[1].partition('name="csrf_token" value="')[2].partition('"')[0]


@pytest.fixture
def behind(house: House) -> Iterator[Browser]:
    trusted = (ip_network("127.0.0.0/8"),)
    house.desk.settings = replace(house.desk.settings, base_url=f"https://{HOST}", demo=True, trusted_proxies=trusted)
    with listening(house.desk) as port:
        yield Browser(port, {"Host": "127.0.0.1:8000", **FORWARDED})


def test_language_and_theme_leave_one_on_the_page_and_every_cookie_is_secure(house: House, behind: Browser) -> None:
    here = f"https://{HOST}/sager/1?fane=forloeb"
    token = behind.token()
    demo = {"agent": str(house.id("anders")), "csrf_token": token}
    assert behind.ask("POST", "/log-ind/demo", f"https://{HOST}/log-ind", **demo)[0].status == 302
    token = behind.ask("GET", "/")[1].partition('name="csrf_token" value="')[2].partition('"')[0]
    for path, form in (("/sprog", {"locale": "en"}), ("/tema", {"theme": "dark"})):
        answer, _ = behind.ask("POST", path, here, csrf_token=token, **form)
        assert (answer.status, answer.getheader("Location")) == (302, "/sager/1?fane=forloeb")
    assert set(behind.attributes) >= {"sagsgang", "tema"}
    assert all("Secure" in attributes for attributes in behind.attributes.values())


def test_a_built_file_carries_no_cookie(house: House, behind: Browser) -> None:
    behind.ask("POST", "/log-ind/demo", f"https://{HOST}/", agent=str(house.id("anders")), csrf_token=behind.token())
    assert behind.ask("GET", "/")[0].getheader("Set-Cookie")
    answer, _ = behind.ask("GET", "/static/desk.css")
    assert answer.status == 200 and answer.getheader("Set-Cookie") is None


@pytest.mark.parametrize("came_from", ["https://evil.example/sager/1", "https://desk.example.org.evil.example/", ""])
def test_whoever_comes_from_elsewhere_is_led_nowhere_else(house: House, came_from: str) -> None:
    house.desk.settings = replace(house.desk.settings, base_url=f"https://{HOST}")
    with listening(house.desk) as port:
        stranger = Browser(port, {"Host": "127.0.0.1:8000"})
        answer, _ = stranger.ask("POST", "/tema", came_from, theme="dark", csrf_token=stranger.token())
    assert (answer.status, answer.getheader("Location")) == (302, "/")


@pytest.mark.parametrize(
    ("peer", "seen"), [("127.0.0.1", ("203.0.113.9", "https")), ("198.51.100.7", ("198.51.100.7", "http"))]
)
def test_only_the_named_proxy_is_believed(peer: str, seen: tuple[str, str]) -> None:
    told: list[tuple[str, str]] = []

    def app(environ: dict[str, str], _start: object) -> list[bytes]:
        told.append((environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]))
        return []

    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in FORWARDED.items()}
    given = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", "HTTP_HOST": "x", "SERVER_NAME": "x", "SERVER_PORT": "80"}
    BehindProxy(app, [ip_network("127.0.0.1")])(given | headers, None)
    assert told == [seen]


def test_a_proxy_that_is_no_address_is_a_wrong_setting(tmp_path: object) -> None:
    with pytest.raises(WrongSetting, match="SAGSGANG_TRUSTED_PROXY"):
        Settings.from_environment({"SAGSGANG_DATA_DIR": str(tmp_path), "SAGSGANG_TRUSTED_PROXY": "nginx"})
