"""The console script's commands, one file each."""
