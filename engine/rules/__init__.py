"""Who may do what, in which state. Pure: a rule reads a moment (what somebody is about to do) and speaks or is silent.

A rule is one function used twice: `judge` refuses the action, `may` explains the button. Each carries its number, which
the catalogue spells out.
"""

from engine.rules import acting as acting  # its rules register themselves
from engine.rules import moving as moving
from engine.rules.creating import Creating, Editing, Rescheduling, bare_reference
from engine.rules.moments import (
    ALLOWED,
    Act,
    Closing,
    Dispatching,
    Doing,
    Moving,
    PassingOn,
    Reopening,
    SendingBack,
    Solving,
)
from engine.rules.registry import RULES, Deviation, Judgement, judge, may, speak
from engine.rules.seeing import (
    READERS,
    SEES,
    may_act,
    may_see,
    offered,
    participants,
    sees_internal,
    sees_viewings,
    sides,
    takes_part,
)
from engine.rules.writing import Commenting, Mailing, MarkingSolution, WritingExternal

__all__ = [
    "ALLOWED",
    "READERS",
    "RULES",
    "SEES",
    "Act",
    "Closing",
    "Commenting",
    "Creating",
    "Deviation",
    "Dispatching",
    "Doing",
    "Editing",
    "Judgement",
    "Mailing",
    "MarkingSolution",
    "Moving",
    "PassingOn",
    "Reopening",
    "Rescheduling",
    "SendingBack",
    "Solving",
    "WritingExternal",
    "bare_reference",
    "judge",
    "may",
    "may_act",
    "may_see",
    "offered",
    "participants",
    "sees_internal",
    "sees_viewings",
    "sides",
    "speak",
    "takes_part",
]
