"""Texts made fit, put in order, and taken apart into words. Pure."""
