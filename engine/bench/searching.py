"""How long searching takes among 100,000 cases: `python -m engine.bench.searching [cases] [url]` prints it as JSON.

No bar: what is promised is a time, under a tenth of a second but for several very common words, and not a ratio.
"""

import json
import random
import sys
import time
from collections.abc import Iterator

import engine
from engine.bench import houses
from engine.store.work import bulk

CASES, ENTRIES = 100_000, 4  # and as many entries on each
ROUNDS = 5
_SYLLABLES = ("kab", "net", "vaerk", "prin", "ser", "rap", "port", "men", "le", "art", "mus", "bar", "stroem", "ring")
_PLAIN = ("printer", "kabel", "netværk", "rapport", "skærm", "server", "nøgle", "mail", "fejl", "adgang")
# what is typed, from rare to common; the last three words stand in most cases
QUERIES = {
    "nobody has it": "findesikke",
    "one case": "unikt77",
    "an address": "bruger77@kommunen.example",
    "a rare word": "vocab5000",
    "a common word": "rapport",
    "a very common word": "printer",
    "the beginning of words": "ka",
    "a common and a rare word": "printer vocab5000",
    "three very common words": "printer kabel netværk",
}


def measure(cases: int, url: str | None = None) -> dict[str, object]:
    """{query: the median in milliseconds}, what indexing a case took, and how many cases there were."""
    with houses.desk(url) as desk:
        first = houses.case_across(desk)
        bulk.multiply_written(desk.database, first.id, _texts(cases))
        began = time.process_time()
        indexed = engine.index_waiting(desk)
        spent = time.process_time() - began
        by = first.created_by or 0
        engine.search_written(desk, "en", by=by)
        found = {name: _median(desk, typed, by) for name, typed in QUERIES.items()}
    return {"cases": indexed, "index_processor_ms_a_case": round(1000 * spent / indexed, 2), "median_ms": found}


def _median(desk: engine.Desk, typed: str, by: int) -> dict[str, float]:
    """The processor's time too: SQLite works in this process, and other work on the machine is not in it."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        spent, result = houses.timed(lambda: engine.search_written(desk, typed, by=by))
        taken.append((spent, time.process_time() - began))
    seconds, processor = (round(1000 * houses.median(list(times)), 1) for times in zip(*taken, strict=True))
    return {"ms": seconds, "processor_ms": processor, "found": result.count}


def _texts(cases: int) -> Iterator[tuple[str, str, list[str]]]:
    """(subject, description, entries) of each case; a few words stand in most of them, most words in a few."""
    chance = random.Random(7)  # noqa: S311 - the same texts in every run
    known = [*_PLAIN, *(f"vocab{number}" for number in range(10_000))]
    known += ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(50_000)]
    weights = [1 / (rank + 3) for rank in range(len(known))]
    drawn = chance.choices(known, weights, k=2_000_000)
    for number in range(cases):
        at = chance.randrange(len(drawn) - 400)
        words = drawn[at : at + 40 + 20 * ENTRIES]
        texts = [" ".join(words[40 + 20 * n : 60 + 20 * n]) for n in range(ENTRIES)]
        yield " ".join(words[:6]), f"{' '.join(words[6:40])} unikt{number} bruger{number}@kommunen.example", texts


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    sys.stdout.write(json.dumps(measure(size, *sys.argv[2:3]), ensure_ascii=False, indent=1) + "\n")
