"""What machines ask of the desk: health, metrics, the log."""
