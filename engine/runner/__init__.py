"""Running a diagram, one step at a time: bytes and an event in, bytes and what opened out. Saving them is the desk's.

The only place that knows SpiffWorkflow. What a process asks and changes it asks and changes through `World`.
"""

from engine.runner.errors import BrokenState, NotRunnable, NoWayOut, RunnerError, StaleStep
from engine.runner.program import Program, build
from engine.runner.steps import complete, deliver, fire, look, start
from engine.runner.values import Chosen, Listening, Run, Waiting, World

__all__ = [
    "BrokenState",
    "Chosen",
    "Listening",
    "NoWayOut",
    "NotRunnable",
    "Program",
    "Run",
    "RunnerError",
    "StaleStep",
    "Waiting",
    "World",
    "build",
    "complete",
    "deliver",
    "fire",
    "look",
    "start",
]
