"""Overblik and the lists of work: filtered, saved, searched, several rows at once."""
