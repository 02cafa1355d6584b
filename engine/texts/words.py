"""The words of a text, made here alone: for the index, for what is searched and for what is marked in a result.

A word is plain ASCII, so that no database folds, splits or sorts it in a way of its own. Nothing here reads or writes.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, normalize

import snowballstemmer

LONGEST = 64  # letters that are kept of a word
_SPELLED = {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "ð": "d", "þ": "th", "ł": "l", "đ": "d"}
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # soft hyphens, joiners: they part no word
_LETTERS = str.maketrans(_SPELLED | dict.fromkeys(_INVISIBLE, ""))

JOINTS = "._@'’:&+,-"  # between two words they make one
# What stands together in a text, before it is folded; what stands together afterwards.
PIECE = re.compile(rf"[\w{_INVISIBLE}\u0300-\u036f{JOINTS}]+")
_CHUNK = re.compile(rf"[a-z0-9]+(?:[{JOINTS}][a-z0-9]+)*|[^\W_]+")
_JOINT = re.compile(f"[{JOINTS}]")
_SILENT = re.compile(r"[-_'’]")  # e-mail is email

_stemming = threading.Lock()  # a stemmer keeps the word in hand in itself
_danish, _english = snowballstemmer.stemmer("danish"), snowballstemmer.stemmer("english")


@dataclass(frozen=True)
class Chunk:
    """What is written together: its parts ("e", "mail"), and the one word that they are together ("email")."""

    parts: tuple[str, ...]
    joined: str


def fold(text: str) -> str:
    """Small letters without accents; æ, ø and å as ae, oe and aa."""
    if text.isascii():
        return text.lower()
    text = normalize("NFC", normalize("NFKC", text).casefold()).translate(_LETTERS)
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter))


@lru_cache(maxsize=65_536)
def chunks(piece: str) -> tuple[Chunk, ...]:
    """The chunks of one piece of a text (`PIECE`)."""
    return tuple(_chunk(found) for found in _CHUNK.findall(fold(piece)))


def words(text: str) -> Iterator[str]:
    """Every word under which a text is found, repeated as often as it stands there."""
    for piece in PIECE.findall(text):
        for chunk in chunks(piece):
            yield from chunk.parts
            if len(chunk.parts) > 1:
                yield chunk.joined


@lru_cache(maxsize=65_536)
def danish_key(word: str) -> str:
    """What the Danish forms of a word have in common: kabel, kabler and kablerne are "kabl"."""
    if not _has_forms(word):
        return word
    with _stemming:
        key: str = _danish.stemWord(word)
    if len(key) >= 4:
        key = re.sub(r"([^aeiouy])e([lnr])$", r"\1\2", key)
    if len(key) > 3:
        key = re.sub(r"([^aeiouy])\1$", r"\1", key.removesuffix("e"))
    return key


@lru_cache(maxsize=65_536)
def english_key(word: str) -> str:
    """What the English forms of a word have in common: reports and reporting are "report"."""
    if not _has_forms(word):
        return word
    with _stemming:
        key: str = _english.stemWord(word)
    return key


def _has_forms(word: str) -> bool:
    return len(word) >= 4 and word.isalpha()


def _chunk(found: str) -> Chunk:
    parts = tuple(_plain(part) for part in _JOINT.split(found))
    return Chunk(parts, _plain(_SILENT.sub("", found)))


def _plain(word: str) -> str:
    """As ASCII: other letters by their numbers, each after a "^"."""
    word = word[:LONGEST]
    return word if word.isascii() else "".join(c if c.isascii() else f"^{ord(c):x}" for c in word)
