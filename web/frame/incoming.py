"""What a browser sends, made fit: text in NFC and without NUL (D-21), no id that is out of range."""

from typing import Any

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

from engine import composed
from web.frame.limits import limit_of
from web.frame.request_context import desk

LARGEST_ID = 2**31 - 1


class Texts(ImmutableMultiDict[str, Any]):
    """Fields of a form or of an address. A Mac writes å as two characters; NUL nobody means."""

    def __init__(self, mapping: Any = None):
        pairs = iter_multi_items(mapping or {})
        super().__init__([(name, composed(v.replace("\0", "")) if isinstance(v, str) else v) for name, v in pairs])


class CleanRequest(Request):
    parameter_storage_class = Texts


class IdConverter(IntegerConverter):
    """`int` in an address is an id: a number larger than any that is given out is no page."""

    def __init__(self, map: Map):
        super().__init__(map, max=LARGEST_ID)


class NameConverter(UnicodeConverter):
    def to_python(self, value: str) -> str:
        if "\0" in value:
            raise ValidationError
        return composed(value)


def clean(app: Flask) -> None:
    """Before any route is registered."""
    app.request_class = CleanRequest
    app.before_request(_limit)
    app.url_map.converters.update(int=IdConverter, string=NameConverter, default=NameConverter)


def _limit() -> None:
    """Before anything reads the form."""
    largest = request.max_content_length
    if largest is not None:
        request.max_content_length = limit_of(
            request.content_type or "", request.cookies, desk().settings.secret_key, largest
        )
