"""Why a message has not left the house, in sentences that the outbox keeps with their parts.

Who writes a reason takes its words from here; what a mail server answers is its own.
"""

from engine.sentences import Sentence, say

_UNSENT = "ikke sendt: %(why)s"  # of what is never to be sent

NO_SERVER = say(_UNSENT, why=say("ingen mailserver er sat op"))
NO_ADDRESS = say(_UNSENT, why=say("ingen mailadresse"))
REPLAYED = say(_UNSENT, why=say("genafspilning"))
SAME_PERSON = say(_UNSENT, why=say("samme person"))
NOT_ACTIVE = say(_UNSENT, why=say("godkenderen er ikke aktiv"))

ANSWERED = "Mailserveren svarer: %(answer)s"
TURNED_AWAY = "Mailserveren afviser os: %(answer)s"
OUT_OF_REACH = "Mailserveren kan ikke nås: %(why)s"
BROKE_OFF = "Forbindelsen til mailserveren brast: %(why)s"
TOO_SLOW = say("den svarer ikke i tide")
NOBODY_LISTENS = say("ingen svarer på dens adresse og port")
NO_SUCH_HOST = say("dens navn findes ikke")
NO_WAY = say("netværket kan ikke finde den")
NOT_TRUSTED = say("dens certifikat kan ikke godkendes")
HUNG_UP = say("den lagde på")
NOT_ENCRYPTED = say("den krypterer ikke, så adgangskoden sendes ikke")


def reason_of(reason: str) -> str:
    """A reason without "ikke sendt", which whoever shows it says already."""
    why = reason.values.get("why") if isinstance(reason, Sentence) and reason.template == _UNSENT else None
    return why if isinstance(why, str) else reason
