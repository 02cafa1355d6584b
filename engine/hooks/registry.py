"""The registry: who listens to what, and one message a person an item a step. What the notices say is `wording`."""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence

from engine.clock import ZONE
from engine.hooks import notices
from engine.hooks.frame import Frame
from engine.hooks.values import Failure, Gathered, Notice, Subscriber
from engine.model.occurrences import Occurrence, OccurrenceKind

_log = logging.getLogger(__name__)

Told = tuple[Occurrence, Notice]


class Hooks:
    """The subscribers of one desk. The product's own are there from the start; links in texts begin with `base_url`."""

    def __init__(self, base_url: str = ""):
        self._base_url = base_url.rstrip("/")
        self.translate: Callable[[str, str], str] = _in_danish
        self._subscribers: dict[str, dict[str, Subscriber]] = {kind: {} for kind in OccurrenceKind}
        for kind, row in notices.NOTICE_KINDS.items():
            if row.subscriber:
                self.subscribe(kind, f"notice-{kind}", row.subscriber)

    def subscribe(self, kind: str, name: str, function: Subscriber) -> None:
        """Calls `function` at each occurrence of that kind; `name` stands in the history when it fails."""
        if kind not in self._subscribers:
            raise ValueError(f"nothing of the kind {kind!r} ever occurs; there are: {', '.join(OccurrenceKind)}")
        if name in self._subscribers[kind]:
            raise ValueError(f"{name!r} listens to {kind!r} already")
        self._subscribers[kind][name] = function

    def gather(self, occurrences: Sequence[Occurrence]) -> Gathered:
        """Asks every subscriber about one step. One that raises is a failure, and the others are asked all the same."""
        told: list[Told] = []
        failures: list[Failure] = []
        for occurrence in occurrences:
            for name, function in self._subscribers[occurrence.kind].items():
                try:
                    told += [(occurrence, _checked(notice, occurrence)) for notice in function(occurrence)]
                except Exception as error:  # whatever a subscriber does wrong, the step is kept
                    _log.exception("%s failed at %s of %s", name, occurrence.kind, occurrence.item.number)
                    failures.append(Failure(name, occurrence.kind, f"{type(error).__name__}: {error}"))
        return Gathered(self._merged(told), tuple(failures))

    def _merged(self, told: Sequence[Told]) -> tuple[Notice, ...]:
        """One message a person an item, worded once (C10); what is skipped stays beside it."""
        people: dict[tuple[object, ...], list[Told]] = defaultdict(list)
        for occurrence, notice in told:
            item = occurrence.item
            people[notice.agent_id, item.kind, item.id, notice.skipped].append((occurrence, notice))
        frame = Frame(self._base_url, ZONE, self.translate)
        return tuple(frame.merge(those) for those in people.values())


def _in_danish(_locale: str, template: str) -> str:
    """Until somebody brings other languages along."""
    return template


def _checked(notice: object, occurrence: Occurrence) -> Notice:
    """What cannot be written down is the subscriber's failure, not the step's."""
    if not isinstance(notice, Notice):
        raise TypeError(f"answered with {type(notice).__name__}, not with a notice")
    if notice.agent_id is not None and notice.agent_id not in occurrence.directory.agents:
        raise LookupError(f"there is no agent {notice.agent_id}")
    if not all(isinstance(words, str) for words in (notice.subject, notice.text, notice.why, notice.skipped or "")):
        raise TypeError("answered with a notice whose words are none")
    return notice
