"""What strangers may take of the server: connections, and bytes before anybody has looked at them."""

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from flask import Flask

from tests.fixtures.house import House
from tests.fixtures.listening import listening
from tests.fixtures.threads import PATIENCE_SECONDS
from tests.web.acts import token_of
from tests.web.conftest import known_cookie, signed_in
from tests.web.visitor import Visitor
from web.frame.limits import SMALL_FORM_BYTES

MB = 1024 * 1024
MULTIPART = "multipart/form-data; boundary=x"


@pytest.fixture
def port(house: House) -> Iterator[int]:
    with listening(house.desk) as port:
        yield port


def answer_to(port: int, *parts: bytes) -> str:
    """What the server says to the beginning of a request whose body never comes."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        for part in parts:
            connection.sendall(part)
        told = b""
        with suppress(ConnectionResetError):  # it does not read the rest
            while some := connection.recv(65536):
                told += some
        return told.decode()


def headers(path: str, content_type: str, *more: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Type: {content_type}", *more]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@pytest.mark.parametrize(
    ("path", "content_type", "length"),
    [
        ("/log-ind", "application/x-www-form-urlencoded", 900 * MB),
        ("/log-ind", MULTIPART, 5 * MB),
        ("/sager/1/kommentar", "text/plain", 5 * MB),
        ("/sager/1/kommentar", MULTIPART, 900 * MB),
    ],
)
def test_far_too_large_a_body_is_refused_before_it_is_sent(
    port: int, path: str, content_type: str, length: int
) -> None:
    told = answer_to(port, headers(path, content_type, f"Content-Length: {length}"))
    assert told.startswith("HTTP/1.1 413") and "er for stort" in told


def test_a_body_without_an_end_is_refused_too(port: int) -> None:
    begin = headers("/log-ind", "application/x-www-form-urlencoded", "Transfer-Encoding: chunked")
    chunk = b"100000\r\n" + b"x" * MB + b"\r\n"
    assert answer_to(port, begin, *[chunk] * 4).startswith("HTTP/1.1 413")


def test_what_is_a_little_too_large_is_answered_by_a_page(app: Flask, house: House) -> None:
    client = app.test_client(user=signed_in(house, "anders"))
    form = {"text": "x" * (SMALL_FORM_BYTES + 1), "csrf_token": token_of(client)}
    answer = client.post("/sager/1/kommentar", data=form)
    assert answer.status_code == 413 and "desk.css" in answer.text


def test_many_who_say_nothing_keep_nobody_out(port: int) -> None:
    with ExitStack() as kept:
        for _ in range(130):
            silent = kept.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS))
            silent.sendall(b"GET / HTTP/1.1\r\n")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/log-ind", timeout=20) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("path", ["/kladder", "/trin/1", "/sager/1/mail", "/log-ind"])
def test_a_stranger_brings_no_files(port: int, path: str) -> None:
    told = answer_to(port, headers(path, MULTIPART, f"Content-Length: {5 * MB}", "Cookie: kendt=WyJhIiwiYiJd.forged"))
    assert told.startswith("HTTP/1.1 413") and "er for stort" in told


@pytest.mark.parametrize("path", ["/kladder", "/sager/1/mail"])
def test_whoever_has_signed_in_at_the_browser_brings_files_also_after_the_visit(
    port: int, house: House, path: str
) -> None:
    cookie = f"Cookie: kendt={known_cookie(house)}"
    begin = headers(path, MULTIPART, f"Content-Length: {5 * MB}", cookie, "Expect: 100-continue")
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(begin)
        assert connection.recv(65536).startswith(b"HTTP/1.1 100")  # the body may come


def test_a_page_says_that_a_stranger_s_file_is_too_large(stranger: Visitor) -> None:
    answer = stranger.client.post("/trin/1", data=b"x" * (SMALL_FORM_BYTES + 1), content_type=MULTIPART)
    assert answer.status_code == 413 and "desk.css" in answer.text
