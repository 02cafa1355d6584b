"""Processes and their diagrams, uploaded, checked and deployed."""
