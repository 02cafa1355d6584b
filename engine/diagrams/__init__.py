"""Diagrams: reading BPMN files into values, comparing them, and saying what is wrong with them."""

from engine.diagrams.check import check
from engine.diagrams.differences import Difference, differences
from engine.diagrams.facets import type_of
from engine.diagrams.problems import Problem, Unreadable
from engine.diagrams.read import read

__all__ = ["Difference", "Problem", "Unreadable", "check", "differences", "read", "type_of"]
