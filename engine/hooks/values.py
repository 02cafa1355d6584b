"""What subscribers answer: notices, and what went wrong with them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.model.items import WorkItem
from engine.model.occurrences import Occurrence


@dataclass(frozen=True)
class Notice:
    """One message to one person. `agent_id` None is the case's customer.

    The texts may be sentences of `engine.sentences`, which are said in the reader's language. `do` says what step
    waits; of several notices of one `matter` the first alone has its text. `skipped` says why it is written down and
    never sent (A-30). `item` is filled in when the notices are gathered.
    """

    kind: str
    agent_id: int | None
    subject: str
    text: str
    why: str
    skipped: str | None = None
    item: WorkItem | None = None
    do: str = ""
    matter: str = ""


@dataclass(frozen=True)
class Failure:
    """A subscriber that raised: the step is kept, and this goes into the history."""

    name: str
    kind: str
    error: str


@dataclass(frozen=True)
class Gathered:
    """What all subscribers made of one step."""

    notices: tuple[Notice, ...] = ()
    failures: tuple[Failure, ...] = ()


Subscriber = Callable[[Occurrence], Iterable[Notice]]
