"""New work: the start form of a case or a task."""
