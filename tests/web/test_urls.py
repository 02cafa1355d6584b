"""Addresses are built once, each as it would be built anew."""

import pytest
from flask import Flask

from web import urls


def test_values_that_are_equal_but_read_otherwise_have_their_own_address(app: Flask) -> None:
    with app.test_request_context():
        found = [urls.url_for("dashboard.overview", ret=value) for value in (1, True, "1")]
    assert found == ["/?ret=1", "/?ret=True", "/?ret=1"]


def test_each_root_has_its_own_address(app: Flask) -> None:
    found = []
    for root in ("http://localhost/", "http://localhost/desk/", "http://localhost/"):
        with app.test_request_context(base_url=root):
            found.append(urls.url_for("notices.index"))
    assert found == ["/beskeder", "/desk/beskeder", "/beskeder"]


def test_what_a_visitor_typed_at_length_is_not_kept_in_memory(app: Flask) -> None:
    with app.test_request_context():
        before = urls._built.cache_info().currsize
        for typed in ("x" * 5000, ["a", "b"]):
            assert urls.url_for("auth.sign_in", next=typed).startswith("/log-ind?next=")
        assert urls._built.cache_info().currsize == before


def test_an_address_with_a_host_is_refused(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(TypeError):
        urls.url_for("dashboard.overview", _external=True)
