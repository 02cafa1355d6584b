"""The page of a case or a task, and everything done on it."""
