"""Diagrams: reading BPMN files into values, comparing them, and saying what is wrong with them."""

from engine.diagrams.check import check
from engine.diagrams.check_rules import all_claimed
from engine.diagrams.checks.deployment import unchanged
from engine.diagrams.differences import Difference, differences
from engine.diagrams.problems import Problem, Unreadable
from engine.diagrams.read import read
from engine.diagrams.wording import Worded, type_of, worded

__all__ = [
    "Difference",
    "Problem",
    "Unreadable",
    "Worded",
    "check",
    "differences",
    "read",
    "type_of",
    "unchanged",
    "worded",
]

all_claimed()
