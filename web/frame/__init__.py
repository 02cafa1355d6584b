"""What surrounds every request: who asks, what may be sent, what is answered when it cannot be done."""
