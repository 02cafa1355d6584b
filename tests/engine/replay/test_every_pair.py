"""Every state after every other: what the second row of each pair asks of the desk, worked out by hand from the rules.

Who has the case differs in the log from pair to pair: an agent, nobody, in the second row somebody of another team.
"""

from itertools import pairwise, product

import pytest

from engine.replay import Log, Map
from engine.replay.actions import kind_of
from tests.engine.replay.conftest import Replay

# state of the first row → state of the second → actions of the second, in their order
PAIRS: dict[str, dict[str, str]] = {
    "Ny": {
        "Ny": "",
        "I gang": "",
        "Venter på bruger": "comment",
        "Venter på årsag": "hand-over dispatch create-task",
        "Venter på leverandør": "dispatch-to-create-task create-task",
        "Venter på bevis": "create-task",
        "Løst": "solve",
        "Lukket": "hand-over dispatch solve-to-close close",
    },
    "I gang": {
        "Ny": "",
        "I gang": "",
        "Venter på bruger": "dispatch-to-comment comment",
        "Venter på årsag": "hand-over dispatch create-task",
        "Venter på leverandør": "create-task",
        "Venter på bevis": "dispatch-to-create-task create-task",
        "Løst": "solve",
        "Lukket": "hand-over dispatch solve-to-close close",
    },
    "Venter på bruger": {
        "Ny": "put-back",
        "I gang": "",
        "Venter på bruger": "",
        "Venter på årsag": "hand-over dispatch create-task",
        "Venter på leverandør": "create-task",
        "Venter på bevis": "create-task",
        "Løst": "put-back dispatch-to-solve solve",
        "Lukket": "hand-over dispatch solve-to-close close",
    },
    "Venter på årsag": {
        "Ny": "dispatch-task solve-task accept-task",
        "I gang": "put-back dispatch-task solve-task accept-task",
        "Venter på bruger": "dispatch-task solve-task accept-task comment",
        "Venter på årsag": "hand-over dispatch",
        "Venter på leverandør": "put-back dispatch-to-create-task create-task",
        "Venter på bevis": "create-task",
        "Løst": "dispatch-task solve-task accept-task solve",
        "Lukket": "hand-over dispatch dispatch-task solve-task accept-task solve-to-close close",
    },
    "Venter på leverandør": {
        "Ny": "dispatch-task solve-task accept-task",
        "I gang": "dispatch-task solve-task accept-task",
        "Venter på bruger": "put-back dispatch-task solve-task accept-task dispatch-to-comment comment",
        "Venter på årsag": "hand-over dispatch create-task",
        "Venter på leverandør": "",
        "Venter på bevis": "put-back dispatch-to-create-task create-task",
        "Løst": "dispatch-task solve-task accept-task solve",
        "Lukket": "hand-over dispatch dispatch-task solve-task accept-task solve-to-close close",
    },
    "Venter på bevis": {
        "Ny": "put-back dispatch-task solve-task accept-task",
        "I gang": "dispatch-task solve-task accept-task",
        "Venter på bruger": "dispatch-task solve-task accept-task comment",
        "Venter på årsag": "hand-over dispatch create-task",
        "Venter på leverandør": "create-task",
        "Venter på bevis": "",
        "Løst": "put-back dispatch-task solve-task accept-task dispatch-to-solve solve",
        "Lukket": "hand-over dispatch dispatch-task solve-task accept-task solve-to-close close",
    },
    "Løst": {
        "Ny": "reopen",
        "I gang": "reopen put-back",
        "Venter på bruger": "reopen comment",
        "Venter på årsag": "reopen create-task",
        "Venter på leverandør": "reopen put-back dispatch-to-create-task create-task",
        "Venter på bevis": "reopen create-task",
        "Løst": "",
        "Lukket": "close",
    },
    "Lukket": {
        "Ny": "reopen-closed",
        "I gang": "reopen-closed",
        "Venter på bruger": "reopen-closed put-back dispatch-to-comment comment",
        "Venter på årsag": "reopen-closed create-task",
        "Venter på leverandør": "reopen-closed create-task",
        "Venter på bevis": "reopen-closed put-back dispatch-to-create-task create-task",
        "Løst": "",
        "Lukket": "",
    },
}


def test_the_log_holds_every_pair_of_states(log: Log, map_: Map) -> None:
    of_incident: dict[str, list[str]] = {}
    for row in sorted(log.rows, key=lambda row: row.number):
        of_incident.setdefault(row.incident, []).append(row.state.name)
    pairs = {pair for states in of_incident.values() for pair in pairwise(states)}
    assert pairs >= set(product(map_.states, repeat=2))


@pytest.mark.parametrize("before", PAIRS)
def test_what_comes_of_each_pair(before: str, played: Replay) -> None:
    seconds = [row for row in played.log.rows if row.incident[0] == "H" and row.before and not row.before.before]
    found = {
        row.state.name: " ".join(kind_of(name) for name in played.order[row.number])
        for row in seconds
        if row.before and row.before.state.name == before
    }
    assert found == PAIRS[before]
