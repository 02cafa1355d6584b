"""Frozen values: the only things that leave the engine. No behaviour beyond what a value can say about itself."""
