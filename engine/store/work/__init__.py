"""Cases, tasks, their instances, correspondence and messages, as rows."""
