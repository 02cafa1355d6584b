"""Every way in which a run says no. Each text is a Danish sentence; nothing has been written when one is raised."""


class RunnerError(Exception):
    """The runner's own."""


class NotRunnable(RunnerError):
    """The diagram has something in it that is not executed; the check says the same, with what to do."""


class StaleStep(RunnerError):
    """The step does not wait (any more)."""


class NoWayOut(RunnerError):
    """The process stands at `element` and no arrow leads on."""

    def __init__(self, element: str, sentence: str):
        super().__init__(sentence)
        self.element = element


class BrokenState(RunnerError):
    """A state that cannot be read, or that must not be saved."""
