"""The language of the page: found once a request; each sentence of a template is looked up once a process."""

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any, cast

from babel import Locale
from flask import g, has_app_context, has_request_context, session
from markupsafe import Markup

from web.wording import english

LOCALES = {"da": "Dansk", "en": "English"}
REGIONS = {"da": "da_DK", "en": "en_GB"}  # how dates and numbers are written: in Europe, 24 hours
MOST_KNOWN = 4096  # sentences of templates, of which there are some hundreds


class Language:
    """One language of the screens. Its sentences are templates of `%`; the Danish is what stands in the code."""

    def __init__(self, name: str):
        self.name = name
        self._catalogue = english.catalogue_of(name)
        self._markup: Callable[[str], Markup] = lru_cache(maxsize=MOST_KNOWN)(self._looked_up)
        self._plain: Callable[[str], Markup] = lru_cache(maxsize=MOST_KNOWN)(lambda text: self._markup(text) % {})

    @cached_property
    def locale(self) -> Locale:
        """How it writes dates and numbers."""
        return Locale.parse(REGIONS[self.name])

    def gettext(self, text: str, /, **values: Any) -> str:
        said: str = self._catalogue.gettext(text)
        return said % values if values else said

    def ngettext(self, one: str, many: str, num: int, /, **values: Any) -> str:
        said: str = self._catalogue.ngettext(one, many, num)
        return said % {"num": num, **values}

    def in_template(self, text: str, /, **values: Any) -> Markup:
        """What a template says: markup, in which what is filled in is escaped."""
        return self._markup(text) % values if values else self._plain(text)

    def counted_in_template(self, one: str, many: str, num: int, /, **values: Any) -> Markup:
        return Markup(self._catalogue.ngettext(one, many, num)) % {"num": num, **values}  # noqa: S704 - our own words

    def _looked_up(self, text: str) -> Markup:
        return Markup(self._catalogue.gettext(text))  # noqa: S704 - our own words


class _Lazy:
    """A sentence of a table, said in the language of the page that shows it."""

    def __init__(self, text: str):
        self._text = text

    def __str__(self) -> str:
        return gettext(self._text)

    __html__ = __str__  # our own words, which a template takes as they are


@lru_cache
def language_of(name: str) -> Language:
    return Language(name)


def language() -> Language:
    """That of this request; outside of one Danish."""
    if not has_app_context():
        return language_of("da")
    found: Language | None = g.get("language")
    if found is None:
        found = g.language = language_of(locale())
    return found


def locale() -> str:
    """The person's choice, else Danish: the house speaks Danish whatever the browser asks for."""
    chosen = session.get("locale", "da") if has_request_context() else "da"
    return chosen if chosen in LOCALES else "da"


def gettext(text: str, /, **values: Any) -> str:
    """The sentence in the language of the page, filled in."""
    return language().gettext(text, **values)


def ngettext(one: str, many: str, num: int, /, **values: Any) -> str:
    return language().ngettext(one, many, num, **values)


def lazy_gettext(text: str) -> str:
    """For tables: what stands there is looked up when it is shown."""
    return cast(str, _Lazy(text))


def in_template(text: str, /, **values: Any) -> Markup:
    """For macros that know no request; the others have the language's own."""
    return language().in_template(text, **values)


def counted_in_template(one: str, many: str, num: int, /, **values: Any) -> Markup:
    return language().counted_in_template(one, many, num, **values)
