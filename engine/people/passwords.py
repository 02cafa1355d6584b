"""Passwords: which are good enough, and what is kept of them."""

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from engine.errors import Invalid, SignInRefused
from engine.sentences import say
from engine.texts.lines import composed

MIN_PASSWORD = 12  # characters
LEAST_SCORE = 3  # of zxcvbn's 0 to 4: at least 10^8 guesses
_JUDGED = 72  # characters: zxcvbn refuses more, and what is good in its first 72 is good
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody's password")  # an unknown name costs what a known one costs
BUSY_SECONDS = 2

# A hash takes 64 MiB: two at a time, four more wait, and whoever comes then is asked to come again. So a flood of
# passwords takes neither the machine's memory nor all threads of the server.
_HASHING = threading.Semaphore(2)
_WAITING = threading.Semaphore(6)


def hash_of(password: str, *, names: Iterable[str] = ()) -> str:
    """What is kept of a new password; raises Invalid for one that is too short or too easy to guess.

    `names` are the person's own: their name, username and mail address.
    """
    check_password(password, names)
    with _turn():
        return _HASHER.hash(composed(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether that is the password; without a hash never, and it takes as long."""
    try:
        with _turn():
            _HASHER.verify(password_hash or _NOBODY, composed(password))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


def check_password(password: str, names: Iterable[str]) -> None:
    """Raises Invalid for a password that is too short, common, a simple pattern, or little else than the names."""
    from zxcvbn import zxcvbn  # here: its word lists take 0.1 s to read

    if len(composed(password)) < MIN_PASSWORD:
        raise Invalid({"password": say("Adgangskoden skal være på mindst %(least)s tegn.", least=MIN_PASSWORD)})
    if zxcvbn(_without_names(password, names)[:_JUDGED] or "-")["score"] < LEAST_SCORE:
        raise Invalid({"password": "Adgangskoden er for let at gætte. Brug flere ord, der ikke hører sammen."})


# what stands in many passwords here and on none of zxcvbn's lists
_HOUSE = (
    *("sagsgang", "adgangskode", "kodeord", "hemmelig", "velkommen"),
    *("kommune", "sommer", "vinter", "efterår", "forår"),
)


def _without_names(password: str, names: Iterable[str]) -> str:
    """What is left to guess for somebody who knows the person and the house."""
    known = {part for name in names for part in re.split(r"[\s@._-]+", name.casefold()) if len(part) > 2}
    return re.sub("|".join(map(re.escape, sorted({*known, *_HOUSE}, key=len, reverse=True))), "", password.casefold())


@contextmanager
def _turn() -> Iterator[None]:
    if not _WAITING.acquire(blocking=False):
        raise SignInRefused("Der logges ind for mange steder lige nu. Prøv igen om et øjeblik.", BUSY_SECONDS)
    try:
        with _HASHING:
            yield
    finally:
        _WAITING.release()
