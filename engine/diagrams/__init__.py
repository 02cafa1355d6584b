"""Diagrams: reading BPMN files into values, and saying what is wrong with them."""

from engine.diagrams.check import check
from engine.diagrams.problems import Problem, Unreadable
from engine.diagrams.read import read

__all__ = ["Problem", "Unreadable", "check", "read"]
