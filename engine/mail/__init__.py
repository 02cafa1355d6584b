"""Mail: how a message is put together, and how it gets to the server."""
