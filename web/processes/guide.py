"""The guide of what a diagram may say, as a page: `processes/README.md`, made HTML when it is first asked for.

HTML in the file is shown as text, and a link runs no script: the file is ours, but nobody need trust it.
"""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

import engine

_NO_PART_OF_AN_ID = re.compile(r"[^\w\- ]")


@lru_cache(maxsize=1)
def as_html() -> Markup:
    """Raises NotFound where the guide is not installed."""
    return rendered(engine.guide())


def rendered(text: str) -> Markup:
    """Markdown with tables; every heading can be led to as on GitHub: "Hvem får trinnet" is `#hvem-får-trinnet`."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    tokens = markdown.parse(text)
    for token, inside in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open":
            token.attrSet("id", _id_of(inside))
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704 - the renderer escapes


def _table_open(*_: object) -> str:
    return '<div class="guide-table"><table class="table table-sm">\n'


def _table_close(*_: object) -> str:
    return "</table></div>\n"


def _id_of(heading: Token) -> str:
    text = "".join(part.content for part in heading.children or ())
    return _NO_PART_OF_AN_ID.sub("", text.lower()).replace(" ", "-")
