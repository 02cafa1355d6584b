"""The service desk without a browser."""
