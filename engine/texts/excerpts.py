"""The part of a text that was found, with its words marked (pure)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from engine.texts.words import JOINTS, PIECE, chunks

BEFORE, LENGTH = 60, 220  # characters shown before the first mark, and in all
_PART = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Stretch:
    """A part of a text, marked or not."""

    text: str
    is_marked: bool = False


Excerpt = tuple[Stretch, ...]
IsMeant = Callable[[str], bool]  # whether a word is one that was searched for


def stands_in(text: str, is_meant: IsMeant) -> bool:
    return any(_is_in(piece, is_meant) for piece in PIECE.findall(text))


def marked(text: str, is_meant: IsMeant) -> Excerpt:
    """The whole text, what was searched for marked."""
    return tuple(_stretches(text, _places(text, is_meant)))


def excerpt(text: str, is_meant: IsMeant) -> Excerpt:
    """Some words before the first place and some after it, on one line."""
    text = " ".join(normalize("NFC", text).split())
    places = _places(text, is_meant)
    start = places[0][0] - BEFORE if places else 0
    start = 0 if start <= 0 else text.find(" ", start, places[0][0]) + 1 or start
    end = len(text)
    if end - start > LENGTH:
        end = text.rfind(" ", start, start + LENGTH)
        end = end if end >= (places[0][1] if places else start + BEFORE) else start + LENGTH
    inside = [(at - start, min(until, end) - start) for at, until in places if at < end]
    shown = _stretches(text[start:end], inside)
    before = [Stretch("… ")] if start else []
    return (*before, *shown, *([Stretch(" …")] if end < len(text) else []))


def _places(text: str, is_meant: IsMeant) -> list[tuple[int, int]]:
    """Where to mark: what stands together, where it is meant as one word, else those of its parts that are meant."""
    found: list[tuple[int, int]] = []
    for piece in PIECE.finditer(text):
        if any(is_meant(chunk.joined) for chunk in chunks(piece[0])):
            inside = [(len(piece[0]) - len(piece[0].lstrip(JOINTS)), len(piece[0].rstrip(JOINTS)))]
        else:
            inside = [part.span() for part in _PART.finditer(piece[0]) if _is_in(part[0], is_meant)]
        found += [(piece.start() + at, piece.start() + until) for at, until in inside]
    return found


def _is_in(piece: str, is_meant: IsMeant) -> bool:
    return any(is_meant(word) for chunk in chunks(piece) for word in (*chunk.parts, chunk.joined))


def _stretches(text: str, places: Sequence[tuple[int, int]]) -> list[Stretch]:
    found, at = [], 0
    for start, end in places:
        found += [Stretch(text[at:start]), Stretch(text[start:end], is_marked=True)]
        at = end
    return [stretch for stretch in (*found, Stretch(text[at:])) if stretch.text]
