"""Why a message has not left the house: the Danish that stands in the outbox, and how other languages read it.

Who writes a reason takes its words from here; what a mail server answers is its own.
"""

from engine.sentences import recognise

_UNSENT = "ikke sendt: "  # so begins the reason of what is never to be sent

NO_SERVER = f"{_UNSENT}ingen mailserver er sat op"
NO_ADDRESS = f"{_UNSENT}ingen mailadresse"
REPLAYED = f"{_UNSENT}genafspilning"  # messages whose reason starts so are never sent, by anyone
SAME_PERSON = f"{_UNSENT}samme person"
NOT_ACTIVE = f"{_UNSENT}godkenderen er ikke aktiv"

ANSWERED = "Mailserveren svarer: %(answer)s"
TURNED_AWAY = "Mailserveren afviser os: %(answer)s"
OUT_OF_REACH = "Mailserveren kan ikke nås: %(why)s"
BROKE_OFF = "Forbindelsen til mailserveren brast: %(why)s"
TOO_SLOW = "den svarer ikke i tide"
NOBODY_LISTENS = "ingen svarer på dens adresse og port"
NO_SUCH_HOST = "dens navn findes ikke"
NO_WAY = "netværket kan ikke finde den"
NOT_TRUSTED = "dens certifikat kan ikke godkendes"
HUNG_UP = "den lagde på"
NOT_ENCRYPTED = "den krypterer ikke, så adgangskoden sendes ikke"

_STATES = (NO_SERVER, NO_ADDRESS, REPLAYED, SAME_PERSON, NOT_ACTIVE)
TEMPLATES = (
    *(state.removeprefix(_UNSENT) for state in _STATES),
    *(ANSWERED, TURNED_AWAY, OUT_OF_REACH, BROKE_OFF, TOO_SLOW, NOT_ENCRYPTED),
    *(NOBODY_LISTENS, NO_SUCH_HOST, NO_WAY, NOT_TRUSTED, HUNG_UP),
)


def reason_of(kept: str) -> str:
    """A reason of the outbox as a sentence, without "ikke sendt", which whoever shows it says already."""
    return recognise(kept.removeprefix(_UNSENT), TEMPLATES, TEMPLATES)
