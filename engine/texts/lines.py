"""What people write, made fit for where it stands: in NFC (D-21), without what cannot be shown."""

import re
import unicodedata

MAX_LINE = 200  # characters of a field of type string, where it says nothing else
MAX_TEXT = 100_000  # of any other text
MAX_FILE_NAME = 200
# what joins emoji, or letters of Asia; after a Latin letter it would only make two names look alike
_JOINERS = re.compile(r"(?<=[\u0300-\U0010ffff])[\u200c\u200d\U000e0020-\U000e007f]")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # by their category letters or symbols, but nothing is drawn


def composed(text: str) -> str:
    """In NFC: å is one character, also where a Mac wrote a and a ring."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """Composed, without NUL and without space around it; empty where a reader would see nothing."""
    text = composed(text).replace("\x00", "").strip()
    return text if any(map(_is_seen, text)) else ""


def one_line(text: str) -> str:
    """Tidy and on one line: what breaks a line or is no character becomes a space, but for what joins an emoji."""
    return tidy(" ".join(_shown(composed(text)).split()))


def is_one_line(text: str) -> bool:
    """Whether nothing in it would have to become a space."""
    return _JOINERS.sub("", text).isprintable()


def fit(type_: str, text: str) -> str:
    """As a field of that type holds it."""
    return one_line(text) if type_ == "string" else tidy(text)


def file_name(name: str) -> str:
    """A file's name as it was sent, its spaces too, but for folders; at most `MAX_FILE_NAME` characters.

    Of a longer one the beginning and the end are kept: the end says what it is.
    """
    last = tidy(_shown(composed(name).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1], keep="Zs")) or "fil"
    return last if len(last) <= MAX_FILE_NAME else last[: MAX_FILE_NAME - 20].rstrip() + last[-20:]


def _shown(text: str, keep: str = "") -> str:
    """With a space for what is no character, unless it joins an emoji or is of the category `keep`."""
    joiners = {match.start() for match in _JOINERS.finditer(text)}
    return "".join(
        c if c.isprintable() or place in joiners or unicodedata.category(c) == keep else " "
        for place, c in enumerate(text)
    )


def _is_seen(character: str) -> bool:
    return character not in _BLANK and unicodedata.category(character)[0] not in "CMZ"
