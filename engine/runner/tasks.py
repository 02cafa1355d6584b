"""SpiffWorkflow's task, without what it says to its log and asks its element at every change of state."""

import os
import time
from typing import Any

from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState


class QuietTask(Task):
    """One element in one instance. Its id is the same before and after saving."""

    _state: int

    def __init__(self, workflow: Any, task_spec: Any, parent: Any, state: int, id: str | None = None):
        super().__init__(workflow, task_spec, parent, state, id or os.urandom(16).hex())

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> Any:
        if self._state & TaskState.PREDICTED_MASK and not state & TaskState.PREDICTED_MASK:
            raise WorkflowException("a child that is not predicted under a task that is", task_spec=self.task_spec)
        child = QuietTask(self.workflow, task_spec, self, state)
        child.thread_id = self.thread_id
        if state == TaskState.READY:
            child._ready()
        return child

    def _ready(self) -> None:
        """Without a test whether its element has arrows: it came here by one."""
        if self._state not in (TaskState.COMPLETED, TaskState.CANCELLED):
            self._set_state(TaskState.READY)
            self.task_spec._on_ready_hook(self)

    def _inherit_data(self) -> None:
        """Variables are single values: there is nothing to merge inside them."""
        self.data.update(self.parent.data)

    def _set_state(self, value: int) -> None:
        if value != self._state:
            self.last_state_change = time.time()
            self._state = value
