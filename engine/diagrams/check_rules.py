"""The rules of the check: one row each in `check_rules.toml`, and one place in the code that asks for it.

A row has the rule's severity, the guide's sentence about it, and an example: the small process of the tests
(`tests/engine/diagrams/lille_proces.bpmn`), in which `wrong` stands for `right`, `more` is added and `cut` is left out.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class Severity(StrEnum):
    """Whether a diagram can be deployed with it."""

    ERROR = "error"  # no
    WARNING = "warning"  # yes, but someone will wonder


@dataclass(frozen=True)
class CheckRule:
    """One thing that can be wrong with a diagram. `sentence` is Markdown, and links to the guide's headings.

    In the example `wrong` is put in place of `right`, piece by piece; "" in `right` is the whole file. `more` is added
    to the process, and the elements in `cut` are left out. What holds "{n}" is there `times` times, numbered; "{m}" is
    the next number. `at` is the element that then carries the problem, "" the file.
    A rule without an example needs a desk to be broken: it is told when a diagram is deployed.
    """

    id: str
    severity: Severity
    sentence: str
    at: str = ""
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    more: str = ""
    cut: tuple[str, ...] = ()
    times: int = 0

    @property
    def has_example(self) -> bool:
        """Whether a file alone can break it."""
        return bool(self.right or self.more or self.cut)


_unclaimed: set[str] = set()


def check_rule(rule_id: str) -> CheckRule:
    """A rule for the module that reports it, asked for once, when that is imported; raises KeyError or ValueError."""
    rule = CHECK_RULES[rule_id]
    if rule_id not in _unclaimed:
        raise ValueError("two modules ask for this check rule; let one import it from the other: " + rule_id)
    _unclaimed.remove(rule_id)
    return rule


def all_claimed() -> None:
    """Raises ValueError where a row has no rule: called when every module that reports one has been imported."""
    if _unclaimed:
        raise ValueError("nothing reports these check rules: " + ", ".join(sorted(_unclaimed)))


def read_rules(text: str) -> Mapping[str, CheckRule]:
    """{id: rule} in the file's order; raises ValueError where a row is incomplete or an id stands there twice."""
    return {rule_id: _rule(rule_id, row) for rule_id, row in tomllib.loads(text).items()}


def _rule(rule_id: str, row: Mapping[str, Any]) -> CheckRule:
    try:
        right, wrong = _pieces(row.get("right")), _pieces(row.get("wrong"))
        others = {key: row[key] for key in row.keys() - {"severity", "right", "wrong", "cut"}}
        rule = CheckRule(
            rule_id, Severity(row["severity"]), right=right, wrong=wrong, cut=tuple(row.get("cut", ())), **others
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{rule_id}: {error!r}") from error
    if len(right) != len(wrong) or not rule.sentence.endswith("."):
        raise ValueError("a right piece without a wrong one, or a sentence without a full stop: " + rule_id)
    return rule


def _pieces(written: str | list[str] | None) -> tuple[str, ...]:
    if written is None:
        return ()
    return (written,) if isinstance(written, str) else tuple(written)


CHECK_RULES = read_rules(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_unclaimed.update(CHECK_RULES)
