"""Erasing a person from everything there is."""
