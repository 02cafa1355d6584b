"""The lines of the correspondence in words, put together before the template: a long case has hundreds."""

from dataclasses import dataclass

from markupsafe import Markup

from engine import Directory, Entry, Event, Line, Message
from web.history_sentences import sentence
from web.request_context import now
from web.words import agent_name, time_tag


@dataclass(frozen=True)
class LineInWords:
    """An entry with what was sent of it, or the sentence of an event; `who` is empty for the desk itself."""

    entry: Entry | None
    messages: tuple[Message, ...]
    who: str
    when: Markup
    sentence: str


def in_words(line: Line, directory: Directory) -> LineInWords:
    return LineInWords(
        entry=line.entry,
        messages=line.messages,
        who=agent_name(directory, _person(line.entry, line.event)),
        when=time_tag(line.at, now()),
        sentence=sentence(line.event, directory) if line.event else "",
    )


def _person(entry: Entry | None, event: Event | None) -> int | None:
    return entry.written_by if entry else event.actor_id if event else None
