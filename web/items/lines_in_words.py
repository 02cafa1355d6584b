"""The lines of the correspondence as markup, each drawn once: what was written does not change.

A line is known again by all that stands in it, so that nobody is shown another's. One with a form has the token of its
reader, and is drawn for this visit alone; so is a long one, of which few would fill the memory.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app, request
from markupsafe import Markup

from engine import Delivery, Entry, EntryKind, ItemPage, Line, Message
from web.frame.request_context import now
from web.items.history_sentences import sentence
from web.wording.language import language
from web.wording.words import actor_name, local, time_tag

MOST_DRAWN = 4096
LONGEST_KEPT = 4000  # characters of what was written, its letters and their receivers


@dataclass(frozen=True)
class LineInWords:
    """An entry with what was sent of it, or the sentence of an event; `who` is empty for the desk itself."""

    entry: Entry | None
    messages: tuple[Message, ...]
    who: str
    when: Markup
    sentence: str
    is_solution: bool
    may_be_solution: bool
    may_send_again: bool


def drawn_lines(read: ItemPage) -> list[Markup]:
    """The lines of an item's page."""
    lines, page = read.lines.rows if read.lines else (), (language().name, local(now()).date(), request.script_root)
    found = (_in_words(line, read) for line in lines)
    return [_drawn(words, *page) if _is_kept(words) else _draw(words) for words in found]


def _is_kept(words: LineInWords) -> bool:
    has_form = any(message.delivery == Delivery.FAILED for message in words.messages)
    texts = [words.sentence, *(message.body for message in words.messages)]
    if words.entry:
        texts += [words.entry.text, *words.entry.recipients, *words.entry.cc]
    return not has_form and sum(map(len, texts)) <= LONGEST_KEPT


def _in_words(line: Line, read: ItemPage) -> LineInWords:
    entry, sight = line.entry, read.sight
    may_mark = bool(sight.actions) and not sight.actions["solution"]
    return LineInWords(
        entry=entry,
        messages=line.messages,
        who="" if (person := _person(line)) is None else actor_name(read.directory, person),
        when=time_tag(line.at, now()),
        sentence=sentence(line.event, read.directory) if line.event else "",
        is_solution=entry is not None and (entry.is_solution or entry.id == sight.item.solution_entry_id),
        may_be_solution=may_mark and entry is not None and entry.kind == EntryKind.INTERNAL and bool(entry.text),
        may_send_again=bool(sight.actions),
    )


@lru_cache(maxsize=MOST_DRAWN)
def _drawn(words: LineInWords, spoken: str, today: date, root: str) -> Markup:
    """The line in that language, on that day, with the addresses of a desk under that root."""
    return _draw(words)


def _draw(words: LineInWords) -> Markup:
    template: Any = current_app.jinja_env.get_template("items/line.html")
    drawn: Markup = template.module.drawn(words, now())
    return drawn


def _person(line: Line) -> int | None:
    return line.entry.written_by if line.entry else line.event.actor_id if line.event else None
