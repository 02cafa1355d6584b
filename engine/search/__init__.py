"""Searching everything that is written, and what the index of words is made of."""
