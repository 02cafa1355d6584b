"""Our own line drawings, 24 by 24. They repeat a word that stands beside them, so a screen reader skips them."""

from collections.abc import Mapping

from markupsafe import Markup

PATHS: Mapping[str, str] = {
    "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "plus": "M12 5v14M5 12h14",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20",
    "team": (
        "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-4 2.5-6 6-6s6 2 6 6"
        "M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3 2.7 3 5.5"
    ),
    "route": (
        "M6 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM18 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 18h7a3 3 0 0 0 0-6H9a3 3 0 0 1 0-6h7"
    ),
    "diagram": "M4 5h6v5H4zM14 14h6v5h-6zM10 7.5h4a3 3 0 0 1 3 3V14",
    "gear": (
        "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2"
        "M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2"
    ),
    "book": "M12 6c-2-1.5-4.5-2-8-2v14c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2V4c-3.5 0-6 .5-8 2zM12 6v14",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4.5 3-7 8-7s8 2.5 8 7",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h.01",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "out": "M7 17L17 7M9 7h8v8",
    "mail": "M3 6h18v12H3zM3 7l9 7 9-7",
    "clip": "M19 11l-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4L13 4.3a3 3 0 0 1 4.3 4.3l-7.6 7.6a1.5 1.5 0 0 1-2.2-2.2l7-7",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "circle": "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z",
    "dot": "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "dash": "M7 12h10",
    "stop": "M8.5 4h7L20 8.5v7L15.5 20h-7L4 15.5v-7zM8 12h8",
    "pen": "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
    "clock": "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 2",
    "warning": "M12 4l9 16H3zM12 10v4.5M12 17v.5",
    "down": "M12 4v12M7 11.5l5 5 5-5M5 20h14",
    "close": "M6 6l12 12M18 6L6 18",
    "back": "M5 12h14M10.5 6.5L5 12l5.5 5.5",
}
_DRAWN: Mapping[str, Markup] = {
    name: Markup(
        '<svg class="icon " viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>'
    ).format(path)
    for name, path in PATHS.items()
}


def icon(name: str) -> Markup:
    """The drawing of that name; a KeyError for one that does not exist."""
    return _DRAWN[name]
