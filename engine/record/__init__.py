"""What is kept of each subject of the history, and what must add up in it. Pure."""
