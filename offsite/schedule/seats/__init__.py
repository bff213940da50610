"""Seats of items that cannot take everybody: who has one, who waits, and in which order."""
