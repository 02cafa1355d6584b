"""Mail that leaves the house. What is to be sent stands in the outbox; who is told of what is `engine.hooks`."""
