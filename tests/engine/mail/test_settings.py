"""`SAGSGANG_SMTP_URL` and `SAGSGANG_MAIL_FROM`: what is wrong is said at once, and no password with it."""

from pathlib import Path

import pytest

from engine.config import Settings
from engine.errors import WrongSetting
from engine.mail.smtp import SCHEMES, Server


def settings(tmp_path: Path, **given: str) -> Settings:
    return Settings.from_environment({"SAGSGANG_DATA_DIR": str(tmp_path), **given})


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_kind_of_connection_may_be_set(tmp_path: Path, scheme: str) -> None:
    url = f"{scheme}://desk:kode%2Ford@mail.example:2525"
    assert settings(tmp_path, SAGSGANG_SMTP_URL=url).smtp_url == url
    assert Server.from_url(url) == Server(scheme, "mail.example", 2525, "desk", "kode/ord")


@pytest.mark.parametrize(("url", "port"), [("smtp://m", 25), ("smtp+starttls://m", 587), ("smtps://m", 465)])
def test_each_has_its_usual_port(url: str, port: int) -> None:
    assert Server.from_url(url).port == port


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mail.example:25", "expected smtp://… or smtp+starttls://… or smtps://…"),
        ("smtp://", "expected smtp://…"),
        ("http://mail.example", "starts with http:"),
        ("smtp://mail.example:99999", "is not a URL"),
        ("smtps://desk@mail.example", "half a sign-in"),
        ("smtps://desk:hemmelig#1@mail.example", "SAGSGANG_SMTP_URL"),
        ("smtps://desk:hemmelig/1@mail.example", "SAGSGANG_SMTP_URL"),
        ("smtps://mail.example/sti", "goes on after the host"),
    ],
)
def test_anything_else_is_refused_by_name_with_what_is_expected(tmp_path: Path, url: str, sentence: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        settings(tmp_path, SAGSGANG_SMTP_URL=url)
    assert sentence in str(refused.value)
    assert "SAGSGANG_SMTP_URL" in str(refused.value)
    assert "hemmelig" not in str(refused.value)


@pytest.mark.parametrize(
    "sender", ["desk", "@", "a@b@c", "desk@x\r\nBcc: a@b.dk", "Desk <desk@example.org>", "blåbær@example.org"]
)
def test_the_sender_is_one_plain_address(tmp_path: Path, sender: str) -> None:
    with pytest.raises(WrongSetting, match="SAGSGANG_MAIL_FROM"):
        settings(tmp_path, SAGSGANG_MAIL_FROM=sender)


def test_a_password_does_not_show_in_the_servers_text() -> None:
    assert "hemmelig" not in repr(Server.from_url("smtps://desk:hemmelig@mail.example"))
